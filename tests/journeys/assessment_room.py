"""Who works on one council's assessment in the running product, and how do they get about its pages?"""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from .conftest import Opener
from .product import Product


@dataclass
class Room:
    """One council's assessment in the running product, and who works on it."""

    product: Product
    open_window: Opener
    code: str
    people: dict[str, dict[str, str]]
    is_scripted: bool = True
    number: int = 0

    def enter(self, role: str) -> Page:
        """Return a window in which the person with a role is signed in, by the link that visitors get."""
        page = self.open_window(java_script_enabled=self.is_scripted, accept_downloads=True)
        page.goto(self.people[role]["link"])
        press(page, "Sign in as")
        return page

    def path(self, page: str = "") -> str:
        """Return the address of one of the assessment's pages."""
        return f"/councils/{self.code}/assessments/{self.number}/{page}"

    def name(self, role: str) -> str:
        """Return what the person with a role is called."""
        return self.people[role]["name"]

    def letter_to(self, role: str, about: str) -> str:
        """Return the newest letter to the person with a role."""
        return self.product.letter_to(self.people[role]["address"], about)


def press(page: Page, words: str) -> None:
    """Press the first button with these words, and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=words).first.click()


def follow(page: Page, words: str | re.Pattern[str]) -> None:
    """Follow the first link with these words."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=words).first.click()


def headline(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect these words in the page's heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
