"""Does axe-core find nothing on any page, on a phone and on a desktop, for anybody who can open it?"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import APIResponse, Browser, Page

from tests.architecture.doors import Door

from .pages import ARGUMENTS, EVERYBODY, NO_PAGES, NOBODY, OURS, STATES, VARIANTS, State, address_of, routes
from .product import Product
from .window import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDTHS = (1280, 320)
MOST_BYTES = 100_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = f"axe.run({json.dumps({'runOnly': TAGS, 'resultTypes': ['violations']})})"
FORM = """() => ({
    wider: document.scrollingElement.scrollWidth - innerWidth,
    headings: document.querySelectorAll("h1").length,
    title: document.title.replace(/ – Wardmote$/, "").trim(),
    language: document.documentElement.lang,
})"""
STATE_ROUTES = {state.route for state in STATES} - {""}
PAGES = [door for door in routes() if door.name not in NO_PAGES and door.name not in STATE_ROUTES]


@dataclass
class Windows:
    """A window for each person, opened when first needed, and which pages have been looked at."""

    product: Product
    browser: Browser
    pages: dict[str, Watched] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    seen: set[object] = field(default_factory=set)

    def of(self, who: str) -> Watched:
        """Return the window of one person."""
        if who not in self.pages:
            self.pages[who] = self._open(who)
        return self.pages[who]

    def _open(self, who: str) -> Watched:
        context = self.browser.new_context(base_url=self.product.base)
        context.set_default_timeout(10_000)
        page = context.new_page()
        if who in OURS:
            cookie = {"name": "wardmote_session", "value": self.product.sessions[who], "url": self.product.base}
            context.add_cookies([cookie])  # type: ignore[list-item]
        elif who != NOBODY:
            page.goto(self._link(who))
            page.get_by_role("button", name="Sign in as").click()
            page.wait_for_url(f"{self.product.base}/")
        if who == "keeper":
            self.product.facts["passkey"] = make_passkey(page)
        return Watched(page)

    def _link(self, who: str) -> str:
        if who == "lead-of-stannerby":
            return str(self.product.ask("link_for", "demo-sta", "lead"))
        if not self.links:
            self.links = self.product.ask("links")
        return self.links[who]

    def close(self) -> None:
        """Close every window."""
        for watched in self.pages.values():
            watched.page.context.close()


def make_passkey(page: Page) -> str:
    """Have a pretended security key make a passkey; return the number that its page has in its address."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/accounts/2fa/passkeys/add/")
    print(page.url, page.locator("main").inner_html())
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    page.goto("/accounts/2fa/passkeys/")
    link = page.get_by_role("link", name="Rename Work laptop").get_attribute("href")
    assert link
    return link.strip("/").split("/")[-1]


@pytest.fixture(scope="module")
def windows(product: Product, browser: Browser) -> Iterator[Windows]:
    """Give everybody's windows."""
    windows = Windows(product, browser)
    windows.of("keeper")
    product.facts["link"] = product.ask("link_for", "demo-cas", "lead").split("/")[-2]
    yield windows
    windows.close()


@pytest.mark.parametrize("door", PAGES, ids=lambda door: f"/{door.route}")
def test_a_page_holds_for_everybody_who_can_open_it(windows: Windows, door: Door) -> None:
    """Ask for the page as everybody; look at it once for each shape that it takes."""
    address = address_of(door, windows.product.facts)
    visits = [(who, address) for who in EVERYBODY] + VARIANTS.get(door.name, [])
    opened = 0
    for who, where in visits:
        watched = windows.of(who)
        answer = watched.page.request.get(where)
        opened += answer.status == 200 and answer.url.endswith(where)
        shape = shape_of(door, answer)
        if shape not in windows.seen:
            windows.seen.add(shape)
            watched.page.goto(where)
            check(watched, who)
    assert opened, f"nobody could open {address}"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_in_a_special_state_holds(windows: Windows, state: State) -> None:
    """Take the steps to the state; look at what is there."""
    if state.who == NOBODY:
        windows.of(NOBODY).page.context.clear_cookies()
    watched = windows.of(state.who)
    state.reach(watched.page, windows.product)
    check(watched, state.who)


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


def shape_of(door: Door, answer: APIResponse) -> object:
    """Return what two looks at a page have in common: refusals all look alike, whatever was refused."""
    if "text/html" not in answer.headers.get("content-type", ""):
        raise AssertionError(f"{answer.url} is no page: say so in NO_PAGES")
    marks = re.findall(r'<(\w+)[^>]*?(?: class="([^"]*)")?(?: role="(\w+)")?>', answer.text())
    route = door.route if answer.status == 200 else ""
    return route, answer.status, frozenset(marks)


def check(watched: Watched, who: str) -> None:
    """Look at the page that is open, at each width, and say everything that is wrong with it."""
    page = watched.page
    wrong = list(watched.faults)
    watched.faults.clear()
    size = len(page.request.get(page.url).body()) if page.url.endswith("/map/") else len(page.content().encode())
    if size > MOST_BYTES:
        wrong.append(f"{size:,} bytes of HTML")
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(RUN_AXE)["violations"]
        wrong += [f"{width}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in found]
        form = page.evaluate(FORM)
        if form["wider"] > 0:
            wrong.append(f"{width}: {form['wider']} pixels wider than the window")
    if form["headings"] != 1 or not form["title"] or form["language"] not in ("en", "cy"):
        wrong.append(str(form))
    assert wrong == [], f"{page.url} as {who}"
