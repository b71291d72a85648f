"""Where did each council stand in each week of the year, and how far had each control come by then?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from wardmote.watch.models import Standing, TimeToMend, Uptake
from wardmote.watch.queries.sharing import councils_shown_to_programme
from wardmote.watch.queries.standings import times_to_mend
from wardmote.watch.standing import Together, together, worst_of

from ..looking import Seen, night
from ..watched import FIRST_NIGHT, STEP

# The newest look at each domain of each council, by the council's code and the domain's name.
Newest = dict[str, dict[str, Seen]]
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Week:
    """What a council's domains came to: together, how many they are, their verdicts, and the worst of each check."""

    found: Together
    domains: int
    verdicts: Mapping[str, int]
    worst: Mapping[str, str]


def store_figures(seen: Sequence[Seen], councils: Mapping[str, int], at: datetime) -> None:
    """Write what the end of each weekly night would have left, all weeks at once: they differ little."""
    shown = set(councils_shown_to_programme(at.date(), demonstration=True).values_list("code", flat=True))
    standings: list[Standing] = []
    uptake: list[Uptake] = []
    for day, is_latest, newest in _weeks(seen, at):
        weeks = {code: _week(tuple(own.values())) for code, own in newest.items()}
        standings += (_standing(councils[code], week, day, is_latest) for code, week in weeks.items())
        uptake += _uptake((week for code, week in weeks.items() if code in shown), day)
    Standing.objects.bulk_create(standings, batch_size=ROWS_AT_ONCE)
    Uptake.objects.bulk_create(uptake, batch_size=ROWS_AT_ONCE)
    TimeToMend.objects.bulk_create(_times_to_mend(at))


def _weeks(seen: Sequence[Seen], at: datetime) -> Iterator[tuple[date, bool, Newest]]:
    """Yield each week's day with what was known then; the looks come oldest first."""
    newest: Newest = defaultdict(dict)
    waiting = list(reversed(seen))
    for ago in range(FIRST_NIGHT, -1, -STEP):
        while waiting and waiting[-1].ago >= ago:
            look = waiting.pop()
            newest[look.domain.council][look.domain.name] = look
        yield night(at, ago).date(), ago == 0, newest


@lru_cache(maxsize=64)
def _week(looks: tuple[Seen, ...]) -> Week:
    """Add up a council's looks; most weeks are like the one before."""
    found = together([(look.grade.letter, look.grade.points) for look in looks if look.grade.letter])
    if found is None:
        raise LookupError("Every council of the region has a grade.")
    said: dict[str, list[str]] = defaultdict(list)
    for look in looks:
        for check_id, finding in look.findings.items():
            said[check_id].append(finding.verdict.value)
    verdicts = Counter(verdict for all_said in said.values() for verdict in all_said)
    return Week(found, len(looks), verdicts, {check_id: worst_of(all_said) for check_id, all_said in said.items()})


def _standing(council: int, week: Week, day: date, is_latest: bool) -> Standing:
    return Standing(
        council_id=council,
        day=day,
        letter=week.found.letter,
        points=week.found.points,
        domains=week.domains,
        good=week.verdicts["good"],
        weak=week.verdicts["weak"],
        bad=week.verdicts["bad"],
        unknown=week.verdicts["unknown"],
        is_latest=is_latest,
    )


def _times_to_mend(at: datetime) -> Iterator[TimeToMend]:
    """Yield what the newest night says of the year before it."""
    day = night(at, 0).date()
    found = times_to_mend(councils_shown_to_programme(day, demonstration=True), at)
    for severity, (councils, days) in sorted(found.items()):
        yield TimeToMend(day=day, is_demonstration=True, severity=severity, councils=councils, days=days)


def _uptake(weeks: Iterable[Week], day: date) -> Iterator[Uptake]:
    counted: Counter[tuple[str, str]] = Counter()
    for week in weeks:
        counted.update(week.worst.items())
    for (check_id, verdict), councils in sorted(counted.items()):
        yield Uptake(day=day, is_demonstration=True, check_id=check_id, verdict=verdict, councils=councils)
