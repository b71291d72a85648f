"""The operator of a WARP turns what attackers use into a warning for all members in a minute, and takes it back."""

import time

import pytest
from playwright.sync_api import Page, expect

from .assessment_room import headline
from .conftest import Opener
from .hands import Hands, Keyboard, Mouse
from .product import Product
from .steps_of_checks import PHONE, is_in_view

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LONGEST_S = 60
COUNCIL = "demo-ald"
WHY = "It was a false alarm: the gateway isn't sold here."


@pytest.mark.parametrize(("name", "hands"), [("CVE-2026-7101", Mouse()), ("CVE-2026-7102", Keyboard())])
def test_an_operator_warns_all_members_in_a_minute(
    product: Product, open_window: Opener, name: str, hands: Hands
) -> None:
    told = product.ask("exploited_story", name)
    desk = sign_in(open_window(), told["link"])
    begun = time.monotonic()
    publish(desk, hands, told["title"])
    assert time.monotonic() - begun < LONGEST_S
    warned, members = product.ask("warned_of", told["title"])
    assert warned == members > 0
    council_reads(product, open_window, told["title"])
    withdraw(desk, hands)
    assert product.ask("warned_of", told["title"])[0] == 0


def sign_in(window: Page, link: str) -> Page:
    """Go in by a link of the demonstration."""
    window.goto(link)
    with window.expect_navigation():
        window.get_by_role("main").get_by_role("button", name="Sign in as").click()
    return window


def publish(desk: Page, hands: Hands, title: str) -> None:
    """Go from the home page to the desk, and from what came in to a warning that is out: two presses."""
    desk.goto("/")
    hands.press(desk, desk.get_by_role("link", name="Desk: warnings to members").first)
    headline(desk, "What waits at the desk")
    row = desk.locator(".wm-warning", has_text=title)
    hands.press(desk, row.get_by_role("link", name="Write a warning"))
    headline(desk, "Write a warning")
    expect(desk.get_by_label("What to do", exact=True)).to_have_value("Update NetScaler ADC to 14.1-43.56.")
    hands.press(desk, desk.get_by_role("button", name="Publish", exact=True))
    expect(desk.get_by_role("status")).to_contain_text("Published.")
    headline(desk, title)


def council_reads(product: Product, open_window: Opener, title: str) -> None:
    """A member's lead finds it among the warnings and reads what the WARP says, on a phone."""
    phone = sign_in(open_window(**PHONE), product.ask("lead_of", COUNCIL))
    phone.goto(f"/councils/{COUNCIL}/warnings/")
    phone.get_by_role("link", name=title, exact=True).click()
    said = phone.get_by_role("main")
    expect(said).to_contain_text("What Wendmarch WARP says")
    expect(said).to_contain_text("DEMO-WARP-")
    is_in_view(phone)


def withdraw(desk: Page, hands: Hands) -> None:
    """Take it back with a reason; other journeys find their councils as they were."""
    closed = desk.locator("summary", has_text="Withdraw it")
    if isinstance(hands, Keyboard):
        hands.reach(desk, closed)
        desk.keyboard.press("Enter")
    else:
        closed.click()
    desk.get_by_label("Why is it withdrawn?").fill(WHY)
    hands.press(desk, desk.get_by_role("button", name="Withdraw it", exact=True))
    expect(desk.get_by_role("status")).to_contain_text("Withdrawn.")
    expect(desk.get_by_role("main")).to_contain_text(WHY)
