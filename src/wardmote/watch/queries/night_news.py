"""What did a night bring for a council that it should be told: once, and nothing where nothing changed?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef

from wardmote.register.models import Body

from ..intervals import Move, net
from ..models import TROUBLE, Change, Explanation, Finding, Round, Visit, VisitState

UNSEEN_FOR = timedelta(days=3)
ENDS_WITHIN = timedelta(days=7)
WORST = 3


@dataclass(frozen=True)
class ToldChange:
    """What became of one check of one domain since the council was last told; `change` is its newest step."""

    change: Change
    move: Move
    ends_explanation: bool = False

    @property
    def is_worse(self) -> bool:
        """Say whether there is something to mend that wasn't, or more of it."""
        return self.move.is_worse

    @property
    def is_better(self) -> bool:
        """Say whether something was mended, in whole or in part."""
        return self.move.is_better


@dataclass(frozen=True)
class FirstLook:
    """A domain that no night had looked at before, and the worst that was found."""

    visit: Visit
    worst: tuple[Finding, ...]


@dataclass(frozen=True)
class OutOfSight:
    """How many checks of a domain couldn't be made any more, and since when."""

    domain: str
    checks: int
    since: datetime


@dataclass(frozen=True)
class NightNews:
    """All that a council is told after a night. `settled` are changes that came to nothing, or go without saying."""

    council: Body
    worse: tuple[ToldChange, ...] = ()
    better: tuple[ToldChange, ...] = ()
    firsts: tuple[FirstLook, ...] = ()
    unseen: tuple[OutOfSight, ...] = ()
    ending: tuple[Explanation, ...] = ()

    @property
    def is_any(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.worse or self.better or self.firsts or self.unseen or self.ending)


def night_news(council: Body, night: Round, untold: Iterable[Change]) -> NightNews:
    """Return what is to be told: the untold changes, added up, and what came to its day since the night before."""
    firsts = _first_looks(council, night)
    seen_first = {first.visit.domain_id for first in firsts}
    told = [item for item in _added_up(untold) if item.change.domain_id not in seen_first]
    before = Round.objects.filter(day__lt=night.day).first()
    return NightNews(
        council=council,
        worse=tuple(item for item in told if item.is_worse),
        better=tuple(item for item in told if item.is_better),
        firsts=firsts,
        unseen=_out_of_sight(council, night, before),
        ending=_ending(council, night, before),
    )


def untold_changes(council: Body) -> list[Change]:
    """Return what the council wasn't told yet, oldest first."""
    return list(
        Change.objects.filter(council=council, told_at__isnull=True).select_related("domain").order_by("at", "pk")
    )


def move_of(change: Change) -> Move:
    """Return a stored change as it is added up."""
    return Move(change.before, change.after, change.severity_before, change.severity)


def has_findings_since(council: Body, moment: datetime) -> bool:
    """Say whether anything that is known of the council's domains began or ended since a moment."""
    own = Finding.objects.filter(council=council).order_by()
    return own.filter(until__isnull=True, since__gte=moment).exists() or own.filter(until__gte=moment).exists()


def _added_up(changes: Iterable[Change]) -> list[ToldChange]:
    """Return one for each check of a domain, worst first: what flapped back in between isn't worth a word."""
    rows: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in changes:
        rows[change.domain_id, change.check_id].append(change)
    found = [
        ToldChange(steps[-1], whole, any(step.ends_explanation for step in steps))
        for steps in rows.values()
        if (whole := net(move_of(step) for step in steps))
    ]
    return sorted(found, key=lambda item: (-item.change.severity, item.change.domain.name, item.change.check_id))


def _first_looks(council: Body, night: Round) -> tuple[FirstLook, ...]:
    earlier = Visit.objects.filter(
        domain=OuterRef("domain"), state=VisitState.DONE, round__isnull=False, round__day__lt=night.day
    )
    visits = Visit.objects.filter(~Exists(earlier), council=council, round=night, state=VisitState.DONE)
    found = list(visits.filter(domain__removed_at__isnull=True).select_related("domain").order_by("domain__name"))
    if not found:
        return ()
    worst: dict[int, list[Finding]] = defaultdict(list)
    domains = [visit.domain_id for visit in found]
    for finding in Finding.objects.filter(domain__in=domains, until__isnull=True, verdict__in=TROUBLE).order_by(
        "-severity", "verdict", "check_id"
    ):
        worst[finding.domain_id].append(finding)
    return tuple(FirstLook(visit, tuple(worst[visit.domain_id][:WORST])) for visit in found)


def _out_of_sight(council: Body, night: Round, before: Round | None) -> tuple[OutOfSight, ...]:
    """Return what has been unknown for three days since the night before: each is said once."""
    due = Finding.objects.filter(
        council=council,
        until__isnull=True,
        domain__removed_at__isnull=True,
        unseen_since__lte=night.begun_at - UNSEEN_FOR,
    ).exclude(verdict="unknown")
    if before:
        due = due.filter(unseen_since__gt=before.begun_at - UNSEEN_FOR)
    rows = due.order_by("domain__name").values_list("domain__name").annotate(n=Count("pk"), since=Min("unseen_since"))
    return tuple(OutOfSight(name, count, since) for name, count, since in rows)


def _ending(council: Body, night: Round, before: Round | None) -> tuple[Explanation, ...]:
    """Return the explanations that came within a week of their end since the night before."""
    due = Explanation.objects.filter(
        council=council,
        withdrawn_at__isnull=True,
        domain__removed_at__isnull=True,
        until__gte=night.day,
        until__lte=night.day + ENDS_WITHIN,
    )
    if before:
        due = due.filter(until__gt=before.day + ENDS_WITHIN)
    return tuple(due.select_related("domain").order_by("until", "pk"))
