"""How does a person work a page: with a mouse, or with the keyboard alone?"""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400

# Where the focus is, in words, and whether a person can see it: on the element, or on what stands for it.
FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        && style.outlineColor !== "rgba(0, 0, 0, 0)") || style.boxShadow !== "none";
    const label = at.labels && at.labels[0];
    const tile = at.querySelector("use");
    const seen = shows(getComputedStyle(at))
        || (label && shows(getComputedStyle(label, "::before")))
        || (tile && getComputedStyle(tile).fill === "rgb(255, 221, 0)");
    return [(at.textContent || at.name || at.tagName).trim().slice(0, 60), Boolean(seen)];
}"""
FOCUSABLE = """() => {
    const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const all = document.querySelectorAll(stops);
    const groups = new Set();
    return [...all].filter((one) => {
        if (one.type !== "radio") return true;
        const is_new = !groups.has(one.name);
        groups.add(one.name);
        return is_new;
    }).length;
}"""


class Hands(Protocol):
    """What a journey needs of a person."""

    def press(self, page: Page, what: Locator) -> None:
        """Press a button or follow a link."""

    def choose(self, page: Page, radios: Locator, number: int) -> None:
        """Choose one of several answers, counted from 0."""


class Mouse:
    """Points and clicks."""

    def press(self, page: Page, what: Locator) -> None:
        """Click, and wait for what comes."""
        with page.expect_navigation():
            what.click()

    def choose(self, page: Page, radios: Locator, number: int) -> None:
        """Click the answer."""
        radios.nth(number).check()


class Keyboard:
    """Uses Tab, the arrows, Space and Enter, and looks where the focus is."""

    def press(self, page: Page, what: Locator) -> None:
        """Go there and press Enter."""
        self.reach(page, what)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def choose(self, page: Page, radios: Locator, number: int) -> None:
        """Go to the answers, choose the first, then walk down."""
        self.reach(page, radios.first)
        page.keyboard.press("Space")
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        expect(radios.nth(number)).to_be_checked()

    def reach(self, page: Page, what: Locator) -> None:
        """Press Tab until the focus is there; it must be seen on the way."""
        expect(what).to_be_visible()
        for _ in range(MOST_TABS):
            if what.evaluate("(one) => one === document.activeElement"):
                return
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert focus is None or focus[1], f"nobody sees the focus on “{focus[0]}”"
        raise AssertionError(f"Tab never reaches {what}")


def walk_by_keyboard(page: Page) -> list[tuple[str, bool]]:
    """Press Tab from the top until the focus leaves the page; return what had it, and whether that showed."""
    visited: list[tuple[str, bool]] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            return visited
        visited.append((str(focus[0]), bool(focus[1])))
    raise AssertionError(f"Tab never leaves the page; it was last on {visited[-3:]}")


def focusable_count(page: Page) -> int:
    """Return how many stops Tab should make."""
    return int(page.evaluate(FOCUSABLE))
