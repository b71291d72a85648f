"""A night is over: where each council stands, how far each control has come, and the councils are to be told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from wardmote.engines.checks.registry import checks
from wardmote.estate.models import Domain
from wardmote.kernel import audit

from ..models import Finding, Round, Standing, TimeToMend, Uptake, Visit, VisitState
from ..queries.sharing import councils_shown_to_programme
from ..queries.standings import times_to_mend
from ..standing import together, worst_of
from ..telling import tell_round

ROWS_AT_ONCE = 500


def finish_round(*, night: Round, at: datetime) -> bool:
    """End a round once, with or without all its visits; False where it was ended already.

    Visits that never took place are taken away; the audit entry says how many there were.
    """
    with transaction.atomic():
        if not Round.objects.filter(pk=night.pk, finished_at__isnull=True).update(finished_at=max(at, night.begun_at)):
            return False
        missed, _ = Visit.objects.filter(round=night, state=VisitState.WAITING).delete()
        _retire_checks(at)
        _store_standings(night)
        _store_uptake(night)
        _store_times_to_mend(night, at)
        tell_round.enqueue(night.pk)
        audit.record(
            by=None,
            body=None,
            action="checks.round-finished",
            subject=f"round:{night.pk}",
            at=at,
            after={"day": night.day.isoformat(), "looked_at": night.planned - missed, "missed": missed},
        )
    return True


def _retire_checks(at: datetime) -> None:
    """End what checks say that aren't made any more."""
    made = [check.id for check in checks()]
    Finding.objects.filter(until__isnull=True).exclude(check_id__in=made).update(until=at, ended_as=F("verdict"))


def _store_standings(night: Round) -> None:
    done: dict[int, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(round=night, state=VisitState.DONE).order_by():
        done[visit.council_id].append(visit)
    standings = [found for council, visits in done.items() if (found := _standing(council, visits, night))]
    latest = Standing.objects.filter(is_latest=True)
    latest.filter(council__in=[standing.council_id for standing in standings]).update(is_latest=False)
    watched = Domain.objects.filter(verified_at__isnull=False, removed_at__isnull=True)
    latest.filter(council__is_demonstration=False).exclude(council__in=watched.values("council")).update(
        is_latest=False
    )
    Standing.objects.bulk_create(standings, batch_size=ROWS_AT_ONCE)


def _standing(council: int, visits: list[Visit], night: Round) -> Standing | None:
    found = together([(visit.letter, visit.points) for visit in visits if visit.points is not None])
    if found is None:
        return None
    return Standing(
        council_id=council,
        day=night.day,
        letter=found.letter,
        points=found.points,
        domains=len(visits),
        good=sum(visit.good for visit in visits),
        weak=sum(visit.weak for visit in visits),
        bad=sum(visit.bad for visit in visits),
        unknown=sum(visit.unknown for visit in visits),
    )


def _store_uptake(night: Round) -> None:
    watched = Q(domain__verified_at__isnull=False, domain__removed_at__isnull=True)
    known = Finding.objects.filter(watched, until__isnull=True, council__in=councils_shown_to_programme(night.day))
    rows = known.order_by().values_list("check_id", "council_id", "verdict").distinct()
    Uptake.objects.bulk_create(
        Uptake(day=night.day, check_id=check_id, verdict=verdict, councils=councils)
        for check_id, verdict, councils in _counted(rows)
    )


def _store_times_to_mend(night: Round, at: datetime) -> None:
    found = times_to_mend(councils_shown_to_programme(night.day), at)
    TimeToMend.objects.bulk_create(
        TimeToMend(day=night.day, severity=severity, councils=councils, days=days)
        for severity, (councils, days) in sorted(found.items())
    )


def _counted(rows: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield how many councils count with which verdict of which check, each with its worst domain's."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for check_id, council, verdict in rows:
        found[check_id, council].append(verdict)
    councils: dict[tuple[str, str], int] = defaultdict(int)
    for (check_id, _council), verdicts in found.items():
        councils[check_id, worst_of(verdicts)] += 1
    for (check_id, verdict), count in sorted(councils.items()):
        yield check_id, verdict, count
