"""What do checks have to say to a person who comes home: what is wrong, and what changed since?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wardmote.estate.models import Domain
from wardmote.register.models import Body, BodyRecord
from wardmote.register.public import Viewer, bodies_of_own

from .. import policies
from ..intervals import Move, net
from ..models import TROUBLE, Change, Finding, VerdictWord
from ..places import overview_at
from .explained import explanations_on

MOST_COUNCILS = 20
MOST_CHANGES = 200


@dataclass(frozen=True)
class WrongAtHome:
    """How many findings of a council are bad or weak today, without those that it explained."""

    code: str
    name: str
    bad: int
    weak: int

    @property
    def link(self) -> str:
        """Return where they are listed."""
        return overview_at(self.code)


@dataclass(frozen=True)
class DomainsAtHome:
    """How many domains of a council are watched, and how many wait for a proof."""

    watched: int
    unproved: int


@dataclass(frozen=True)
class ChangedAtHome:
    """How many checks of a council got worse or better since a moment."""

    code: str
    name: str
    worse: int
    better: int

    @property
    def link(self) -> str:
        """Return where they are listed."""
        return overview_at(self.code)


def wrong_at_home(viewer: Viewer, day: date) -> tuple[WrongAtHome, ...]:
    """Return what is wrong on the domains of the person's own councils, worst first: one query, none for others."""
    if not viewer.holds(policies.READERS):
        return ()
    explained = explanations_on(day).filter(domain=OuterRef("domain"), check_id=OuterRef("check_id"))
    rows = (
        Finding.objects.filter(
            ~Exists(explained),
            Exists(_own(viewer, day).filter(pk=OuterRef("council"))),
            until__isnull=True,
            verdict__in=TROUBLE,
            domain__removed_at__isnull=True,
            domain__verified_at__isnull=False,
        )
        .order_by()
        .values_list("council__code", "council_id")
        .annotate(bad=Count("pk", filter=Q(verdict=VerdictWord.BAD)), weak=Count("pk", filter=Q(verdict="weak")))
        .order_by("-bad", "-weak")[:MOST_COUNCILS]
    )
    found = list(rows)
    names = _names([council for _code, council, _bad, _weak in found])
    return tuple(WrongAtHome(code, names.get(council, code), bad, weak) for code, council, bad, weak in found)


def domains_at_home(viewer: Viewer, day: date) -> dict[int, DomainsAtHome]:
    """Return the domains of the person's own councils by the council's key: one query, none for others."""
    if not viewer.holds(policies.READERS):
        return {}
    rows = (
        Domain.objects.filter(Exists(_own(viewer, day).filter(pk=OuterRef("council"))), removed_at__isnull=True)
        .order_by()
        .values_list("council_id")
        .annotate(watched=Count("verified_at"), all=Count("pk"))
    )
    return {council: DomainsAtHome(watched, all_ - watched) for council, watched, all_ in rows}


def changed_at_home(viewer: Viewer, since: datetime, day: date) -> tuple[ChangedAtHome, ...]:
    """Return which of the person's own councils' checks got worse or better since their last visit."""
    if not viewer.holds(policies.READERS):
        return ()
    changes = Change.objects.filter(
        Exists(_own(viewer, day).filter(pk=OuterRef("council"))), at__gt=since, domain__removed_at__isnull=True
    ).order_by("at", "pk")
    steps: dict[tuple[str, int, int, str], list[Move]] = {}
    for code, council, domain, check_id, before, after, severity_before, severity in changes.values_list(
        "council__code", "council_id", "domain_id", "check_id", "before", "after", "severity_before", "severity"
    )[:MOST_CHANGES]:
        steps.setdefault((code, council, domain, check_id), []).append(Move(before, after, severity_before, severity))
    return _changed({key: whole for key, rows in steps.items() if (whole := net(rows))})


def _changed(found: dict[tuple[str, int, int, str], Move]) -> tuple[ChangedAtHome, ...]:
    councils = {(code, council) for code, council, _domain, _check in found}
    names = _names([council for _code, council in councils])
    changed = []
    for code, council in sorted(councils):
        own = [whole for (_code, pk, _domain, _check), whole in found.items() if pk == council]
        worse, better = sum(move.is_worse for move in own), sum(move.is_better for move in own)
        changed.append(ChangedAtHome(code, names.get(council, code), worse, better))
    return tuple(item for item in changed if item.worse or item.better)


def _own(viewer: Viewer, day: date) -> QuerySet[Body]:
    return bodies_of_own(viewer.person, day, policies.READERS)


def _names(councils: list[int]) -> dict[int, str]:
    rows = BodyRecord.objects.filter(body__in=councils, valid_to__isnull=True)
    return dict(rows.values_list("body_id", "short_name")) if councils else {}
