"""Who sends as us, and may forged mail be rejected? From files that others sent to an answer in plain words.

Once with real reports, and once with known numbers by keyboard alone.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from . import steps_of_reports as steps
from .assessment_room import Room
from .conftest import Opener
from .hands import Keyboard, Mouse
from .product import Product
from .steps_of_reports import Reader

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "dmarc"
# Two councils of the demonstration region about whose mail nothing is reported, and that no other journey changes.
REAL, KNOWN = ("demo-mil", "example.com"), ("demo-lin", "send.lindenmere.example")


def test_a_contributor_sees_in_real_reports_who_sends_as_the_council(product: Product, open_window: Opener) -> None:
    samples = steps.samples_about(SAMPLES, REAL[1])
    if not samples:
        pytest.skip(f"there are no sample reports in {SAMPLES}")
    told = steps.told_by(samples)
    files: list[FilePayload] = [
        {"name": one.name, "mimeType": "application/octet-stream", "buffer": one.content} for one in samples
    ]
    reader = reader_of(product, open_window, REAL, Mouse())
    steps.hand_in(reader, files, f"{len(samples)} reports were taken")
    steps.see_who_sends(reader, told.messages, told.worst, told.failed)
    steps.say_that_it_is_ours(reader, told.worst)
    steps.ask_whether_to_reject(reader, REAL[1], "Not yet: we don't know enough.")


def test_a_contributor_learns_by_keyboard_alone_what_rejecting_would_lose(
    product: Product, open_window: Opener
) -> None:
    days, reporters = len(steps.DAYS), len(steps.REPORTERS)
    failing = days * steps.STRANGER_EACH
    total = days * reporters * (steps.OWN_EACH + steps.NEWSLETTER_EACH) + failing
    a_week = round(failing * 7 / 30)
    reader = reader_of(product, open_window, KNOWN, Keyboard())
    steps.hand_in(reader, [steps.made_reports(KNOWN[1])], f"{days * reporters} reports were taken")
    steps.see_who_sends(reader, total, steps.STRANGER, failing)
    steps.ask_whether_to_reject(reader, KNOWN[1], f"sources that nobody has looked at send {a_week} failing messages")
    reader.press(reader.link("Look at it"))
    steps.say_that_it_is_ours(reader, steps.STRANGER)
    steps.ask_whether_to_reject(reader, KNOWN[1], "No. Mail of 1 source that may be yours would be lost.")
    lost = reader.main.locator("h2:has-text('What would be lost') + table tbody tr").filter(has_text=steps.STRANGER)
    assert lost.locator("td").first.inner_text() == str(a_week)


def reader_of(product: Product, open_window: Opener, which: tuple[str, str], hands: Mouse | Keyboard) -> Reader:
    """Return a contributor who has signed in, of a council that has shown the domain to be its own."""
    code, domain = which
    product.ask("verified_domain", code, domain)
    room = Room(product, open_window, code, product.ask("crew_of", code))
    return Reader(room.enter("contributor"), hands, code)
