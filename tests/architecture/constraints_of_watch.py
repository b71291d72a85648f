"""Which rows of domains, outside checks and mail reports does the database refuse? Each case is named as the constraint
that it breaks.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.architecture.breaches import BREACHES
from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.register.models import Body
from wardmote.watch.models import (
    Change,
    Delivery,
    Explanation,
    Finding,
    Intake,
    KnownSource,
    MailDay,
    MailMonth,
    MailSource,
    Offer,
    OpenLink,
    Round,
    SenderDay,
    Standing,
    TimeToMend,
    TlsDay,
    Uptake,
    Visit,
    Webhook,
    WebhookCall,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Row:
    """Makes one fit row of each table, for a council that it makes with a domain; a fact given anew breaks it."""

    def __init__(self, world: World) -> None:
        self.at, self.day = world.at, world.at.date()
        self.council: Body = world.council("a")
        self.first = a_domain(self.council, at=self.at)
        self._source: MailSource | None = None

    @property
    def machine(self) -> MailSource:
        """Return the source that mail came from."""
        self._source = self._source or MailSource.objects.create(council=self.council, source_ip="192.0.2.1")
        return self._source

    def domain(self, **facts: Any) -> Domain:
        """Add another domain."""
        return a_domain(self.council, "b.gov.uk", at=self.at, **facts)

    def finding(self, verdict: str = "bad", **facts: Any) -> Finding:
        """Find something of the domain."""
        return a_finding(facts.pop("domain", self.first), "dmarc_policy", verdict, at=self.at, **facts)

    def visit(self, **facts: Any) -> Visit:
        """Look at the domain."""
        return a_visit(self.first, at=self.at, **facts)

    def waiting(self, **facts: Any) -> Visit:
        """Have a look at the domain waited for."""
        here = {"council": self.council, "domain": self.first, "asked_at": self.at}
        return Visit.objects.create(**(here | facts))

    def change(self, **facts: Any) -> Change:
        """Let a verdict change."""
        here = {"council": self.council, "domain": self.first, "check_id": "dmarc_policy", "at": self.at}
        return Change.objects.create(**(here | {"before": "good", "after": "bad", "says": "Gone."} | facts))

    def explanation(self, **facts: Any) -> Explanation:
        """Explain a finding."""
        here = {"council": self.council, "domain": self.first, "check_id": "dmarc_policy", "explained_at": self.at}
        return Explanation.objects.create(**(here | {"reason": "Soon.", "until": self.day} | facts))

    def link(self, **facts: Any) -> OpenLink:
        """Make a link."""
        here = {"council": self.council, "domain": self.first, "kind": "badge", "digest": "x", "made_at": self.at}
        return OpenLink.objects.create(**(here | facts))

    def call(self, **facts: Any) -> WebhookCall:
        """Make a call to an address of the council's own."""
        webhook = Webhook.objects.create(
            council=self.council, address="https://a.example", secret="x", added_at=self.at
        )
        here = {"council": self.council, "webhook": webhook, "key": uuid4(), "body": {}, "made_at": self.at}
        return WebhookCall.objects.create(**(here | facts))

    def offer(self, **facts: Any) -> Offer:
        """Offer a name."""
        here = {"council": self.council, "name": "c.gov.uk", "where": "MX", "first_seen_at": self.at}
        return Offer.objects.create(**(here | facts))

    def standing(self, **facts: Any) -> Standing:
        """Say where the council stands."""
        here = {"council": self.council, "day": self.day, "letter": "B", "points": 80, "domains": 1}
        return Standing.objects.create(**(here | facts))

    def uptake(self, **facts: Any) -> Uptake:
        """Count how far a control has come."""
        here = {"day": self.day, "check_id": "dmarc_policy", "verdict": "good", "councils": 7}
        return Uptake.objects.create(**(here | facts))

    def time_to_mend(self, **facts: Any) -> TimeToMend:
        """Count how long mending takes."""
        here = {"day": self.day, "severity": 3, "councils": 7, "days": 4.5}
        return TimeToMend.objects.create(**(here | facts))

    def intake(self, **facts: Any) -> Intake:
        """Take a file in."""
        here = {"council": self.council, "batch": uuid4(), "came_by": "upload", "name": "r.xml", "size": 1}
        return Intake.objects.create(**(here | {"asked_at": self.at, "stored": "r"} | facts))

    def delivery(self, **facts: Any) -> Delivery:
        """Take a report in."""
        here = {"council": self.council, "domain": self.first, "kind": "dmarc", "identity": "x", "org_name": "Receiver"}
        when = {"begin": self.at, "end": self.at, "day": self.day, "received_at": self.at}
        counted = {"report_id": "1", "came_by": "upload", "records": 1, "messages": 1}
        return Delivery.objects.create(**(here | when | counted | facts))

    def mail_day(self, **facts: Any) -> MailDay:
        """Count one source's messages of a day."""
        here = {"council": self.council, "domain": self.first, "source": self.machine, "day": self.day}
        return MailDay.objects.create(**(here | {"is_named": False} | facts))

    def mail_month(self, **facts: Any) -> MailMonth:
        """Count one source's messages of a month."""
        first = self.day.replace(day=1)
        here = {"council": self.council, "domain": self.first, "source": self.machine, "day": first}
        return MailMonth.objects.create(**(here | {"is_named": False} | facts))

    def sender_day(self, **facts: Any) -> SenderDay:
        """Count one sender's messages of a day."""
        here = {"council": self.council, "domain": self.first, "day": self.day, "sender": "SendGrid"}
        return SenderDay.objects.create(**(here | facts))

    def tls_day(self, **facts: Any) -> TlsDay:
        """Count sessions of a day."""
        here = {"council": self.council, "domain": self.first, "day": self.day, "org_name": "Sender"}
        return TlsDay.objects.create(**(here | facts))

    def known_source(self, **facts: Any) -> KnownSource:
        """Say something about a source."""
        here = {"council": self.council, "source_ip": "192.0.2.1", "word": "ours", "said_at": self.at}
        return KnownSource.objects.create(**(here | facts))


