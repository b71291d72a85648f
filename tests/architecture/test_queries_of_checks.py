"""Does every page about domains, checks and reports ask the database as often for 30 rows as for 3?"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.architecture.test_queries_per_page import queries
from tests.unit.watch.reports_made import FAIL, OK, dmarc, record, taken, tls
from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World, signed_in
from wardmote.engines.checks.registry import checks
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import Body
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.models import (
    CameBy,
    Change,
    Explanation,
    Finding,
    Intake,
    LinkKind,
    MailSource,
    Offer,
    OpenLink,
    Standing,
    Uptake,
    VerdictWord,
    Webhook,
)

FEW, MANY = 3, 30
MOST = 17
DAY = timedelta(days=1)
NAMED_BY = ("sendgrid.net", "amazonses.com", "mailgun.org")
PAGES = [
    "estate/domains/",
    "estate/domains/{domain}/",
    "estate/domains/add/",
    "estate/domains.csv",
    "checks/",
    "checks/?order=name",
    "checks/domains.csv",
    "checks/{domain}/",
    "checks/{domain}/{check}/",
    "checks/changes/",
    "checks/changes/?domain={domain}",
    "checks/offers/",
    "checks/links/",
    "checks/links/make/supplier/",
    "checks/webhooks/",
    "checks/grades/",
    "mail-reports/",
    "mail-reports/?period=365",
    "mail-reports/sources.csv",
    "mail-reports/senders/sendgrid/",
    "mail-reports/sources/{machine}/",
    "mail-reports/deliveries/",
    "mail-reports/add/{batch}/",
    "mail-reports/reject/",
    "mail-reports/reject/{domain}/",
    "mail-reports/tls/",
    "mail-reports/tls/failures.csv",
    "mail-reports/ways/",
]
OPERATIONS = [
    "estate/domains",
    "checks/domains",
    "checks/domains/{domain}/findings",
    "checks/changes",
]


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


def a_council(world: World, code: str, count: int) -> tuple[Body, dict[str, object]]:
    """Make a council with so many of everything; return what its pages' addresses name."""
    council = world.council(code)
    domains = [a_domain(council, f"d{n}.{code}.gov.uk", at=world.at - 90 * DAY) for n in range(count)]
    for domain in domains:
        findings_of(world, domain, count)
    kinds = (LinkKind.SUPPLIER, LinkKind.BADGE, LinkKind.FEED, LinkKind.REPORTS)
    for n in range(count):
        kind, about = kinds[n % 4], domains[n] if n % 4 < 2 else None
        OpenLink.objects.create(council=council, domain=about, kind=kind, digest=f"{code}{n}", made_at=world.at)
    Webhook.objects.bulk_create(
        Webhook(council=council, address=f"https://h{n}.example/", secret="x", added_at=world.at) for n in range(count)
    )
    Offer.objects.bulk_create(
        Offer(council=council, name=f"o{n}.{code}.gov.uk", where="MX", seen_from=domains[n], first_seen_at=world.at)
        for n in range(count)
    )
    Standing.objects.create(council=council, day=world.at.date(), letter="C", points=65, domains=count)
    batch = reports_of(world, council, domains, count)
    machine = council_machine(council)
    return council, {"domain": domains[0].pk, "check": checks()[0].id, "batch": batch, "machine": machine}


def findings_of(world: World, domain: Domain, count: int) -> None:
    """Let as many checks find something of the domain, which was other before; every other is explained."""
    council, at = domain.council, world.at
    visit = a_visit(domain, at=at - DAY, bad=count)
    for number, check in enumerate(checks()[:count]):
        verdict = ("bad", "weak")[number % 2]
        before = a_finding(domain, check.id, "good", at=at - 60 * DAY, area=check.area)
        Finding.objects.filter(pk=before.pk).update(until=at - 30 * DAY, ended_as=verdict)
        a_finding(domain, check.id, verdict, at=at - 30 * DAY, area=check.area)
        here = {"council": council, "domain": domain, "check_id": check.id}
        Change.objects.create(visit=visit, before="good", after=verdict, says="Gone.", at=at - DAY, **here)
        if number % 2:
            Explanation.objects.create(reason="Soon.", until=at.date() + 9 * DAY, explained_at=at, **here)


