"""Steps through the outside checks of a council's domains, as its people take them page by page."""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from wardmote.kernel.moments import now

from .assessment_room import follow, headline, press
from .conftest import Opener
from .loopback import Loopback
from .product import Product
from .steps import app_code, read_code

PHONE: dict[str, object] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
LOOK_LIMIT_MS = 30_000
WATCHED = "Forged mail is only watched, not stopped (p=none)."
STOPPED = "Forged mail is put with the junk (p=quarantine)."
NO_CAA = "No CAA record is published."
REASON = "Two suppliers buy certificates for us. We ask both until then."
UNTIL = (now() + timedelta(days=60)).date()


@dataclass
class Watch:
    """One council's checks in the running product, the servers that stand in for the world, and the council's lead."""

    product: Product
    open_window: Opener
    world: Loopback
    code: str
    domain: str
    lead: dict[str, str]
    is_scripted: bool = True
    letter: str = ""

    def enter(self, second: str) -> Page:
        """Return a phone on which the lead has signed in, by a code in a letter and a second one."""
        options = PHONE | ({"permissions": ["clipboard-read", "clipboard-write"]} if self.is_scripted else {})
        page = self.open_window(java_script_enabled=self.is_scripted, **options)
        page.goto("/accounts/login/")
        page.get_by_label("e-mail").fill(self.lead["address"])
        press(page, "E-mail me a code")
        self.letter = self.product.letter_to(self.lead["address"], "code", after=self.letter)
        page.get_by_label("Code").fill(read_code(self.letter))
        press(page, "Continue")
        page.get_by_label("Code").fill(second)
        press(page, "Continue")
        headline(page, "you")
        return page

    def app(self) -> str:
        """Return what the lead's app shows."""
        return app_code(self.lead["key"])

    def path(self, page: str = "") -> str:
        """Return the address of one of the pages about checks."""
        return f"/councils/{self.code}/checks/{page}"


def add_what_the_register_names(watch: Watch, lead: Page) -> None:
    """Come from the home page to a room without domains, and add the one that the register names with one button."""
    lead.goto("/")
    follow(lead, "Open the checks")
    expect(lead.get_by_role("main")).to_contain_text(f"Yours is probably {watch.domain}")
    press(lead, f"Add {watch.domain}")
    listed = lead.get_by_role("table")
    expect(listed.get_by_role("link", name=watch.domain, exact=True)).to_be_visible()
    expect(listed.get_by_role("row").nth(1)).to_contain_text("It stands in the register")
    expect(listed).not_to_contain_text("Not shown yet")


def wait_for_the_first_look(watch: Watch, lead: Page, domain: str) -> None:
    """Open a domain that is being looked at; its page turns by itself when the look is done."""
    lead.goto(watch.path())
    follow(lead, re.compile(f"^{re.escape(domain)}$"))
    expect(lead.get_by_role("main")).not_to_contain_text("looking again")
    if lead.get_by_role("link", name="Wait for it").count():
        follow(lead, "Wait for it")
    headed = re.compile(rf"^{re.escape(domain)}: .* could be better$")
    expect(lead.get_by_role("heading", level=1)).to_have_text(headed, timeout=LOOK_LIMIT_MS)
    is_in_view(lead)


def open_finding(lead: Page, says: str) -> None:
    """Open what the domain's page says is wrong."""
    follow(lead, says)
    headline(lead, says)


def copy_the_record(watch: Watch, lead: Page) -> tuple[str, str, str]:
    """Return the name, the type and the value of the record to publish, as a person takes them off the page."""
    record = lead.locator(".wm-publish").first
    name = record.get_by_label("Name").input_value()
    kind = record.locator(".wm-publish__type").inner_text()
    return name, kind, copied(watch, lead, record.get_by_label("Value"), "Copy the value")


def copied(watch: Watch, page: Page, field: Locator, button: str) -> str:
    """Return what a copy button puts on the clipboard; without script the field itself is selected and read."""
    if not watch.is_scripted:
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        return field.input_value()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    found = str(page.evaluate("navigator.clipboard.readText()"))
    assert found == field.input_value()
    return found


