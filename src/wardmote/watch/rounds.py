"""Which jobs look at domains, a batch of a night or one on demand, and who notices that a night is over?

A job may run twice, or stop anywhere: it takes the visits that still wait, and a visit becomes done together with
what it found.
"""

from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from wardmote.engines.checks.discovery import names_seen
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.rounds import Outcome, Target
from wardmote.engines.checks.verdicts import Finding as Judged
from wardmote.estate.public import told_of
from wardmote.kernel.moments import now

from .actions.finish_round import finish_round
from .actions.record_offers import record_offers
from .actions.record_visits import Look, record_visits
from .checking import outcomes_of
from .intervals import Answer
from .models import Round, Visit, VisitState
from .texts import storable

# Names that come to light change slowly, and offering them asks the register: each domain's once in so many nights.
NIGHTS_BETWEEN_OFFERS = 7


@task()
def check_batch(round_id: int, batch: int) -> int:
    """Look at those of a batch's domains that still wait; returns how many visits became done."""
    done = _visit(Visit.objects.filter(round=round_id, batch=batch, round__finished_at__isnull=True))
    finish_if_over(round_id, now())
    return done


@task()
def check_visit(visit_id: int) -> int:
    """Look at one domain on demand."""
    return _visit(Visit.objects.filter(pk=visit_id))


def finish_if_over(round_id: int, at: datetime) -> bool:
    """Finish a round of which no visit waits any more; False where some do, or somebody else was first."""
    if Visit.objects.filter(round=round_id, state=VisitState.WAITING).exists():
        return False
    return finish_round(night=Round.objects.get(pk=round_id), at=at)


def _visit(visits: QuerySet[Visit]) -> int:
    """Look at domains that wait and are still the council's, and store what comes as it comes."""
    waiting = visits.filter(state=VisitState.WAITING).select_related("domain", "council", "round")
    watched = Q(domain__verified_at__isnull=False, domain__removed_at__isnull=True, council__is_demonstration=False)
    waiting.exclude(watched).update(state=VisitState.DROPPED)
    by_target = {_target(visit): visit for visit in waiting.filter(watched)}
    done = 0
    for outcomes in outcomes_of(list(by_target), at=now()) if by_target else ():
        looks = [_look(by_target[outcome.target], outcome) for outcome in outcomes]
        done += record_visits(looks=looks, at=now())
        _offer([(by_target[outcome.target], outcome) for outcome in outcomes], now())
    return done


def _offer(seen: list[tuple[Visit, Outcome]], at: datetime) -> None:
    """Offer the names that came to light, where it is the domain's turn or somebody asked for the visit."""
    due = [(visit, outcome) for visit, outcome in seen if _is_turn(visit)]
    if due:
        with transaction.atomic():
            for visit, outcome in due:
                record_offers(domain=visit.domain, seen=names_seen(outcome.domain, outcome.facts), at=at)


def _is_turn(visit: Visit) -> bool:
    return visit.round is None or (visit.round.day.toordinal() + visit.domain_id) % NIGHTS_BETWEEN_OFFERS == 0


def _target(visit: Visit) -> Target:
    return Target(visit.domain.name, visit.council.code, told_of(visit.domain))


def _look(visit: Visit, outcome: Outcome) -> Look:
    answers = {check_id: _answer(finding) for check_id, finding in outcome.findings.items()}
    grade = outcome.grade
    return Look(visit, answers, _areas(), grade.letter or "", grade.points, outcome.seconds)


def _answer(finding: Judged) -> Answer:
    return Answer(
        finding.verdict.value,
        int(finding.severity),
        storable(finding.says),
        tuple(map(storable, finding.evidence)),
        storable(finding.fix),
    )


@cache
def _areas() -> dict[str, str]:
    return {check.id: check.area for check in checks()}