def reports_of(world: World, council: Body, domains: list[Domain], count: int) -> object:
    """Take in reports of as many days, from as many machines, about every domain."""
    batch, today = uuid4(), world.at.date()
    intakes = Intake.objects.bulk_create(
        Intake(
            council=council,
            batch=batch,
            came_by=CameBy.UPLOAD,
            name=f"{n}.xml",
            size=1,
            asked_at=world.at,
            state="done",
            finished_at=world.at,
            refused=1,
            troubles=[["x", "This is no report."]],
        )
        for n in range(count)
    )
    unknown = [record(f"203.0.113.{n}", 5, **FAIL) for n in range(count)]
    named = [record(f"192.0.2.{n}", 5, by=NAMED_BY[n % 3], **OK) for n in range(count)]
    files = [dmarc(domain.name, *unknown, *named, day=today - DAY) for domain in domains]
    files += [
        dmarc(domains[0].name, *unknown, *named, day=today - n * DAY, org=f"Receiver {n}") for n in range(1, count)
    ]
    files += [tls(domains[0].name, day=today - n * DAY, certificate_expired=3) for n in range(1, count + 1)]
    taken(council, *files, at=world.at, came_by=CameBy.UPLOAD, intake=intakes[0])
    return batch


def council_machine(council: Body) -> int:
    """Return a machine that belongs to no sender that has a name."""
    return MailSource.objects.filter(council=council, sender="")[:1].get().pk


def walk(world: World, code: str, count: int) -> dict[str, int]:
    """Count on every page of such a council, as its lead, as a program, and as whoever holds a link."""
    council, named = a_council(world, code, count)
    lead = world.lead_of(council)
    client = signed_in(lead)
    found = {page: queries(client, f"/councils/{code}/{page.format_map(named)}") for page in PAGES}
    found |= {page: queries(client, page) for page in ("/",)}
    found["the council's page"] = queries(client, f"/councils/{code}/")
    by = world.viewer(lead)
    _token, secret = issue_token(by=by, name="x", scopes=list(SCOPES), days=30, at=world.at)
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    for operation in OPERATIONS:
        found[f"API {operation}"] = queries(program, f"/api/v1/councils/{code}/{operation.format_map(named)}")
    OpenLink.objects.filter(council=council).update(shut_at=world.at)
    domain = Domain.objects.get(pk=str(named["domain"]))
    for kind, path in (("supplier", "domain/{}/"), ("badge", "badge/{}.svg"), ("feed", "feed/{}.atom")):
        until = world.at.date() + DAY
        _link, secret = open_link(by=by, council=council, kind=LinkKind(kind), domain=domain, until=until, at=world.at)
        found[kind] = queries(Client(), f"/open/{path.format(secret)}")
    return found


def test_no_page_about_domains_checks_or_reports_asks_more_often_for_30_rows_than_for_3(world: World) -> None:
    few, many = walk(world, "elm", FEW), walk(world, "oak", MANY)
    assert {page: (few[page], count) for page, count in many.items() if count != few[page]} == {}
    assert {page: count for page, count in many.items() if count > MOST} == {}


def add_uptake(world: World, start: int, end: int) -> None:
    """Count on so many days how far as many controls have come."""
    Uptake.objects.bulk_create(
        Uptake(day=world.at.date() - day * DAY, check_id=check.id, verdict=verdict, councils=9)
        for day in range(end)
        for number, check in enumerate(checks()[:end])
        if max(day, number) >= start
        for verdict in (VerdictWord.GOOD, VerdictWord.WEAK, VerdictWord.BAD)
    )


def test_no_page_about_controls_asks_more_often_for_30_controls_and_days_than_for_3(world: World) -> None:
    client = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    pages = ["/map/controls/", "/map/controls.csv", f"/map/controls/{checks()[0].id}/"]
    add_uptake(world, 0, FEW)
    few = {page: queries(client, page) for page in pages}
    add_uptake(world, FEW, MANY)
    assert {page: queries(client, page) for page in pages} == few
    assert max(few.values()) <= 6
