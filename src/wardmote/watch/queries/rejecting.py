"""Is it safe to ask others to reject mail that fails, and which mail would be lost?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, Max

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..models import Delivery, ReportKind, SourceWord
from .dmarc_seen import dmarc_seen
from .mail_numbers import Numbers, Period, Scope, added
from .senders import SenderLine, Senders, SourceLine, senders

LEAST_DAYS, LEAST_REPORTERS = 21, 3
# A sender that fails more than this share of its mail has something to mend; less is mostly mail passed on by others.
MOST_FAILING = 0.02
# So many unknown messages a week are worth a look before anything is rejected.
MOST_UNKNOWN_A_WEEK = 20
MOST_MACHINES = 1_000


class Advice(StrEnum):
    """Whether to move on."""

    ALREADY = "already"
    YES = "yes"
    NOT_YET = "not-yet"
    NO = "no"


@dataclass(frozen=True)
class Lost:
    """Mail of one source that would be lost, in messages a week."""

    line: SenderLine | SourceLine
    a_week: float

    @property
    def is_machine(self) -> bool:
        """Say whether the source has no name."""
        return isinstance(self.line, SourceLine)


@dataclass(frozen=True)
class RejectPage:
    """What the reports of the last 30 days say about moving one domain to p=reject.

    `policy` is what our newest look found in the DNS (`is_seen`); before any look, what reporters found last.
    """

    domain: Domain
    period: Period
    senders: Senders
    policy: str
    is_there: bool
    is_seen: bool
    days: int
    reporters: int

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """Return the mail of senders that the council uses, or may use, and that fails."""
        named = [line for line in self.senders.named if line.word != SourceWord.NOT_OURS]
        lines: list[SenderLine | SourceLine] = [*named, *self.senders.own.lines]
        failing = [line for line in lines if line.numbers.failed > line.numbers.total * MOST_FAILING]
        return tuple(Lost(line, self._a_week(line.numbers)) for line in failing)

    @cached_property
    def passed_on(self) -> float:
        """Return the messages a week that fail now and then although their sender is in order."""
        fine: list[SenderLine | SourceLine] = [*self.senders.named, *self.senders.own.lines]
        lost = {id(lost.line) for lost in self.lost}
        failed = added(line.numbers for line in fine if id(line) not in lost)
        return self._a_week(failed)

    @property
    def unknown_a_week(self) -> float:
        """Return the failing messages a week of machines that nobody said anything about."""
        return self._a_week(self.senders.unknown.numbers)

    @property
    def has_evidence(self) -> bool:
        """Say whether enough was reported to judge at all."""
        return self.days >= LEAST_DAYS and self.reporters >= LEAST_REPORTERS

    @property
    def advice(self) -> Advice:
        """Return what to do."""
        if self.is_there:
            return Advice.ALREADY
        if not self.has_evidence:
            return Advice.NOT_YET
        if self.lost:
            return Advice.NO
        return Advice.NOT_YET if self.unknown_a_week > MOST_UNKNOWN_A_WEEK else Advice.YES

    def _a_week(self, numbers: Numbers) -> float:
        return numbers.failed * 7 / len(self.period.days)


def reject_page(council: Body, scope: Scope, domain: Domain, period: Period) -> RejectPage:
    """Return the page of one domain."""
    reported = Delivery.objects.filter(domain=domain, kind=ReportKind.DMARC, day__range=(period.start, period.end))
    counted = reported.aggregate(days=Count("day", distinct=True), reporters=Count("org_name", distinct=True))
    newest = reported.exclude(policy="").order_by("-day", "-pk").values_list("policy", flat=True).first() or ""
    seen = dmarc_seen([domain])[domain.pk]
    return RejectPage(
        domain=domain,
        period=period,
        senders=senders(council, Scope(scope.domains, domain), period, MOST_MACHINES),
        policy=(seen.policy or "") if seen.is_known else newest,
        is_there=seen.is_rejecting if seen.is_known else newest == "reject",
        is_seen=seen.is_known,
        days=counted["days"],
        reporters=counted["reporters"],
    )


@dataclass(frozen=True)
class RejectLine:
    """One domain in the list: its policy, as we saw it or else as reporters did, and the last day reported about."""

    domain: Domain
    policy: str
    last: date | None


def reject_lines(scope: Scope) -> tuple[RejectLine, ...]:
    """Return the council's domains with their policies."""
    held = Delivery.objects.filter(domain__in=[domain.pk for domain in scope.domains], kind=ReportKind.DMARC).order_by()
    last = dict(held.values_list("domain_id").annotate(last=Max("day")))
    newest = held.exclude(policy="").values("domain_id").annotate(newest=Max("pk")).values("newest")
    policies = dict(Delivery.objects.filter(pk__in=newest).values_list("domain_id", "policy"))
    for pk, seen in dmarc_seen(scope.domains).items():
        if seen.is_known:
            policies[pk] = seen.policy or ""
    return tuple(RejectLine(domain, policies.get(domain.pk, ""), last.get(domain.pk)) for domain in scope.domains)
