"""One product and one browser for all journeys, and a new window for each person in them."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .product import Product
from .window import Watched

CHROMIUM = os.environ.get("WARDMOTE_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Opener = Callable[..., Page]


# For the package and not the session: while Playwright runs, Django refuses its database to other tests.
@pytest.fixture(scope="package")
def product(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run Wardmote with the demonstration region."""
    product = Product(tmp_path_factory.mktemp("journeys") / "home")
    try:
        product.up()
        yield product
    finally:
        product.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Run Chromium, or leave the journeys out where there is none."""
    if os.environ.get("WARDMOTE_NO_BROWSER") == "1":
        pytest.skip("there is no Chromium here (WARDMOTE_NO_BROWSER)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(product: Product, browser: Browser) -> Iterator[Opener]:
    """Open windows in which somebody is signed in, or nobody; in the end the browser may not have seen any fault."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def open_one(who: str = "", **options: object) -> Page:
        context = browser.new_context(base_url=product.base, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched(page))
        if who:
            cookie = {"name": "wardmote_session", "value": product.sessions[who], "url": product.base}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [fault for one in watched for fault in one.faults] == []
