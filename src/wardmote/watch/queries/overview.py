"""How do all of a council's domains look from outside, and what needs somebody first?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..models import Change, Finding, Visit, VisitState
from ..words import GRADE_WORDS, count_words
from .access import Desk
from .explained import troubles
from .offers import offers_waiting
from .standings import time_to_fix

MOST_WORST, MOST_EXPLAINED, MOST_CHANGES = 7, 20, 5
FEWEST_FIXES = 3
RECENT = timedelta(days=30)
ORDERS = ("worst", "name", "grade", "looked")


@dataclass(frozen=True)
class DomainLine:
    """One domain: the newest look at it, and how many findings of which kind stand open."""

    domain: Domain
    visit: Visit | None
    bad: int = 0
    weak: int = 0
    unknown: int = 0
    explained: int = 0
    is_waiting: bool = False

    @property
    def letter(self) -> str:
        """Return the newest grade, or nothing."""
        return self.visit.letter if self.visit else ""

    @property
    def means(self) -> str:
        """Return what the grade means."""
        return str(GRADE_WORDS[self.letter])

    @property
    def says(self) -> str:
        """Return the counts in words, as a sentence begins."""
        if self.visit is None:
            return _("Not looked at yet")
        if self.is_unsaid:
            return _("Too little is known")
        words = count_words(self.bad, self.weak, self.unknown)
        return words[:1].upper() + words[1:]

    @property
    def is_unsaid(self) -> bool:
        """Say whether too little is known for a grade, without a word of how many checks couldn't be made."""
        return not (self.letter or self.bad or self.weak or self.unknown)

    @property
    def mark(self) -> str:
        """Return under which mark the line stands: good only where all of it is known."""
        if self.bad or self.weak:
            return "bad" if self.bad else "weak"
        return "good" if self.letter and not self.unknown else "unknown"


@dataclass(frozen=True)
class Overview:
    """Everything on the page. `lines` are the verified domains, `parked` those of them that are only held."""

    lines: tuple[DomainLine, ...]
    parked: tuple[DomainLine, ...]
    unverified: tuple[Domain, ...]
    worst: tuple[Finding, ...]
    more: int
    explained: tuple[Finding, ...]
    changes: tuple[Change, ...]
    change_count: int
    offers: int
    headline: str
    mending: str

    @property
    def is_empty(self) -> bool:
        """Say whether the council has no domain at all."""
        return not self.lines and not self.parked and not self.unverified


def overview_of(desk: Desk, order: str) -> Overview:
    """Return the page's content; the number of queries depends neither on domains nor on findings."""
    domains = _domains(desk.council)
    watched = [domain for domain in domains if domain.verified_at]
    lines = _lines(desk, watched)
    worst, more, explained = _worst(desk)
    recent = Change.objects.filter(
        council=desk.council, at__gte=desk.at - RECENT, domain__removed_at__isnull=True
    ).select_related("domain")
    return Overview(
        lines=in_order((line for line in lines if not line.domain.is_parked), order),
        parked=in_order((line for line in lines if line.domain.is_parked), order),
        unverified=tuple(domain for domain in domains if not domain.verified_at),
        worst=worst,
        more=more,
        explained=explained,
        changes=tuple(recent[:MOST_CHANGES]),
        change_count=recent.count(),
        offers=offers_waiting(desk.council).count(),
        headline=headline_of(lines, len(domains)),
        mending=_mending(desk),
    )


def _mending(desk: Desk) -> str:
    """Return how long mending took over the last year, or nothing after fewer than three times."""
    took = time_to_fix(desk.council, desk.at)
    if took is None or took.fixed < FEWEST_FIXES:
        return ""
    days = max(1, ceil(took.days))
    return ngettext(
        "In the last year half of what was wrong was mended within %(n)s day.",
        "In the last year half of what was wrong was mended within %(n)s days.",
        days,
    ) % {"n": days}


def domain_lines(desk: Desk, order: str = "name") -> tuple[DomainLine, ...]:
    """Return a line for each of the council's verified domains."""
    return in_order(_lines(desk, [domain for domain in _domains(desk.council) if domain.verified_at]), order)


def probable_domain(council: Body) -> str:
    """Return the name that the register gives for the council, or nothing."""
    names = council.records.filter(valid_to__isnull=True).values_list("domain", flat=True)
    return next(iter(names), "") or ""


