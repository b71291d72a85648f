"""A council's person clears the list of warnings on a phone: with script, without it, and with the keyboard alone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from wardmote.kernel.moments import today

from .assessment_room import headline
from .conftest import Opener
from .hands import Hands, Keyboard, Mouse
from .inside_warnings import FAULTS
from .product import Product
from .steps_of_checks import PHONE, day, is_in_view

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Councils of the demonstration region that no other journey changes.
TOUCH, BARE, KEYS = "demo-elv", "demo-fnv", "demo-osg"
NETSCALER, REVENUES, SPOOLER, PORTAL, BACKUP = (title for title, _name, _priority, _days in FAULTS)
NOT_INSTALLED = "We don't print from that server: the service is off."


def test_a_person_clears_the_list_on_a_phone(product: Product, open_window: Opener) -> None:
    phone = enter(product, open_window, TOUCH)
    clear(phone, Mouse(), TOUCH)
    answers_are_kept(product, TOUCH)


def test_clearing_the_list_needs_no_javascript(product: Product, open_window: Opener) -> None:
    phone = enter(product, open_window, BARE, java_script_enabled=False)
    clear(phone, Mouse(), BARE)
    answers_are_kept(product, BARE)


def test_clearing_the_list_needs_no_mouse(product: Product, open_window: Opener) -> None:
    window = enter(product, open_window, KEYS)
    clear(window, Keyboard(), KEYS)
    answers_are_kept(product, KEYS)


def enter(product: Product, open_window: Opener, code: str, **options: object) -> Page:
    """Warn the council, and return a phone on which its lead has signed in."""
    lead = product.ask("warned_council", code)
    phone = open_window(**PHONE, **options)
    phone.goto(lead["link"])
    with phone.expect_navigation():
        phone.get_by_role("main").get_by_role("button", name="Sign in as").click()
    return phone


def clear(phone: Page, hands: Hands, code: str) -> None:
    """Come from the home page, answer the urgent one, then the rest at once, until nothing waits."""
    phone.goto("/")
    need = phone.get_by_role("main").get_by_role("listitem").filter(has_text="Answer 5 warnings")
    expect(need).to_contain_text("One is to be acted on now.")
    hands.press(phone, need.get_by_role("link").or_(need.get_by_role("button")).first)
    headline(phone, "5 warnings wait for your answer")
    expect(phone.locator(".wm-warning").first).to_contain_text(NETSCALER)
    is_in_view(phone)
    hands.press(phone, phone.get_by_role("link", name=NETSCALER, exact=True))
    read_and_plan(phone, hands)
    refuse_without_a_reason(phone, hands)
    answer_the_rest_at_once(phone, hands)
    expect(phone.get_by_role("link", name="Answered (5)")).to_be_visible()
    phone.goto(f"/councils/{code}/warnings/?show=answered&words=cve-2026-1111")
    expect(phone.locator(".wm-warning")).to_have_count(1)
    is_in_view(phone)


def read_and_plan(phone: Page, hands: Hands) -> None:
    """Read what to do by when, and name a day; the next one that waits opens."""
    headline(phone, NETSCALER)
    is_in_view(phone)
    told = phone.get_by_role("main")
    expect(told).to_contain_text("“NetScaler 13.1” on your list is affected")
    expect(told).to_contain_text("Update NetScaler ADC to 14.1-43.56.")
    expect(told).to_contain_text(f"Do it by {day(today() + timedelta(days=2))}.")
    hands.choose(phone, phone.get_by_role("radio"), 1)
    phone.get_by_label("Day", exact=True).fill(f"{today() + timedelta(days=1):%Y-%m-%d}")
    hands.press(phone, phone.get_by_role("button", name="Save and open the next"))


def refuse_without_a_reason(phone: Page, hands: Hands) -> None:
    """Say that the next one doesn't concern us without a reason, are asked for it, and give it."""
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(f"{REVENUES}|{SPOOLER}"))
    hands.choose(phone, phone.get_by_role("radio"), 0)
    hands.press(phone, phone.get_by_role("button", name="Save", exact=True))
    expect(phone.get_by_role("alert")).to_contain_text("Write why you aren't affected")
    is_in_view(phone)
    phone.get_by_label("Why, or what you need").fill(NOT_INSTALLED)
    hands.press(phone, phone.get_by_role("button", name="Save", exact=True))
    expect(phone.get_by_role("status")).to_contain_text("Saved.")
    headline(phone, "3 warnings wait for your answer")


def answer_the_rest_at_once(phone: Page, hands: Hands) -> None:
    """Tick all that are left, and say once that they are fixed."""
    ticks = phone.get_by_role("checkbox")
    expect(ticks).to_have_count(3)
    for number in range(3):
        tick(phone, hands, number)
    hands.choose(phone, phone.get_by_role("radio"), 2)
    hands.press(phone, phone.get_by_role("button", name="Save for all that are ticked"))
    expect(phone.get_by_role("status")).to_contain_text("Answered: 3 warnings.")
    headline(phone, "No warning waits for your answer")


def tick(phone: Page, hands: Hands, number: int) -> None:
    """Tick one of the list."""
    box = phone.get_by_role("checkbox").nth(number)
    if isinstance(hands, Keyboard):
        hands.reach(phone, box)
        phone.keyboard.press("Space")
    else:
        box.check()
    expect(box).to_be_checked()


def answers_are_kept(product: Product, code: str) -> None:
    """Ask the inside what stands now."""
    rows = product.ask("answers_of", code)
    said = {title: answer for title, answer, _reason in rows}
    assert said[NETSCALER] == "planned"
    assert [said[title] for title in (PORTAL, BACKUP)] == ["fixed", "fixed"]
    assert sorted(said[title] for title in (REVENUES, SPOOLER)) == ["fixed", "not-affected"]
    assert NOT_INSTALLED in {reason for _title, _answer, reason in rows}