def mend_and_look_again(watch: Watch, lead: Page) -> None:
    """Publish exactly what the page says, ask for another look, and see it turn good with its history."""
    expect(lead.get_by_role("main")).to_contain_text("v=DMARC1; p=none")
    name, kind, value = copy_the_record(watch, lead)
    assert (name, kind) == (f"_dmarc.{watch.domain}", "TXT")
    watch.world.publish(name, kind, value)
    press(lead, "Check again now")
    expect(lead.get_by_role("heading", level=1)).to_contain_text(STOPPED, timeout=LOOK_LIMIT_MS)
    seen = lead.get_by_role("main")
    expect(seen).to_contain_text("1 thing changed.")
    expect(seen).to_contain_text(f"So since {today()}.")
    rows = lead.locator("table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(STOPPED)
    expect(rows.nth(0)).to_contain_text("now")
    expect(rows.nth(1)).to_contain_text(WATCHED)
    expect(rows.nth(1)).to_contain_text(today())
    is_in_view(lead)


def read_the_news(watch: Watch) -> None:
    """Come back another time: the home page says that it got better, and leads to what did."""
    again = watch.enter(watch.lead["recovery"])
    again.goto("/")
    news = again.get_by_role("link", name=re.compile("from outside, 1 got better"))
    expect(news).to_be_visible()
    with again.expect_navigation():
        news.click()
    expect(again.get_by_role("main")).to_contain_text(STOPPED)


def prove_another(watch: Watch, lead: Page, other: str) -> None:
    """Add a domain that the register doesn't name, publish its text, and have it found."""
    lead.goto(watch.path())
    follow(lead, "The list of your domains")
    press(lead, "Add domains")
    lead.locator("textarea").fill(other)
    press(lead, "Add to our list")
    headline(lead, other)
    press(lead, "Look for it now")
    expect(lead.get_by_role("main")).to_contain_text("Nothing stands there yet.")
    text = copied(watch, lead, lead.get_by_label("Text"), "Copy the text")
    watch.world.publish(lead.get_by_label("Name").input_value(), "TXT", text)
    press(lead, "Look for it now")
    expect(lead.get_by_role("main")).to_contain_text(f"{other} is yours: it is checked from now on.")
    wait_for_the_first_look(watch, lead, other)
    expect(lead.get_by_role("main")).to_contain_text(WATCHED)


def explain_one(watch: Watch, lead: Page) -> None:
    """Explain a finding until a day, and find it apart from what asks for attention."""
    lead.goto(watch.path())
    follow(lead, re.compile(f"^{re.escape(watch.domain)}$"))
    open_finding(lead, NO_CAA)
    follow(lead, "Explain why it stays as it is")
    lead.get_by_label("The reason").fill(REASON)
    lead.get_by_label("Until when?").fill(f"{UNTIL:%Y-%m-%d}")
    press(lead, "Save the explanation")
    expect(lead.get_by_role("main")).to_contain_text(f"Left as it is until {day(UNTIL)}")
    lead.goto(watch.path())
    apart = lead.locator("h2:has-text('Explained, and left as it is') + ul")
    expect(apart).to_contain_text(f"Explained{NO_CAA}")
    expect(apart).to_contain_text(f"until {day(UNTIL)}")
    expect(lead.locator("#needs + ol")).not_to_contain_text(f"{NO_CAA}{watch.domain}")


def show_the_supplier(watch: Watch, lead: Page, other: str) -> None:
    """Make a page for a supplier, and open it where nobody is signed in: it knows one domain and leads nowhere else."""
    lead.goto(watch.path())
    follow(lead, re.compile(f"^{re.escape(other)}$"))
    follow(lead, "A page of it for your supplier")
    press(lead, "Make a page for a supplier")
    expect(lead.get_by_label("Domain").locator("option:checked")).to_have_text(other)
    lead.get_by_label("For whom? (optional)").fill("Bright Hosting")
    press(lead, "Make a page for a supplier")
    address = copied(watch, lead, lead.get_by_label("Address"), "Copy the address")

    supplier = watch.open_window(java_script_enabled=watch.is_scripted, **PHONE)
    supplier.goto(address)
    headline(supplier, other)
    shown = supplier.locator("body")
    expect(shown).to_contain_text(WATCHED)
    expect(shown).to_contain_text(f"_dmarc.{other}")
    for kept in (watch.domain, REASON, "Bright Hosting", watch.lead["name"]):
        expect(shown).not_to_contain_text(kept)
    expect(supplier.locator("a[href^='/'], a[href*='localhost'], form")).to_have_count(0)
    is_in_view(supplier)
    supplier.goto(watch.path())
    headline(supplier, "Sign in")


def is_in_view(page: Page) -> None:
    """Expect that nothing of the page lies beside the screen of a phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def today() -> str:
    """Return how pages write the present day."""
    return day(now().date())


def day(date: object) -> str:
    """Return how pages write a day."""
    return f"{date:%-d %B %Y}"
