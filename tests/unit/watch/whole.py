"""A council with one of everything that outside checks and mail reports leave behind, for tests of who finds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from tests.unit.watch.reports_made import FAIL, OK, dmarc, record, taken, tls
from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.wall import walled_models
from wardmote.register.models import Body, Person
from wardmote.watch.actions.add_webhook import add_webhook
from wardmote.watch.actions.ask_visit import ask_visit
from wardmote.watch.actions.explain_finding import explain_finding
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.actions.say_source import say_source
from wardmote.watch.models import (
    CameBy,
    Change,
    Delivery,
    Intake,
    IntakeState,
    LinkKind,
    MailSource,
    Offer,
    OpenLink,
    Standing,
    Visit,
    Webhook,
    WebhookCall,
)

ROOMS = ("watch",)
DAY = timedelta(days=1)
# A domain of a sender that the engine knows; and a machine that nobody knows.
KNOWN_SENDER = "sendgrid.net"
UNKNOWN = "203.0.113.9"
# A check that found something bad, a weak one that is explained, a good one, and one that nothing is known of.
BAD, EXPLAINED, GOOD, UNSEEN = "dmarc_policy", "spf_valid", "mx_present", "mta_sts_policy"


@dataclass
class Watched:
    """A council whose domain was looked at and has mail reports; `secrets` open its links."""

    council: Body
    lead: Person
    domain: Domain
    unverified: Domain
    done: Visit
    waiting: Visit
    batch: UUID
    webhook: Webhook
    secrets: dict[LinkKind, str] = field(default_factory=dict)

    def link(self, kind: LinkKind) -> OpenLink:
        """Return the council's link of a kind."""
        return OpenLink.objects.get(council=self.council, kind=kind)

    @property
    def delivery(self) -> Delivery:
        """Return the newest report that was taken."""
        return Delivery.objects.filter(council=self.council)[:1].get()

    @property
    def machine(self) -> MailSource:
        """Return the machine that belongs to no sender that has a name."""
        return MailSource.objects.get(council=self.council, sender="")

    @property
    def offer(self) -> Offer:
        """Return the name that is offered."""
        return Offer.objects.get(council=self.council)


def watched(world: World, council: Body) -> Watched:
    """Give the council one of everything; its name is in each domain's."""
    lead, at = world.lead_of(council), world.at
    by, name = world.viewer(lead), f"{council.code.lower()}.gov.uk"
    domain = a_domain(council, name, at=at - 9 * DAY)
    made = Watched(
        council=council,
        lead=lead,
        domain=domain,
        unverified=a_domain(council, f"unproved-{name}", at=at - DAY, is_verified=False),
        done=a_visit(domain, at=at - 2 * DAY, good=1, weak=1, bad=1, unknown=1, asked_by=lead),
        waiting=ask_visit(by=by, domain=domain, at=at),
        batch=_reports(world, council, name),
        webhook=add_webhook(by=by, council=council, address="https://chat.example.org/1", at=at).webhook,
    )
    _findings(world, made)
    WebhookCall.objects.create(council=council, webhook=made.webhook, key=uuid4(), body={}, made_at=at)
    for kind in LinkKind:
        until = at.date() + 30 * DAY if kind == LinkKind.SUPPLIER else None
        link, secret = open_link(by=by, council=council, kind=kind, domain=domain, until=until, at=at)
        made.secrets[LinkKind(link.kind)] = secret
    say_source(by=by, council=council, sender="", source_ip=UNKNOWN, word="not-ours", note="", at=at)
    return made


def rows_of(council: Body) -> Iterator[tuple[type[models.Model], list[dict[str, Any]]]]:
    """Yield every walled table of the room, and the domains, with what they hold of this council."""
    for model in walled_models():
        if model._meta.app_label in ROOMS or model is Domain:
            yield model, list(model._default_manager.filter(council=council).order_by("pk").values())


def _findings(world: World, made: Watched) -> None:
    at, domain = world.at, made.domain
    a_finding(domain, BAD, "bad", at=at - 5 * DAY)
    a_finding(domain, EXPLAINED, "weak", at=at - 5 * DAY)
    a_finding(domain, GOOD, "good", at=at - 5 * DAY)
    a_finding(domain, UNSEEN, "unknown", at=at - 5 * DAY)
    explain_finding(
        by=world.viewer(made.lead),
        domain=domain,
        check_id=EXPLAINED,
        reason="Our supplier changes it in spring.",
        until=at.date() + 60 * DAY,
        at=at,
    )
    Change.objects.create(
        council=made.council,
        domain=domain,
        visit=made.done,
        check_id=BAD,
        before="good",
        after="bad",
        severity=3,
        says="The record is gone.",
        fix="Publish it.",
        at=at - 2 * DAY,
    )
    Offer.objects.create(
        council=made.council, name=f"www.{domain.name}", where="MX", seen_from=domain, first_seen_at=at - DAY
    )
    Standing.objects.create(council=made.council, day=at.date(), letter="C", points=65, domains=1)


def _reports(world: World, council: Body, name: str) -> UUID:
    """Take in what one file held; returns the batch that it came with."""
    at, batch = world.at, uuid4()
    intake = Intake.objects.create(
        council=council,
        batch=batch,
        came_by=CameBy.UPLOAD,
        name="reports.zip",
        size=100,
        asked_at=at,
        state=IntakeState.DONE,
        finished_at=at,
        taken=2,
        refused=1,
        troubles=[["notes.txt", "This is no report."]],
    )
    yesterday = at.date() - DAY
    records = (record(UNKNOWN, 7, **FAIL), record("192.0.2.7", 40, by=KNOWN_SENDER, **OK))
    written = (dmarc(name, *records, day=yesterday), tls(name, day=yesterday, certificate_expired=3))
    taken(council, *written, at=at, came_by=CameBy.UPLOAD, intake=intake)
    return batch
