"""How does one domain look from outside, what cost it its grade, and since when?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.checks.grading import FULL, Grade, grade
from wardmote.engines.checks.verdicts import Finding as Judged
from wardmote.engines.checks.verdicts import Severity, Verdict
from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..catalogue import title_of
from ..models import TROUBLE, Change, Explanation, Finding, Visit, VisitState
from ..words import AREA_PROTECTS, AREA_WORDS, GRADE_WORDS, count_words, for_how_long, visible
from .access import Desk
from .explained import explanations_on
from .trail import Trail, trail_of

AREAS = ("mail", "dns", "web")
_LAST = ("good", "not-applicable")


@dataclass(frozen=True)
class Line:
    """One finding with what its check is called, and the explanation that holds for it."""

    finding: Finding
    title: str
    explanation: Explanation | None
    at: datetime

    @property
    def state(self) -> str:
        """Return under which mark it stands: its verdict, explained, or not known any more."""
        if self.is_trouble:
            return "explained" if self.explanation else self.finding.verdict
        return "unknown" if self.finding.unseen_since else self.finding.verdict

    @property
    def says(self) -> str:
        """Return what is to be said of it now: what is wrong stays so until it was seen to be mended."""
        if self.finding.unseen_since and not self.is_trouble:
            return self.finding.unseen_says or _("We couldn't look.")
        return self.finding.says

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return what was seen, with everything in it made visible."""
        return tuple(visible(str(record)) for record in self.finding.evidence)

    @property
    def is_trouble(self) -> bool:
        """Say whether it is weak or bad."""
        return self.finding.verdict in TROUBLE

    @property
    def lasts(self) -> str:
        """Return how long it has been so."""
        return for_how_long(self.finding.trouble_since or self.finding.since, self.at)

    @property
    def unseen(self) -> str:
        """Return for how long nothing could be found out about what was known, if so."""
        return for_how_long(self.finding.unseen_since, self.at) if self.finding.unseen_since else ""


@dataclass(frozen=True)
class Area:
    """The findings of one area: those to read, worst first, and those that are folded away."""

    id: str
    title: str
    protects: str
    open: tuple[Line, ...]
    good: tuple[Line, ...]
    unneeded: tuple[Line, ...]


@dataclass(frozen=True)
class Loss:
    """What one finding cost."""

    check_id: str
    title: str
    points: int


@dataclass(frozen=True)
class DomainPage:
    """Everything on a domain's page."""

    domain: Domain
    visit: Visit | None
    waiting: Visit | None
    areas: tuple[Area, ...]
    reckoned: Grade
    losses: tuple[Loss, ...]
    trail: Trail | None
    changed: tuple[Change, ...] | None
    bad: int
    weak: int
    unknown: int

    @property
    def letter(self) -> str:
        """Return the newest grade, or nothing."""
        return self.visit.letter if self.visit else ""

    @property
    def means(self) -> str:
        """Return what the grade means."""
        return str(GRADE_WORDS[self.letter])

    @property
    def counts(self) -> str:
        """Return how many things are wrong, in words."""
        if not (self.letter or self.bad or self.weak or self.unknown):
            return _("too little is known")
        return count_words(self.bad, self.weak, self.unknown)

    @property
    def full(self) -> int:
        """Return with how many points every domain begins."""
        return FULL

    @property
    def agrees(self) -> bool:
        """Say whether what stands open adds up to the newest grade; a fault since then makes them differ."""
        return bool(self.visit and self.letter == (self.reckoned.letter or "") and self.visit.points)


def domain_page(desk: Desk, number: int, visit: int | None = None) -> DomainPage:
    """Return the page's content; `visit` is the look that the reader just waited for."""
    domain = desk.domain(number)
    found = list(Finding.objects.filter(domain=domain, until__isnull=True).order_by("-severity", "verdict", "since"))
    explained = {each.check_id: each for each in explanations_on(localdate(desk.at)).filter(domain=domain)}
    lines = [Line(each, title_of(each.check_id), explained.get(each.check_id), desk.at) for each in found]
    reckoned = grade({each.check_id: judged(each) for each in found})
    free = [line.finding.verdict for line in lines if line.is_trouble and not line.explanation]
    return DomainPage(
        domain=domain,
        visit=newest_visit(domain),
        waiting=waiting_visit(domain),
        areas=areas_of(lines),
        reckoned=reckoned,
        losses=tuple(Loss(id_, title_of(id_), points) for id_, points in reckoned.lost),
        trail=trail_of(domain, desk.at),
        changed=_changed_by(domain, visit) if visit else None,
        bad=free.count("bad"),
        weak=free.count("weak"),
        unknown=sum(each.verdict == "unknown" or each.unseen_since is not None for each in found),
    )


def _changed_by(domain: Domain, visit: int) -> tuple[Change, ...] | None:
    """Return what a look changed; None after a domain's first look, which has nothing to differ from."""
    found = tuple(Change.objects.filter(domain=domain, visit_id=visit))
    done = Visit.objects.filter(domain=domain, state=VisitState.DONE)
    return found if found or done.exclude(pk=visit).exists() else None


def judged(finding: Finding) -> Judged:
    """Return a stored finding as the engine grades it; what couldn't be seen last time counts as unknown, as it did."""
    if finding.unseen_since:
        return Judged(Verdict.UNKNOWN, finding.unseen_says)
    return Judged(Verdict(finding.verdict), finding.says, severity=Severity(finding.severity))


def newest_visit(domain: Domain) -> Visit | None:
    """Return the newest look at the domain that is done."""
    return Visit.objects.filter(domain=domain, state=VisitState.DONE).order_by("-done_at").first()


def waiting_visit(domain: Domain) -> Visit | None:
    """Return the look on demand that is still to come, if somebody asked for one."""
    return Visit.objects.filter(domain=domain, state=VisitState.WAITING, round__isnull=True).first()


def visit_of(council: Body, domain: Domain, number: int) -> Visit | None:
    """Return one look at the domain."""
    return Visit.objects.filter(council=council, domain=domain, pk=number).first()


def areas_of(lines: Iterable[Line]) -> tuple[Area, ...]:
    """Return findings by area in the order of the catalogue's folders; an area that nobody knows comes last."""
    by_area: dict[str, list[Line]] = {id_: [] for id_ in AREAS}
    for line in lines:
        by_area.setdefault(line.finding.area, []).append(line)
    return tuple(_area(id_, own) for id_, own in by_area.items() if own)


def _area(id_: str, lines: list[Line]) -> Area:
    shown = [line for line in lines if line.finding.verdict not in _LAST or line.finding.unseen_since]
    rest = [line for line in lines if line not in shown]
    title, protects = AREA_WORDS.get(id_), AREA_PROTECTS.get(id_)
    return Area(
        id_,
        str(title or id_),
        str(protects or ""),
        tuple(sorted(shown, key=_worst_first)),
        tuple(sorted((line for line in rest if line.finding.verdict == "good"), key=_by_title)),
        tuple(sorted((line for line in rest if line.finding.verdict != "good"), key=_by_title)),
    )


def _worst_first(line: Line) -> tuple[bool, bool, int, str, str]:
    return (line.state == "explained", not line.is_trouble, -line.finding.severity, line.finding.verdict, line.title)


def _by_title(line: Line) -> str:
    return line.title