Break = Callable[[Row], Any]


def twice(make: Break) -> Break:
    """Make the same row two times."""
    return lambda row: (make(row), make(row))


def in_a_round_twice(row: Row) -> None:
    """Look at a domain two times in one night."""
    night = Round.objects.create(day=row.day, begun_at=row.at)
    for _ in range(2):
        row.visit(round=night)


def change_twice(row: Row) -> None:
    """Let one look change a verdict two times."""
    visit = row.visit()
    for _ in range(2):
        row.change(visit=visit)


CASES: dict[str, Break] = {
    "domain_name_once": twice(lambda row: row.domain()),
    "domain_proof_known": lambda row: Domain.objects.update(proof="word"),
    "domain_verified_by_a_proof": lambda row: Domain.objects.update(proof=""),
    "domain_removed_later": lambda row: row.domain(removed_at=row.at - SECOND),
    "round_finishes_later": lambda row: Round.objects.create(day=row.day, begun_at=row.at, finished_at=row.at - SECOND),
    "visit_once_in_a_round": in_a_round_twice,
    "visit_on_demand_waits_once": twice(lambda row: row.waiting()),
    "visit_state_known": lambda row: row.waiting(state="lost"),
    "visit_done_has_a_moment": lambda row: row.waiting(state="done"),
    "visit_letter_known": lambda row: row.visit(letter="F"),
    "visit_points_with_letter": lambda row: row.visit(points=None),
    "finding_open_once": twice(lambda row: row.finding()),
    "finding_verdict_known": lambda row: row.finding("fine"),
    "finding_end_known": lambda row: row.finding(until=row.at, ended_as="fine"),
    "finding_severity_known": lambda row: row.finding(severity=5),
    "finding_ends_later_and_as_something": lambda row: row.finding(ended_as="good"),
    "finding_trouble_has_a_start": lambda row: row.finding(trouble_since=None),
    "change_once_in_a_visit": change_twice,
    "change_before_known": lambda row: row.change(before="fine"),
    "change_after_known": lambda row: row.change(after="worse"),
    "change_changes": lambda row: row.change(after="good"),
    "explanation_open_once": twice(lambda row: row.explanation()),
    "explanation_has_a_reason": lambda row: row.explanation(reason=""),
    "link_kind_known": lambda row: row.link(kind="window"),
    "link_names_a_domain_where_it_shows_one": lambda row: row.link(domain=None),
    "call_state_known": lambda row: row.call(state="lost"),
    "offer_once": twice(lambda row: row.offer()),
    "offer_state_known": lambda row: row.offer(state="lost", decided_at=row.at),
    "offer_decided_has_a_moment": lambda row: row.offer(state="added"),
    "standing_once_a_day": lambda row: [row.standing(is_latest=is_latest) for is_latest in (True, False)],
    "standing_latest_once": lambda row: [row.standing(day=day) for day in (row.day, row.day - DAY)],
    "standing_letter_known": lambda row: row.standing(letter="F"),
    "standing_points_range": lambda row: row.standing(points=101),
    "uptake_once_a_day": twice(lambda row: row.uptake()),
    "uptake_verdict_known": lambda row: row.uptake(verdict="fine"),
    "time_to_mend_once_a_day": twice(lambda row: row.time_to_mend()),
    "time_to_mend_severity_known": lambda row: row.time_to_mend(severity=0),
    "time_to_mend_not_negative": lambda row: row.time_to_mend(days=-0.5),
    "intake_state_known": lambda row: row.intake(state="lost"),
    "intake_way_known": lambda row: row.intake(came_by="post"),
    "intake_is_read_or_kept": lambda row: row.intake(stored=""),
    "delivery_once": twice(lambda row: row.delivery()),
    "delivery_kind_known": lambda row: row.delivery(kind="bimi"),
    "delivery_way_known": lambda row: row.delivery(came_by="post"),
    "delivery_ends_later": lambda row: row.delivery(end=row.at - SECOND),
    "delivery_raw_has_an_end": lambda row: row.delivery(stored="r"),
    "mail_source_once": twice(lambda row: MailSource.objects.create(council=row.council, source_ip="192.0.2.1")),
    "mail_day_not_negative": lambda row: row.mail_day(both=-1),
    "mail_month_not_negative": lambda row: row.mail_month(rejected=-1),
    "mail_month_begins_on_the_first": lambda row: row.mail_month(day=row.day.replace(day=2)),
    "sender_day_not_negative": lambda row: row.sender_day(by_spf=-1),
    "tls_day_not_negative": lambda row: row.tls_day(sessions=-1),
    "known_source_once": twice(lambda row: row.known_source()),
    "known_source_word_known": lambda row: row.known_source(word="perhaps"),
    "known_source_is_a_name_or_an_address": lambda row: row.known_source(sender="SendGrid"),
}


