"""Somebody who runs a WARP reads the board and reminds a council, whose person gets one letter about it."""

import pytest
from playwright.sync_api import Page, expect

from .assessment_room import follow, headline, press
from .conftest import Opener
from .inside_board import NEED, TITLE
from .product import Product
from .steps_of_checks import is_in_view

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Councils of the demonstration region that no other journey changes.
WAITING, HELPLESS, SILENT = "demo-msh", "demo-wwe", "demo-pel"


def test_an_operator_reads_the_board_and_reminds(product: Product, open_window: Opener) -> None:
    ready = product.ask("board_ready", WAITING, HELPLESS, SILENT)
    window = open_window(java_script_enabled=False, viewport={"width": 320, "height": 800})
    window.goto(ready["operator"])
    press(window, "Sign in as")
    read_the_board(window, ready)
    remind(window, ready)
    letter = product.letter_to(ready["address"], "An answer is asked for")
    assert TITLE in letter
    assert product.ask("reminders_of", WAITING, ready["address"]) == {"nudges": 1, "letters": 1}


def read_the_board(window: Page, ready: dict[str, str]) -> None:
    """Find each member's word on a narrow screen, and the one that keeps its own."""
    window.goto("/desk/demo-warp/board/")
    headline(window, "Who has answered our bulletins")
    is_in_view(window)
    rows = window.locator("tr")
    expect(rows.filter(has_text=ready["waiting"]).first).to_contain_text("Waits for an answer")
    expect(rows.filter(has_text=ready["helpless"]).first).to_contain_text("We need help")
    expect(rows.filter(has_text=ready["silent"]).first).to_contain_text("Doesn't share")


def remind(window: Page, ready: dict[str, str]) -> None:
    """See who needs help first, and remind the one that waits, once."""
    follow(window, TITLE)
    headline(window, TITLE)
    is_in_view(window)
    expect(window.get_by_role("main")).to_contain_text(NEED)
    press(window, f"Nudge {ready['waiting']}")
    expect(window.get_by_role("status")).to_contain_text("Reminded: 1 council.")
    expect(window.get_by_role("button", name=f"Nudge {ready['waiting']}")).to_have_count(0)
