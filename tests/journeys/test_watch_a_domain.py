"""A council adds its domain, reads what is wrong, copies the fix, publishes it, has it looked at again: it turned good.

Against real servers on loopback: NSD serves the zones, Unbound validates them, nginx shows the website. Once from end
to end on a phone, and its core once more without JavaScript.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.contracts.real_dns import missing_programs
from tests.contracts.real_web import PACKAGE, is_missing

from . import steps_of_checks as steps
from .conftest import Opener
from .loopback import Loopback, loopback
from .product import Product
from .steps_of_checks import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Two councils of the register and their domains there, and one domain that it doesn't name.
WHOLE, CORE = ("STO", "stroud.gov.uk"), ("TOR", "torridge.gov.uk")
OTHER = "stroud-walks.example"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Run the servers that stand in for the world, or skip where they can't be had."""
    lacking = [*missing_programs(), *([PACKAGE] if is_missing() else [])]
    if lacking:
        pytest.skip(f"Install {' and '.join(lacking)} to run this (Debian's packages of that name).")
    with loopback(tmp_path_factory.mktemp("world"), (WHOLE[1], CORE[1]), (OTHER,)) as world:
        yield world


@pytest.fixture(scope="module")
def product(browser: Browser, world: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a Wardmote that takes those servers for the world; it has the register, and nothing made up."""
    home = tmp_path_factory.mktemp("watching") / "home"
    product = Product(home, settings=world.settings | {"WARDMOTE_DEMO": "no"})
    try:
        product.up()
        yield product
    finally:
        product.stop()


def test_a_lead_adds_the_councils_domain_mends_what_is_wrong_and_sees_it_turn_good(
    product: Product, open_window: Opener, world: Loopback
) -> None:
    lead = product.ask("lead_with_app", WHOLE[0], "Priya Nolan", f"priya.nolan@{WHOLE[1]}")
    watch = Watch(product, open_window, world, *WHOLE, lead)
    phone = watch.enter(watch.app())
    steps.add_what_the_register_names(watch, phone)
    steps.wait_for_the_first_look(watch, phone, watch.domain)
    steps.open_finding(phone, steps.WATCHED)
    steps.mend_and_look_again(watch, phone)
    steps.read_the_news(watch)

    steps.prove_another(watch, phone, OTHER)
    steps.explain_one(watch, phone)
    steps.show_the_supplier(watch, phone, OTHER)


def test_adding_reading_and_looking_again_need_no_javascript(
    product: Product, open_window: Opener, world: Loopback
) -> None:
    lead = product.ask("lead_with_app", CORE[0], "Tom Harkness", f"tom.harkness@{CORE[1]}")
    watch = Watch(product, open_window, world, *CORE, lead, is_scripted=False)
    phone = watch.enter(watch.app())
    steps.add_what_the_register_names(watch, phone)
    steps.wait_for_the_first_look(watch, phone, watch.domain)
    steps.open_finding(phone, steps.WATCHED)
    steps.mend_and_look_again(watch, phone)
