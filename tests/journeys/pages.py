"""Which pages are there, and who reaches each in which state? Every GET route has a line here, or a reason not to."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page

from tests.architecture.doors import Door, doors
from wardmote.kernel.roles import Role

from .product import Product
from .steps import read_code

NOBODY = "signed-out"
DEMONSTRATION = tuple(role.value for role in Role)
KEEPER = "keeper"
EVERYBODY = (NOBODY, *DEMONSTRATION, KEEPER)

DESKS = ("queue", "bulletins", "board", "circles", "posts", "joined", "settings", "csaf", "write")

# What a route's arguments are, by route; a name in braces is one of the product's facts.
ARGUMENTS = {
    "register:import": {"pk": "{import}"},
    "register:invitation": {"secret": "{invitation}"},
    "register:end": {"pk": "{member}"},
    "register:transfer": {"pk": "{member}"},
    "estate:change_service": {"pk": "{service}"},
    "estate:remove_service": {"pk": "{service}"},
    "estate:change_system": {"pk": "{system}"},
    "estate:remove_system": {"pk": "{system}"},
    "estate:domain": {"pk": "{domain}"},
    "estate:change_domain": {"pk": "{domain}"},
    "estate:remove_domain": {"pk": "{domain}"},
    "estate:item": {"pk": "{item}"},
    "estate:remove_item": {"pk": "{item}"},
    "estate:name_item": {"pk": "{unnamed}"},
    "estate:remove_list": {"pk": "{of-list}"},
    "warn:notice": {"number": "{notice}"},
    "warn:seen": {"number": "{notice}"},
    **{f"desk:{name}": {"code": "demo-warp"} for name in DESKS},
    **{f"desk:{name}": {"code": "demo-warp", "number": "{bulletin}"} for name in ("bulletin", "warning_board")},
    "desk:edit": {"code": "demo-warp", "number": "{draft}"},
    "desk:circle": {"code": "demo-warp", "number": "{circle}"},
    "desk:circle_close": {"code": "demo-warp", "number": "{circle}"},
    "desk:story": {"code": "demo-warp", "number": "{story}"},
    "desk:member_joined": {"code": "demo-warp", "member": "demo-ald"},
    "sharing:circle": {"number": "{circle}"},
    "sharing:comments": {"number": "{bulletin}"},
    "sharing:post": {"number": "{post}"},
    **{f"sharing:{name}": {"code": "demo-warp", "number": "{post}"} for name in ("take_down", "relabel")},
    "sources:source": {"key": "{source}"},
    "mail-reports:machine": {"number": "{machine}"},
    "mail-reports:reject": {"number": "{mail}"},
    "mail-reports:remove": {"number": "{delivery}"},
    "watch:domain": {"number": "{domain}"},
    "watch:explain": {"number": "{domain}"},
    "watch:finding": {"number": "{domain}"},
    "watch:wait": {"number": "{site}"},
    "opened:supplier": {"token": "{supplier}"},
    "oversee:control": {"check_id": "dmarc_policy"},
    "assessments:plan": {"number": "{assured}"},
    "assessments:plan_choose": {"number": "{assured}"},
    "assessments:plan_add": {"number": "{assured}"},
    "assessments:plan_line": {"number": "{assured}"},
    "assessments:plan_sign": {"number": "{assured}"},
    "assessments:business_case": {"number": "{assured}"},
    "assessments:paper": {"number": "{assured}"},
    "assessments:report": {"number": "{assured}"},
    "assessments:summary": {"number": "{assured}"},
    "assessments:review": {"number": "{assured}"},
    "assessments:review_outcome": {"number": "{assured}"},
    "assessments:finish_review": {"code": "{of-review}", "number": "{review}"},
    "assessments:withdraw_review": {"code": "{of-review}", "number": "{review}"},
    "assessments:respond": {"number": "{assured}"},
    "assessments:respond_outcome": {"number": "{assured}"},
    "assessments:accept_review": {"code": "{of-response}", "number": "{response}"},
    "assessments:scope_sign": {"code": "{of-sent}", "number": "{sent}"},
    "assessments:close": {"code": "{of-approved}", "number": "{approved}"},
    "assessments:reopen": {"code": "{of-approved}", "number": "{approved}"},
    "windows:window": {"number": "{window}"},
    "mfa_edit_webauthn": {"pk": "{passkey}"},
    "mfa_remove_webauthn": {"pk": "{passkey}"},
    "demonstration:sign_in": {"secret": "{link}"},
}
COMMON = {
    "code": "demo-ald",
    "question": "councillor-briefing",
    "area": "leadership",
    "number": "{open}",
    "position": "1",
    "outcome": "B2.a",
    "objective": "B",
    "piece": "{piece}",
    "line": "{line}",
    "paper": "{paper}",
    "check": "{bad}",
    "visit": "{visit}",
    "kind": "supplier",
    "batch": "{batch}",
    "slug": "granicus-govdelivery",
}

TAXII_ROUTES = ("discovery", "root", "collections", "collection", "objects", "object", "versions", "manifest", "status")
NO_PAGES = {
    "register:activity_csv": "a table to download",
    "mfa_download_recovery_codes": "a text to download",
    "health_live": "a word for monitoring systems",
    "health_ready": "a word for monitoring systems",
    "oversee:figures": "a table to download",
    "oversee:controls_file": "a table to download",
    "oversee:outcomes_file": "a table to download",
    "oversee:assessments_file": "a table to download",
    "assessments:export_file": "an assessment to download",
    "assessments:paper_file": "a PDF to download",
    "assessments:evidence_file": "a file to download",
    "assessments:plan_rows": "a table to download",
    "estate:domains_csv": "a table to download",
    "estate:inventory_csv": "a table to download",
    "estate:name_items": "sends on to the first line that waits for a name",
    "warn:rows": "a table to download",
    "desk:board_table": "a table to download",
    "sharing:file": "a file to download",
    "csaf:file": "documents for programs",
    "csaf:well-known": "a document for programs",
    "opened_warnings:feed": "a feed for programs",
    **dict.fromkeys((f"taxii:{name}" for name in TAXII_ROUTES), "answers programs, in JSON"),
    "estate:verify_domain": "sends on to the domain's page",
    "estate:services_csv": "a table to download",
    "estate:systems_csv": "a table to download",
    "watch:rows": "a table to download",
    "mail-reports:sources_csv": "a table to download",
    "mail-reports:tls_csv": "a table to download",
    "opened:badge": "a picture",
    "opened:feed": "a feed for programs",
    "metrics": "figures for monitoring systems",
    "account_request_login_code": "sends on to sign in",
    "account_reset_password": "sends on to sign in",
    "account_change_password": "sends on to sign in",
    "account_set_password": "sends on to sign in",
    "account_email": "sends on to the second factor",
    "socialaccount_connections": "sends on to the second factor",
    "account_reauthenticate": "sends on to the way of proof that one has",
    "openid_connect_login": "leads to the organisation's own sign-in; there is none here",
    "openid_connect_callback": "is where the organisation's own sign-in leads back to",
    "socialaccount_login_error": "sends on; the page itself answers at the callback",
    "socialaccount_signup": "shows only in the middle of single sign-on; it is the registration form",
}

# More of the same routes, where the page looks different.
VARIANTS = {
    "home": [("stranger", "/"), ("waiting", "/"), ("newcomer", "/"), ("lapsed", "/")],
    "mfa_index": [("factorless", "/accounts/2fa/")],
    "mfa_activate_totp": [("factorless", "/accounts/2fa/app/")],
    "register:invitation": [("invited", "/invitations/{invitation}/")],
    "oversee:map": [
        (NOBODY, "/map/?measure=population"),
        (NOBODY, "/map/?layer=upper&measure=kind&region=North+West"),
        (NOBODY, "/map/?nation="),
        ("programme-team", "/map/?measure=stocktake-technology"),
        ("programme-team", "/map/?step=amber"),
    ],
    "register:councils": [
        (NOBODY, "/councils/?q=surey"),
        (NOBODY, "/councils/?q=qqqqqqqq"),
        (NOBODY, "/councils/?page=2"),
    ],
    "register:council": [(NOBODY, "/councils/SRY/"), (NOBODY, "/councils/west-surrey/"), ("waiting", "/councils/EXE/")],
    "register:passing_on": [("lead-of-stannerby", "/councils/demo-sta/passing-on/")],
    "assess:overview": [("lead-of-stannerby", "/councils/demo-sta/stocktake/")],
    "assess:question": [("lead", "/councils/demo-ald/stocktake/questions/risk-register/")],
    "assess:result": [
        ("programme-team", "/councils/demo-cas/stocktake/result/"),
        ("lead-of-stannerby", "/councils/demo-sta/stocktake/result/"),
    ],
    "assess:area": [("lead", "/councils/demo-ald/stocktake/areas/technology/")],
    "assess:area_result": [
        ("programme-team", "/councils/demo-cas/stocktake/areas/training/result/"),
        ("lead", "/councils/demo-ald/stocktake/areas/training/result/"),
    ],
    "assessments:listing": [
        ("lead-of-stannerby", "/councils/demo-sta/assessments/"),
        ("lead-of-approved", "/councils/{of-approved}/assessments/"),
    ],
    "assessments:overview": [
        ("lead", "/councils/demo-ald/assessments/{assured}/"),
        ("lead-of-approved", "/councils/{of-approved}/assessments/{approved}/"),
        ("lead-of-review", "/councils/{of-review}/assessments/{review}/"),
        ("lead-of-response", "/councils/{of-response}/assessments/{response}/"),
        ("lead-of-sent", "/councils/{of-sent}/assessments/{sent}/"),
    ],
    "assessments:outcome": [
        ("lead", "/councils/demo-ald/assessments/{open}/0/D1.c/"),
        ("lead", "/councils/demo-ald/assessments/{open}/1/B3.a/"),
        ("lead", "/councils/demo-ald/assessments/{assured}/0/D1.c/"),
        ("lead-of-sent", "/councils/{of-sent}/assessments/{sent}/0/A1.a/"),
    ],
    "assessments:objective": [
        ("lead", "/councils/demo-ald/assessments/{open}/objectives/A/"),
        ("lead", "/councils/demo-ald/assessments/{assured}/objectives/C/"),
    ],
    "assessments:assign": [("lead", "/councils/demo-ald/assessments/{open}/0/assign/")],
    "assessments:approve": [
        ("leader", "/councils/demo-ald/assessments/{open}/approve/"),
        ("lead-of-sent", "/councils/{of-sent}/assessments/{sent}/approve/"),
    ],
    "assessments:scope": [
        ("lead", "/councils/demo-ald/assessments/{assured}/scope/"),
        ("assurer", "/councils/demo-ald/assessments/{open}/scope/"),
        ("lead-of-sent", "/councils/{of-sent}/assessments/{sent}/scope/"),
    ],
    "assessments:scope_sign": [("leader-of-sent", "/councils/{of-sent}/assessments/{sent}/scope/sign/")],
    "assessments:plan": [("lead", "/councils/demo-ald/assessments/{open}/plan/")],
    "assessments:plan_add": [("lead", "/councils/demo-ald/assessments/{assured}/plan/add/0/A1.a/")],
    "assessments:report": [
        ("lead", "/councils/demo-ald/assessments/{assured}/report/?version=1"),
        ("lead", "/councils/demo-ald/assessments/{open}/report/?version=draft"),
        ("programme-team", "/councils/demo-cas/assessments/{of-cas}/report/"),
        ("warp-operator", "/councils/demo-ald/assessments/{assured}/report/"),
    ],
    "assessments:summary": [("lead", "/councils/demo-ald/assessments/{open}/summary/?version=draft")],
    "assessments:export": [("lead", "/councils/demo-ald/assessments/{assured}/export/")],
    "assessments:review": [
        ("assurer", "/councils/demo-ald/assessments/{open}/review/"),
        ("assurer", "/councils/{of-review}/assessments/{review}/review/"),
        ("assurer", "/councils/{of-response}/assessments/{response}/review/"),
    ],
    "assessments:review_outcome": [
        ("assurer", "/councils/{of-review}/assessments/{review}/review/0/A1.a/"),
        ("assurer", "/councils/{of-review}/assessments/{review}/review/1/C1.a/"),
        ("assurer", "/councils/demo-ald/assessments/{assured}/review/2/B5.c/"),
    ],
    "assessments:ask_assurer": [
        ("lead", "/councils/demo-ald/assessments/{assured}/review/ask/"),
        ("lead-of-sent", "/councils/{of-sent}/assessments/{sent}/review/ask/"),
        ("lead-of-approved", "/councils/{of-approved}/assessments/{approved}/review/ask/"),
        ("lead-of-review", "/councils/{of-review}/assessments/{review}/review/ask/"),
    ],
    "assessments:close": [("lead-of-approved", "/councils/{of-approved}/assessments/{approved}/close/")],
    "assessments:reopen": [("lead-of-approved", "/councils/{of-approved}/assessments/{approved}/reopen/")],
    "assessments:withdraw_review": [("lead-of-review", "/councils/{of-review}/assessments/{review}/review/withdraw/")],
    "assessments:accept_review": [
        ("lead-of-response", "/councils/{of-response}/assessments/{response}/response/accept/")
    ],
    "assessments:respond": [
        ("lead", "/councils/demo-ald/assessments/{open}/response/"),
        ("lead-of-review", "/councils/{of-review}/assessments/{review}/response/"),
        ("lead-of-response", "/councils/{of-response}/assessments/{response}/response/"),
    ],
    "assessments:respond_outcome": [
        ("lead-of-response", "/councils/{of-response}/assessments/{response}/response/0/A1.a/"),
        ("lead-of-response", "/councils/{of-response}/assessments/{response}/response/0/A1.b/"),
    ],
    "oversee:assessments": [
        ("programme-team", "/map/assessments/?sort=date"),
        ("warp-operator", "/map/assessments/"),
    ],
    "oversee:outcomes": [("programme-team", "/map/outcomes/?kind=district")],
    "peers:comparison": [("lead-of-stannerby", "/councils/demo-sta/peers/")],
    "estate:overview": [("lead-of-stannerby", "/councils/demo-sta/estate/")],
    "estate:add_system": [("lead-of-stannerby", "/councils/demo-sta/estate/systems/add/")],
    "estate:domains": [("lead-of-stannerby", "/councils/demo-sta/estate/domains/")],
    "estate:domain": [("lead", "/councils/demo-ald/estate/domains/{unproved}/")],
    "estate:change_domain": [("lead", "/councils/demo-ald/estate/domains/{parked}/change/")],
    "register:people": [("administrator", "/councils/demo-platform/people/")],
    "watch:overview": [
        ("lead", "/councils/demo-ald/checks/?order=name"),
        ("lead-of-stannerby", "/councils/demo-sta/checks/"),
    ],
    "watch:domain": [
        ("lead", "/councils/demo-ald/checks/{parked}/"),
        ("lead", "/councils/demo-ald/checks/{site}/"),
        ("lead", "/councils/demo-ald/checks/{unproved}/"),
    ],
    "watch:finding": [
        ("lead", "/councils/demo-ald/checks/{of-weak}/{weak}/"),
        ("lead", "/councils/demo-ald/checks/{of-good}/{good}/"),
        ("lead", "/councils/demo-ald/checks/{parked}/mx_present/"),
    ],
    "watch:changes": [("lead", "/councils/demo-ald/checks/changes/?domain={domain}")],
    "watch:make_link": [
        ("lead", "/councils/demo-ald/checks/links/make/badge/?domain={domain}"),
        ("lead", "/councils/demo-ald/checks/links/make/feed/"),
    ],
    "mail-reports:overview": [
        ("lead", "/councils/demo-ald/mail-reports/?period=365&domain={mail}"),
        ("lead-of-stannerby", "/councils/demo-sta/mail-reports/"),
    ],
    "mail-reports:machine": [("lead", "/councils/demo-ald/mail-reports/sources/{known-machine}/?period=365")],
    "mail-reports:batch": [("lead", "/councils/demo-ald/mail-reports/add/{waiting-batch}/")],
    "mail-reports:deliveries": [("lead-of-stannerby", "/councils/demo-sta/mail-reports/deliveries/")],
    "mail-reports:reject": [("lead", "/councils/demo-ald/mail-reports/reject/{parked}/")],
    "mail-reports:tls": [("lead-of-stannerby", "/councils/demo-sta/mail-reports/tls/")],
    "mail-reports:ways": [("lead-of-stannerby", "/councils/demo-sta/mail-reports/ways/")],
    "oversee:controls": [("programme-team", "/map/controls/?as_at=2020-01-01")],
    "oversee:control": [("programme-team", "/map/controls/caa_present/")],
    "desk:bulletin": [("warp-operator", "/desk/demo-warp/bulletins/{draft}/")],
    "desk:write": [("warp-operator", "/desk/demo-warp/write/?story={story}")],
    "desk:queue": [("warp-operator", "/desk/demo-warp/?show=editor"), ("programme-team", "/desk/demo-programme/")],
    "sharing:listing": [("warp-operator", "/councils/demo-warp/sharing-with/")],
    "opened:supplier": [(NOBODY, "/open/domain/nothing/")],
}


def routes() -> list[Door]:
    """Return every route that somebody may open in a browser."""
    return [door for door in doors() if door.method == "GET" and not door.is_api]


def address_of(door: Door, facts: dict[str, str]) -> str:
    """Return the address of a route's page."""
    address = f"/{door.route}"
    for key, value in (COMMON | ARGUMENTS.get(door.name, {})).items():
        for kind in ("slug", "str", "int", "uuid"):
            address = address.replace(f"<{kind}:{key}>", value.format_map(facts))
    return address


