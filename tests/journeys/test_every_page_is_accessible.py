"""Does axe-core find nothing on any page, on a phone and on a desktop, for anybody who can open it?"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.architecture.doors import Door

from .pages import ARGUMENTS, EVERYBODY, KEEPER, NO_PAGES, NOBODY, STATES, VARIANTS, State, address_of, routes
from .product import Product
from .window import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_BYTES = 100_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a width can change; the rest of the rules read the same document again.
ON_A_PHONE = ["aria-hidden-focus", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]


def axe(rules: dict[str, object]) -> str:
    """Return the script that looks at a page by these rules."""
    return f"axe.run({json.dumps({'runOnly': rules, 'resultTypes': ['violations'], 'selectors': False})})"


RULES = {1280: axe({"type": "tag", "values": TAGS}), 320: axe({"type": "rule", "values": ON_A_PHONE})}
FORM = """() => ({
    wider: document.scrollingElement.scrollWidth - innerWidth,
    headings: document.querySelectorAll("h1").length,
    title: document.title.replace(/ – Wardmote$/, "").trim(),
    language: document.documentElement.lang,
})"""
STATE_ROUTES = {state.route for state in STATES} - {""}
PAGES = [door for door in routes() if door.name not in NO_PAGES and door.name not in STATE_ROUTES]


@dataclass
class Window:
    """One window, in which everybody sits down in turn, and what has been looked at in it."""

    product: Product
    watched: Watched
    sitting: str = NOBODY
    seen: set[object] = field(default_factory=set)

    @property
    def page(self) -> Page:
        """Return the page that is open."""
        return self.watched.page

    def seat(self, who: str) -> None:
        """Let somebody sit down; nobody finds what the one before them left."""
        if who == self.sitting != NOBODY:
            return
        self.page.context.clear_cookies()
        if who != NOBODY:
            cookie = {"name": "wardmote_session", "value": self.product.sessions[who], "url": self.product.base}
            self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.sitting = who

    def is_new(self, shapes: set[object]) -> bool:
        """Say whether there is anything in a page that hasn't been looked at, and take it as looked at."""
        is_new = not shapes <= self.seen
        self.seen |= shapes
        return is_new


def make_passkey(page: Page) -> str:
    """Have a pretended security key make a passkey; return the number that its page has in its address."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/accounts/2fa/passkeys/add/")
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    page.goto("/accounts/2fa/passkeys/")
    link = page.get_by_role("link", name="Rename Work laptop").get_attribute("href")
    assert link
    return link.strip("/").split("/")[-1]


@pytest.fixture(scope="module")
def window(product: Product, browser: Browser) -> Iterator[Window]:
    """Give the window, with a passkey made in it, so that there are pages about one."""
    context = browser.new_context(base_url=product.base)
    context.set_default_timeout(10_000)
    context.add_init_script(AXE_SCRIPT)
    window = Window(product, Watched(context.new_page()))
    window.seat(KEEPER)
    product.facts["passkey"] = make_passkey(window.page)
    yield window
    context.close()


@pytest.mark.parametrize("door", PAGES, ids=lambda door: f"/{door.route}")
def test_a_page_holds_for_everybody_who_can_open_it(window: Window, door: Door) -> None:
    """Ask for the page as everybody; look at it once for each shape that it takes."""
    address = address_of(door, window.product.facts)
    visits = [(who, address) for who in EVERYBODY] + [
        (who, where.format_map(window.product.facts)) for who, where in VARIANTS.get(door.name, [])
    ]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda visit: ask_for(window.product, *visit), visits))
    for (who, where), (status, text) in zip(visits, answers, strict=True):
        if text and window.is_new(shapes_of(door, status, text)):
            window.seat(who)
            window.page.goto(where)
            check(window, text)
    assert 200 in {status for status, _text in answers}, f"nobody could open {address}"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_in_a_special_state_holds(window: Window, state: State) -> None:
    """Take the steps to the state; look at what is there."""
    window.seat(state.who)
    state.reach(window.page, window.product)
    check(window)


def test_every_route_is_in_the_list() -> None:
    """Name the routes that nobody has thought about, and the lines of routes that are gone."""
    names = {door.name for door in routes()}
    listed = set(NO_PAGES) | STATE_ROUTES
    assert (listed | set(ARGUMENTS) | set(VARIANTS)) - names == set()
    assert [door.route for door in PAGES if "<" in address_of(door, AnyFact())] == []


class AnyFact(dict[str, str]):
    """Stands for facts where only the shape of an address matters."""

    def __missing__(self, key: str) -> str:
        """Return something for every name."""
        return "1"


def ask_for(product: Product, who: str, where: str) -> tuple[int, str]:
    """Ask for a page without a browser; return its status and text, which is empty if it sends on."""
    headers = {} if who == NOBODY else {"Cookie": f"wardmote_session={product.sessions[who]}"}
    connection = HTTPConnection("localhost", product.port, timeout=30)
    try:
        connection.request("GET", where, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status in (301, 302):
        return answer.status, ""
    assert "text/html" in str(answer.headers["Content-Type"]), f"{where} is no page: say so in NO_PAGES"
    return answer.status, text


def shapes_of(door: Door, status: int, text: str) -> set[object]:
    """Return what two looks at a page have in common; refusals all look alike, whatever was refused."""
    before, _, rest = text.partition("<main")
    main, _, after = rest.partition("</main>")
    return {(door.route if status == 200 else "", status, _marks(main)), _marks(before + after)}


def _marks(text: str) -> frozenset[tuple[str, str]]:
    """Return the kinds of element in a text: each name with its classes."""
    return frozenset(re.findall(r'<(\w+)(?:[^>]*? class="([^"]*)")?', text))


def check(window: Window, text: str = "") -> None:
    """Look at the page that is open, at each width, and say everything that is wrong with it."""
    page, wrong = window.page, list(window.watched.faults)
    window.watched.faults.clear()
    size = len((text or page.content()).encode())
    if size > MOST_BYTES:
        wrong.append(f"{size:,} bytes of HTML")
    for width in RULES:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(RULES[width])["violations"]
        wrong += [f"{width}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in found]
        form = page.evaluate(FORM)
        if form["wider"] > 0:
            wrong.append(f"{width}: {form['wider']} pixels wider than the window")
    if form["headings"] != 1 or not form["title"] or form["language"] not in ("en", "cy"):
        wrong.append(str(form))
    assert wrong == [], f"{page.url} as {window.sitting}"
