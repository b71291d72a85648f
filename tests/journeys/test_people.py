"""How people come in, and who then sees what: by invitation, by their work e-mail, by the council's choice."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .product import Product
from .steps import app_code, read_code, read_link

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_lead_is_invited_then_invites_a_colleague_and_lets_another_in(product: Product, open_window: Opener) -> None:
    invited = product.run("user", "invite", "first.lead@oxford.gov.uk", "--role", "lead", "--council", "OXO")
    assert invited.returncode == 0, invited.stderr
    lead = open_window()
    accept(lead, product, "Olive Lead", "first.lead@oxford.gov.uk")
    set_up_app(lead)
    lead.goto("/")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("Oxford")

    lead.get_by_role("link", name="People and roles").click()
    lead.get_by_label("E-mail address").fill("colleague@elsewhere.example")
    lead.get_by_label("Role", exact=True).select_option("contributor")
    lead.get_by_role("button", name="Send the invitation").click()
    expect(lead.get_by_role("status")).to_contain_text("colleague@elsewhere.example")
    colleague = open_window()
    accept(colleague, product, "Colin League", "colleague@elsewhere.example")
    expect(colleague.get_by_text("You are: Contributor")).to_be_visible()

    newcomer = open_window()
    newcomer.goto("/accounts/signup/")
    register(newcomer, product, "Nadia Newcomer", "nadia@oxford.gov.uk")
    newcomer.goto("/")
    expect(newcomer.locator("main")).to_contain_text("We have asked the cyber lead of Oxford City Council")
    lead.goto("/")
    lead.get_by_role("link", name=re.compile("See who asks")).or_(
        lead.get_by_role("button", name="See who asks")
    ).click()
    lead.get_by_role("button", name="Let in Nadia Newcomer").click()
    expect(lead.get_by_role("status")).to_contain_text("Nadia Newcomer now belongs")
    newcomer.goto("/")
    expect(newcomer.get_by_text("You are: Contributor")).to_be_visible()


def test_a_council_chooses_what_the_programme_sees_and_reads_who_looked(open_window: Opener) -> None:
    lead, programme = open_window("lead"), open_window("programme-team")
    assert not tile(programme).endswith("Not shared with you")
    choose(lead, "Nothing")
    assert tile(programme) == "Aldermere: Not shared with you"
    choose(lead, "Submitted results")
    assert not tile(programme).endswith("Not shared with you")

    programme.goto("/councils/demo-ald/stocktake/result/")
    lead.goto("/councils/demo-ald/activity/")
    newest = lead.locator("h2:has-text('Who from outside') + table tbody tr").first
    expect(newest).to_contain_text("Catherine Abara")
    expect(newest).to_contain_text("stocktake result")


def accept(page: Page, product: Product, name: str, address: str) -> None:
    """Open the link from the letter, register, and take the role up."""
    page.goto(read_link(product.letter_to(address, "Join ")))
    page.get_by_role("button", name="Register").click()
    register(page, product, name, address)
    page.get_by_role("button", name="Accept the invitation").click()


def register(page: Page, product: Product, name: str, address: str) -> None:
    """Give a name and an address, then the code that went there."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Work e-mail").fill(address)
    page.get_by_role("button", name="E-mail me a code").click()
    page.get_by_label("Code").fill(read_code(product.letter_to(address, "Confirm your address")))
    page.get_by_role("button", name="Continue").click()


def set_up_app(page: Page) -> None:
    """Add an authenticator app, as a role that sees much asks for."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    page.get_by_role("button", name="Set up an authenticator app").click()
    key = page.locator("p.wm-mono").inner_text()
    page.get_by_label("Code").fill(app_code(key))
    page.get_by_role("button", name="Finish setting up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes safe")


def choose(page: Page, level: str) -> None:
    """Choose what the programme sees."""
    page.goto("/councils/demo-ald/sharing/")
    page.get_by_role("group", name="The national programme").get_by_label(level, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_be_visible()


def tile(page: Page) -> str:
    """Return what Aldermere's tile says."""
    page.goto("/map/")
    return str(page.locator(".wm-map a[href$='/demo-ald/'] title").text_content())