@dataclass(frozen=True)
class State:
    """A page that takes some steps to reach: who starts, and what they do."""

    name: str
    who: str
    reach: Callable[[Page, Product], object]
    # The route that it shows, where that route can't be opened otherwise.
    route: str = ""


def _press(page: Page, address: str, button: str, /, **fields: str) -> None:
    page.goto(address)
    for field, value in fields.items():
        page.locator(f"[name={field}]").first.fill(value)
    _send(page, button)


def _send(page: Page, button: str) -> None:
    """Press a button that sends a form, and wait for the page that answers: a click alone comes back too early."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def _unregistered_code(page: Page, product: Product) -> None:
    _press(page, "/accounts/login/", "E-mail me a code", email="nobody@elsewhere.example")


def _wrong_code(page: Page, product: Product) -> None:
    _unregistered_code(page, product)
    page.locator("[name=code]").fill("12345678")
    _send(page, "Continue")


def _registered(page: Page, product: Product) -> None:
    _press(page, "/accounts/signup/", "E-mail me a code", name="Robin Reader", email="robin@reading.gov.uk")


def _second_step(page: Page, product: Product) -> None:
    _press(page, "/accounts/login/", "E-mail me a code", email="unproven@elsewhere.example")
    page.locator("[name=code]").fill(read_code(product.letter_to("unproven@elsewhere.example", "code")))
    _send(page, "Continue")


def _second_step_wrong(page: Page, product: Product) -> None:
    _second_step(page, product)
    page.locator("[name=code]").fill("000000")
    _send(page, "Continue")


def _answered_meanwhile(page: Page, product: Product) -> None:
    address = "/councils/demo-ald/stocktake/questions/risk-register/"
    page.goto(address)
    other = page.context.new_page()
    _press(other, address, "Save and go on", note="Changed while somebody else was typing.")
    other.close()
    _press_again(page)


def _press_again(page: Page) -> None:
    page.locator("[name=note]").fill("My own words.")
    _send(page, "Save and go on")


def _nothing_chosen(page: Page, product: Product) -> None:
    page.goto("/councils/demo-ald/stocktake/questions/councillor-briefing/")
    _send(page, "Save and go on")


def _expired_form(page: Page, product: Product) -> None:
    page.goto("/accounts/login/")
    page.context.clear_cookies(name="wardmote_csrf")
    page.locator("[name=email]").fill("nobody@elsewhere.example")
    _send(page, "E-mail me a code")


def _too_many(page: Page, product: Product) -> None:
    for _ in range(6):
        _press(page, "/accounts/login/", "E-mail me a code", email="often@elsewhere.example")
        if "too many" in page.title().lower():
            return


def _token_made(page: Page, product: Product) -> None:
    page.goto("/tokens/")
    page.get_by_label("What will use this token?").fill("Reports")
    page.get_by_role("checkbox").first.check()
    _send(page, "Make the token")


def _confirmed_without_reasons(page: Page, product: Product) -> None:
    page.goto("/councils/{of-sent}/assessments/{sent}/0/A1.a/".format_map(product.facts))
    page.locator("[name=is_confirmed]").check()
    _send(page, "Save and go on")


def _sent_empty(address: str, button: str) -> Callable[[Page, Product], None]:
    """Send a form of an assessment as it is."""
    return lambda page, product: _press(page, address.format_map(product.facts), button)


def _send_systems(page: Page, table: str) -> None:
    page.goto("/councils/demo-ald/estate/systems/upload/")
    file: FilePayload = {"name": "systems.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.locator("[name=table]").set_input_files(file)
    _send(page, "Show what would be added")


STATES = (
    State("code for signing in", NOBODY, _unregistered_code, "account_confirm_login_code"),
    State("wrong code for signing in", NOBODY, _wrong_code),
    State("code for registering", NOBODY, _registered, "account_email_verification_sent"),
    State("second step of signing in", NOBODY, _second_step, "mfa_authenticate"),
    State("wrong second step", NOBODY, _second_step_wrong),
    State("no address", NOBODY, lambda page, _: _press(page, "/accounts/login/", "E-mail me a code", email="")),
    State(
        "a private address",
        NOBODY,
        lambda page, _: _press(page, "/accounts/signup/", "E-mail me a code", name="", email="a@b.example"),
    ),
    State("a form that is too old", NOBODY, _expired_form),
    State("too many tries", NOBODY, _too_many),
    State("no such page", NOBODY, lambda page, _: page.goto("/nothing/")),
    State("a used link", NOBODY, lambda page, _: page.goto("/demonstration/used/")),
    State("a bad invitation", NOBODY, lambda page, _: page.goto("/invitations/bad/")),
    State("no such council", NOBODY, lambda page, _: page.goto("/councils/nowhere/")),
    State("in Welsh", NOBODY, lambda page, _: _press(page, "/", "Cymraeg")),
    State("no answer chosen", "lead", _nothing_chosen),
    State("a colleague was faster", "lead", _answered_meanwhile),
    State(
        "no address to invite",
        "lead",
        lambda page, _: _press(page, "/councils/demo-ald/people/", "Send the invitation", email=""),
    ),
    State("a token with nothing", "lead", lambda page, _: _press(page, "/tokens/", "Make the token", name="")),
    State("a token is shown once", "lead", _token_made),
    State("sharing is saved", "lead", lambda page, _: _press(page, "/councils/demo-ald/sharing/", "Save")),
    State("nobody may see the people", "viewer", lambda page, _: page.goto("/councils/demo-ald/people/")),
    State(
        "no table",
        "keeper",
        lambda page, _: _press(page, "/register/import/", "Show what would change", valid_from="tomorrow"),
    ),
    State(
        "a wrong app code",
        "factorless",
        lambda page, _: _press(page, "/accounts/2fa/app/", "Finish setting up", code="000000"),
    ),
    State(
        "no service ticked",
        "lead",
        lambda page, _: _press(page, "/councils/demo-ald/estate/services/add/", "Add to our list"),
    ),
    State(
        "a system without a name",
        "lead",
        lambda page, _: _press(page, "/councils/demo-ald/estate/systems/add/", "Add this system"),
    ),
    State(
        "a table of systems to look at",
        "lead",
        lambda page, _: _send_systems(page, "name,kind,supplier\nGate control,outside,Gates & Sons\n"),
    ),
    State(
        "a table of systems that isn't fit",
        "lead",
        lambda page, _: _send_systems(page, "name,kind\nGate control,shiny\n,mission\n"),
    ),
    State(
        "a domain that is none",
        "lead",
        lambda page, _: _press(
            page, "/councils/demo-ald/estate/domains/add/", "Add to our list", names="no domain\n-x.example"
        ),
    ),
    State(
        "a link is shown once",
        "lead",
        _sent_empty("/councils/demo-ald/checks/links/make/supplier/?domain={domain}", "Make a page for a supplier"),
    ),
    State(
        "a finding explained without a reason",
        "lead",
        _sent_empty("/councils/demo-ald/checks/{domain}/{bad}/explain/", "Save the explanation"),
    ),
    State(
        "an address to tell that is none",
        "lead",
        lambda page, _: _press(page, "/councils/demo-ald/checks/webhooks/", "Add the address", address="chat"),
    ),
    State("no reports to add", "lead", _sent_empty("/councils/demo-ald/mail-reports/add/", "Add the reports")),
    State("an outcome confirmed without reasons", "lead-of-sent", _confirmed_without_reasons),
    State(
        "a finding without reasons",
        "assurer",
        _sent_empty("/councils/{of-review}/assessments/{review}/review/1/C1.a/", "Save and go on"),
    ),
    State(
        "an answer to a finding without a choice",
        "lead-of-response",
        _sent_empty("/councils/{of-response}/assessments/{response}/response/0/A1.a/", "Save and go on"),
    ),
    State(
        "nobody asked to look",
        "lead-of-approved",
        _sent_empty("/councils/{of-approved}/assessments/{approved}/review/ask/", "Ask them"),
    ),
    State("a window without dates", "programme-team", _sent_empty("/windows/add/", "Save")),
    State("evidence without a title", "lead", _sent_empty("/councils/demo-ald/assessments/evidence/add/", "Add it")),
    State(
        "no file to import",
        "lead",
        _sent_empty("/councils/demo-ald/assessments/{open}/import/", "Show what would change"),
    ),
    State("asked to prove it again", "unproven", lambda page, _: page.goto("/accounts/2fa/app/remove/")),
)