def headline_of(lines: tuple[DomainLine, ...], present: int) -> str:
    """Return the page's answer in one sentence."""
    if not present:
        return _("No domains yet")
    if not lines:
        return _("Nothing is checked yet: prove that a domain is yours first.")
    seen = [line for line in lines if line.visit]
    if not seen:
        return _("Nothing is known yet: the first look at your domains is still to come.")
    bad, weak = sum(line.bad for line in lines), sum(line.weak for line in lines)
    if len(lines) == 1:
        says = lines[0].says
        return _("%(domain)s: %(what)s.") % {"domain": lines[0].domain.name, "what": says[:1].lower() + says[1:]}
    troubled = sum(1 for line in lines if line.bad or line.weak)
    if troubled:
        where = ngettext("on 1 of your %(all)s domains", "on %(n)s of your %(all)s domains", troubled)
        where %= {"n": troubled, "all": len(lines)}
        return _("%(what)s, %(where)s.") % {"what": count_words(bad, weak), "where": where}
    return _headline_of_the_calm(lines, seen)


def _headline_of_the_calm(lines: tuple[DomainLine, ...], seen: list[DomainLine]) -> str:
    """Return the sentence where nothing wrong is known: domains that aren't known whole aren't called in order."""
    good = sum(line.mark == "good" for line in seen)
    if good == len(lines):
        return _("All %(n)s domains are in order.") % {"n": len(lines)}
    if good < len(seen):
        says = _("Nothing wrong is known, but checks of %(n)s of your %(all)s domains couldn't be made.")
        return says % {"n": len(seen) - good, "all": len(lines)}
    return _("%(n)s domains are in order; the others haven't been looked at yet.") % {"n": good}


def in_order(lines: Iterable[DomainLine], order: str) -> tuple[DomainLine, ...]:
    """Return lines sorted as asked: what is worst first, unless the address says otherwise."""
    keys: dict[str, Any] = {
        "name": lambda line: line.domain.name,
        "grade": lambda line: (line.letter or "Z", line.domain.name),
        "looked": lambda line: (line.visit is not None, line.visit and line.visit.done_at, line.domain.name),
        "worst": lambda line: (-line.bad, -line.weak, -line.unknown, line.domain.name),
    }
    return tuple(sorted(lines, key=keys.get(order, keys["worst"])))


def _domains(council: Body) -> list[Domain]:
    newest = Visit.objects.filter(domain=OuterRef("pk"), state=VisitState.DONE).order_by("-done_at")
    found = Domain.objects.filter(council=council, removed_at__isnull=True)
    return list(found.annotate(newest_visit=Subquery(newest.values("pk")[:1])).order_by("name"))


def _lines(desk: Desk, domains: list[Domain]) -> tuple[DomainLine, ...]:
    visits = Visit.objects.in_bulk([pk for domain in domains if (pk := getattr(domain, "newest_visit", None))])
    waiting = set(_waiting(desk.council).values_list("domain_id", flat=True))
    counted = _counts(desk)
    return tuple(
        DomainLine(
            domain,
            visits.get(getattr(domain, "newest_visit", None) or 0),
            bad=counted[domain.pk, "bad"],
            weak=counted[domain.pk, "weak"],
            unknown=counted[domain.pk, "unknown"],
            explained=counted[domain.pk, "explained"],
            is_waiting=domain.pk in waiting,
        )
        for domain in domains
    )


def _waiting(council: Body) -> Any:
    return Visit.objects.filter(council=council, state=VisitState.WAITING, round__isnull=True)


def _counts(desk: Desk) -> Counter[tuple[int, str]]:
    """Count by domain what is bad or weak and not explained, what is explained, and what couldn't be found out."""
    counted: Counter[tuple[int, str]] = Counter()
    is_free, is_explained = Q(explained_until__isnull=True), Q(explained_until__isnull=False)
    rows = troubles(desk.council, localdate(desk.at)).order_by().values("domain_id")
    for row in rows.annotate(
        bad=Count("pk", filter=is_free & Q(verdict="bad")),
        weak=Count("pk", filter=is_free & Q(verdict="weak")),
        explained=Count("pk", filter=is_explained),
    ):
        for kind in ("bad", "weak", "explained"):
            counted[row["domain_id"], kind] = row[kind]
    unknown = Finding.objects.filter(council=desk.council, until__isnull=True)
    unknown = unknown.filter(Q(verdict="unknown") | Q(unseen_since__isnull=False)).order_by()
    for domain_id, count in unknown.values_list("domain_id").annotate(n=Count("pk")):
        counted[domain_id, "unknown"] = count
    return counted


def _worst(desk: Desk) -> tuple[tuple[Finding, ...], int, tuple[Finding, ...]]:
    """Return the worst findings, how many more there are, and those that are explained."""
    found = troubles(desk.council, localdate(desk.at)).select_related("domain")
    free = found.filter(explained_until__isnull=True)
    worst = tuple(free.order_by("-severity", "verdict", "trouble_since", "pk")[:MOST_WORST])
    more = free.order_by().count() - len(worst)
    explained = found.filter(explained_until__isnull=False).order_by("explained_until", "pk")[:MOST_EXPLAINED]
    return worst, more, tuple(explained)