def _breach(broken: Break) -> Callable[[World], Any]:
    return lambda world: broken(Row(world))


BREACHES.update({name: _breach(broken) for name, broken in CASES.items()})


def keep_the_rules(world: World) -> None:
    """Make neighbours of the breaches above that must stay possible."""
    row = Row(world)
    for removed_at in (row.at, row.at, None):
        row.domain(removed_at=removed_at)
    nights = [Round.objects.create(day=row.day - n * DAY, begun_at=row.at, finished_at=row.at) for n in range(2)]
    for night in (*nights, None, None):
        row.visit(round=night)
    row.waiting()
    row.waiting(round=Round.objects.create(day=row.day + DAY, begun_at=row.at))
    row.visit(letter="", points=None)
    row.visit(letter="A", points=100)
    for until in (row.at, None):
        row.finding(until=until, ended_as="good" if until else "")
    row.finding("good", domain=row.domain(removed_at=row.at))
    for visit in (row.visit(), row.visit(), None, None):
        row.change(visit=visit)
    row.change(before="bad", severity_before=2, severity=4)
    for withdrawn_at in (row.at, row.at, None):
        row.explanation(withdrawn_at=withdrawn_at)
    row.link(kind="feed", domain=None)
    row.call()
    row.offer(state="added", decided_at=row.at)
    row.standing(day=row.day - DAY, is_latest=False)
    row.standing(points=100)
    for is_demonstration in (False, True):
        row.uptake(is_demonstration=is_demonstration)
        row.time_to_mend(is_demonstration=is_demonstration, days=0)
    row.intake(state="done", finished_at=row.at, stored="")
    row.delivery(stored="r", raw_until=row.day)
    row.delivery(identity="y")
    for header_from in ("", "www.a.gov.uk"):
        row.mail_day(header_from=header_from)
    row.mail_month()
    row.sender_day()
    row.sender_day(sender="")
    for result in ("", "certificate-expired"):
        row.tls_day(result=result)
    row.known_source()
    row.known_source(source_ip="", sender="SendGrid")
