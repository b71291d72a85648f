"""Domains were looked at: keep what their checks say, what changed, and that each visit is done, all or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..events import findings_changed
from ..finding_rows import Row, insert_findings
from ..intervals import TROUBLE, Answer, Nothing, Opened, Standing, Step, Unseen, step
from ..models import Change, Explanation, Finding, Visit, VisitState

_SAID = ("verdict", "severity", "says", "evidence", "fix")
_KEPT = ("pk", "domain_id", "check_id", *_SAID, "since", "trouble_since", "unseen_since", "unseen_says")


@dataclass(frozen=True)
class Look:
    """What came of one visit: its answers by check, and the grade (no letter where too little is known)."""

    visit: Visit
    answers: Mapping[str, Answer]
    areas: Mapping[str, str]
    letter: str
    points: int
    seconds: float


@dataclass(frozen=True)
class _Written:
    """One step of one check of one domain, with the record that it follows."""

    look: Look
    check_id: str
    record: int | None
    step: Step


def record_visits(*, looks: Sequence[Look], at: datetime) -> int:
    """Write a few domains' looks in one transaction; returns how many visits became done.

    A visit that somebody else finished meanwhile is left alone, and one whose domain was removed is dropped. What a
    visit on demand finds mended counts as told: whoever asked sees it on the page. What it finds worse is for all.
    """
    with transaction.atomic():
        present = _present(looks)
        waiting = _still_waiting(looks)
        kept = [look for look in looks if look.visit.pk in waiting and look.visit.domain_id in present]
        _drop(look.visit.pk for look in looks if look.visit.pk in waiting and look.visit.domain_id not in present)
        written = list(_steps(kept, at))
        _stand_unseen(written)
        _close(written)
        opened = [(item, item.step) for item in written if isinstance(item.step, Opened)]
        insert_findings(_row(item, new) for item, new in opened)
        changed = [(item, new) for item, new in opened if new.before]
        outgrown = _end_explanations(changed, at)
        Change.objects.bulk_create(_changes(changed, outgrown, at))
        for look in kept:
            _finish(look, at)
        _announce([item.look.visit for item, _new in opened if item.look.visit.round_id is None], at)
    return len(kept)


def _present(looks: Iterable[Look]) -> set[int]:
    """Return the domains that are still watched, and hold them: two visits of one domain are written in turn."""
    wanted = {look.visit.domain_id for look in looks}
    held = Domain.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    rows = held.values_list("pk", "verified_at", "removed_at")
    return {pk for pk, verified_at, removed_at in rows if verified_at and not removed_at}


def _still_waiting(looks: Iterable[Look]) -> set[int]:
    wanted = [look.visit.pk for look in looks]
    held = (
        Visit.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=wanted, state=VisitState.WAITING)
        .order_by("pk")
    )
    return set(held.values_list("pk", flat=True))


def _drop(visits: Iterable[int]) -> None:
    gone = list(visits)
    if gone:
        Visit.objects.filter(pk__in=gone).update(state=VisitState.DROPPED)


def _steps(looks: Sequence[Look], at: datetime) -> Iterator[_Written]:
    """Yield what changes anything on record, after one query for all domains."""
    on_record = _on_record({look.visit.domain_id for look in looks})
    for look in looks:
        for check_id, answer in look.answers.items():
            record, standing = on_record.get((look.visit.domain_id, check_id), (None, None))
            found = step(standing, answer, at)
            if not isinstance(found, Nothing):
                yield _Written(look, check_id, record, found)


def _on_record(domains: set[int]) -> dict[tuple[int, str], tuple[int, Standing]]:
    rows = Finding.objects.filter(domain__in=domains, until__isnull=True).order_by().values_list(*_KEPT)
    return {(domain, check_id): (pk, _standing(*kept)) for pk, domain, check_id, *kept in rows}


def _standing(
    verdict: str,
    severity: int,
    says: str,
    evidence: list[str],
    fix: str,
    since: datetime,
    trouble_since: datetime | None,
    unseen_since: datetime | None,
    unseen_says: str,
) -> Standing:
    answer = Answer(verdict, severity, says, tuple(evidence), fix)
    return Standing(answer, since, trouble_since, unseen_since, unseen_says)


def _stand_unseen(written: Iterable[_Written]) -> None:
    alike: dict[Unseen, list[int]] = defaultdict(list)
    for item in written:
        if isinstance(item.step, Unseen) and item.record is not None:
            alike[item.step].append(item.record)
    for unseen, records in alike.items():
        Finding.objects.filter(pk__in=records).update(unseen_since=unseen.since, unseen_says=unseen.says)


def _close(written: Iterable[_Written]) -> None:
    alike: dict[tuple[datetime, str], list[int]] = defaultdict(list)
    for item in written:
        if isinstance(item.step, Opened) and item.record is not None:
            alike[item.step.at, item.step.answer.verdict].append(item.record)
    for (until, ended_as), records in alike.items():
        Finding.objects.filter(pk__in=records).update(until=until, ended_as=ended_as)


def _row(item: _Written, new: Opened) -> Row:
    visit, area = item.look.visit, item.look.areas[item.check_id]
    return visit.council_id, visit.domain_id, item.check_id, area, new.answer, new.at, new.trouble_since


def _changes(
    changed: Sequence[tuple[_Written, Opened]], outgrown: set[tuple[int, str]], at: datetime
) -> Iterator[Change]:
    """Yield a row for each change; what is mended while something of it wasn't told yet is added up at night."""
    on_demand = {item.look.visit.domain_id for item, new in changed if item.look.visit.round_id is None}
    untold = Change.objects.filter(domain__in=on_demand, told_at__isnull=True).order_by()
    waiting = set(untold.values_list("domain_id", "check_id")) if on_demand else set()
    for item, new in changed:
        key = (item.look.visit.domain_id, item.check_id)
        is_told = key[0] in on_demand and not new.move.is_worse and key not in waiting
        yield _change(item, new, ends_explanation=key in outgrown, told_at=at if is_told else None)


