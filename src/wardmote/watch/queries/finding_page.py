"""What does one check say of one domain, what should be published, and how did it come about?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from wardmote.engines.checks.check import Check
from wardmote.engines.frameworks import load_outline
from wardmote.estate.models import Domain
from wardmote.kernel.denial import missing

from ..catalogue import known, title_of
from ..fixes import Piece, pieces_of
from ..models import TROUBLE, Change, Explanation, Finding, Visit
from ..words import SEVERITY_WORDS
from .access import Desk
from .domain_page import Line, waiting_visit
from .explained import explanations_on

MOST_HISTORY, MOST_EXPLANATIONS = 20, 10


@dataclass(frozen=True)
class Outcome:
    """An outcome of the CAF that the check informs."""

    id: str
    title: str


@dataclass(frozen=True)
class FindingPage:
    """Everything on a finding's page. `check` is None where the catalogue doesn't hold it any more."""

    domain: Domain
    line: Line
    check: Check[Any] | None
    steps: tuple[Piece, ...]
    severity: str
    outcomes: tuple[Outcome, ...]
    history: tuple[Finding, ...]
    earlier: tuple[Explanation, ...]
    waiting: Visit | None
    changed: tuple[Change, ...] | None

    @property
    def finding(self) -> Finding:
        """Return what stands open."""
        return self.line.finding


def finding_page(desk: Desk, number: int, check_id: str, visit: int | None = None) -> FindingPage:
    """Return the page's content; `visit` is the look that the reader just waited for."""
    domain = desk.domain(number)
    rows = list(Finding.objects.filter(domain=domain, check_id=check_id).order_by("-since", "-pk")[:MOST_HISTORY])
    finding = next((row for row in rows if row.until is None), None)
    if finding is None:
        raise missing()
    explanations = Explanation.objects.filter(domain=domain, check_id=check_id).select_related("explained_by")
    said = list(explanations[:MOST_EXPLANATIONS])
    holding = next((each for each in said if holds(each, desk)), None)
    check = known(check_id)
    changed = Change.objects.filter(domain=domain, visit_id=visit, check_id=check_id) if visit else None
    return FindingPage(
        domain=domain,
        line=Line(finding, title_of(check_id), holding, desk.at),
        check=check,
        steps=pieces_of(finding.fix) if finding.fix else (),
        severity=str(SEVERITY_WORDS.get(finding.severity, "")),  # type: ignore[call-overload]
        outcomes=_outcomes(check),
        history=tuple(rows),
        earlier=tuple(each for each in said if each is not holding),
        waiting=waiting_visit(domain),
        changed=tuple(changed) if changed is not None else None,
    )


def holds(explanation: Explanation, desk: Desk) -> bool:
    """Say whether an explanation holds today."""
    return explanation.withdrawn_at is None and explanation.until >= localdate(desk.at)


def open_trouble(domain: Domain, check_id: str) -> Finding:
    """Return what is weak or bad now, for whoever wants to explain it, or say that there is nothing."""
    found = Finding.objects.filter(domain=domain, check_id=check_id, until__isnull=True, verdict__in=TROUBLE).first()
    if found is None:
        raise missing("finding")
    return found


def open_explanation(domain: Domain, check_id: str, day: date) -> Explanation:
    """Return the explanation that holds, or say that there is none."""
    found = explanations_on(day).filter(domain=domain, check_id=check_id).first()
    if found is None:
        raise missing("explanation")
    return found


def _outcomes(check: Check[Any] | None) -> tuple[Outcome, ...]:
    if check is None:
        return ()
    outline = load_outline("caf", "3.2").outcomes
    return tuple(Outcome(id_, outline[id_].title) for id_ in check.caf if id_ in outline)
