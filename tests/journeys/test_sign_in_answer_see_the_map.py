"""The main journey: a cyber lead signs in, answers, sees where the council stands; the programme sees the tile change.

Once with the mouse, once by keyboard alone, once without JavaScript.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opener
from .hands import Hands, Keyboard, Mouse, focusable_count, walk_by_keyboard
from .product import Product

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BEGIN = re.compile(r"^(Answer the next one|Start(: Start the stocktake)?$)")


@pytest.mark.parametrize(
    ("hands", "council", "step", "scripted"),
    [
        pytest.param(Mouse(), "demo-ald", 4, True, id="with the mouse"),
        pytest.param(Keyboard(), "demo-sta", 2, True, id="by keyboard alone"),
        pytest.param(Mouse(), "demo-iot", 1, False, id="without JavaScript"),
    ],
)
def test_a_lead_answers_the_rest_and_the_programme_sees_the_tile_change(
    product: Product, open_window: Opener, hands: Hands, council: str, step: int, scripted: bool
) -> None:
    programme = open_window("programme-team")
    before = tile(programme, council)
    page = open_window(java_script_enabled=scripted)
    page.goto(product.ask("link_for", council, "lead"))
    hands.press(page, page.get_by_role("button", name="Sign in as"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("needs? you"))

    hands.press(page, page.locator("main a").filter(has_text=BEGIN).first)
    start = page.get_by_role("button", name="Start now")
    if start.count():
        hands.press(page, start)
    while page.get_by_role("button", name="Save and go on").count():
        hands.choose(page, page.get_by_role("radio"), step)
        hands.press(page, page.get_by_role("button", name="Save and go on"))

    expect(page.get_by_role("heading", level=1)).to_have_text("All 10 questions are answered")
    rating = page.locator(".wm-rating").inner_text().split(":")[0]
    expect(steps(page)).to_have_count(3)
    hands.press(page, page.get_by_role("button", name="Check and submit"))
    hands.press(page, page.get_by_role("button", name="Submit", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text(rating.lower())

    after = tile(programme, council)
    assert after != before
    assert after.endswith(f": {rating}")


@pytest.mark.parametrize("path", ["/", "/map/", "/councils/demo-ald/stocktake/questions/councillor-briefing/"])
def test_the_keyboard_reaches_everything_shows_where_it_is_and_is_never_trapped(open_window: Opener, path: str) -> None:
    page = open_window("lead")
    page.goto(path)
    visited = walk_by_keyboard(page)
    assert [name for name, is_shown in visited if not is_shown] == []
    assert len(visited) == focusable_count(page)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_the_first_tab_offers_to_skip_to_the_content(open_window: Opener) -> None:
    page = open_window()
    page.goto("/map/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def tile(page: Page, council: str) -> str:
    """Return what the council's tile on the map says."""
    page.goto("/map/")
    return str(page.locator(f".wm-map a[href$='/{council}/'] title").text_content())


def steps(page: Page) -> Locator:
    """Return what the page says to do next."""
    return page.locator("h2:has-text('What to do next') + ol > li")