def _change(item: _Written, new: Opened, *, ends_explanation: bool, told_at: datetime | None) -> Change:
    visit, answer = item.look.visit, new.answer
    return Change(
        council_id=visit.council_id,
        domain_id=visit.domain_id,
        visit=visit,
        check_id=item.check_id,
        before=new.before,
        after=answer.verdict,
        severity_before=new.severity_before,
        severity=answer.severity,
        ends_explanation=ends_explanation,
        says=answer.says,
        fix=answer.fix,
        at=new.at,
        told_at=told_at,
    )


def _end_explanations(changed: Iterable[tuple[_Written, Opened]], at: datetime) -> set[tuple[int, str]]:
    """End explanations of what is in order now, and of what went beyond them; returns those, as (domain, check)."""
    ending: dict[str, list[int]] = defaultdict(list)
    graver: set[tuple[int, str]] = set()
    for item, new in changed:
        key = (item.look.visit.domain_id, item.check_id)
        if new.move.outgrows:
            graver.add(key)
        if new.move.outgrows or (new.before in TROUBLE and new.answer.verdict not in TROUBLE):
            ending[item.check_id].append(key[0])
    outgrown: set[tuple[int, str]] = set()
    for check_id, domains in ending.items():
        still = Explanation.objects.filter(check_id=check_id, domain__in=domains, withdrawn_at__isnull=True)
        held = still.filter(until__gte=localdate(at)).values_list("domain_id", "check_id")
        outgrown |= graver.intersection(held)
        still.update(withdrawn_at=at)
    return outgrown


def _finish(look: Look, at: datetime) -> None:
    verdicts = [answer.verdict for answer in look.answers.values()]
    Visit.objects.filter(pk=look.visit.pk).update(
        state=VisitState.DONE,
        done_at=at,
        letter=look.letter,
        points=look.points if look.letter else None,
        good=verdicts.count("good"),
        weak=verdicts.count("weak"),
        bad=verdicts.count("bad"),
        unknown=verdicts.count("unknown"),
        seconds=look.seconds,
    )


def _announce(visits: Iterable[Visit], at: datetime) -> None:
    """Say which councils' findings a visit on demand changed; a round says so for all its visits at its end."""
    for council in Body.objects.filter(pk__in={visit.council_id for visit in visits}):
        findings_changed.send(sender=Finding, council=council, at=at)
