"""What do the real checks say of the made-up domains, on every night on which something was new?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from wardmote.engines.checks.facts.registration import Registration
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.grading import Grade, grade
from wardmote.engines.checks.judging import Facts, judge_all
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.verdicts import Finding

from .shown import SHOWN, facts_shown
from .watched import Published, WatchedDomain, watched_domains
from .zone import table_of

NIGHT_AT = time(2, 40, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Seen:
    """What a look at a domain found, so many nights before loading."""

    ago: int
    domain: WatchedDomain
    findings: Mapping[str, Finding]
    grade: Grade
    facts: Facts


@dataclass(frozen=True)
class _State:
    """What a domain and the council's names above it publish."""

    own: Published
    above: dict[str, Published]


def night(at: datetime, ago: int) -> datetime:
    """Return the moment of the looks so many nights before the newest one, which lies before `at`."""
    newest = datetime.combine(at.date(), NIGHT_AT)
    return newest - timedelta(days=ago if newest <= at else ago + 1)


def look_at(domains: Sequence[WatchedDomain], at: datetime) -> tuple[Seen, ...]:
    """Return every look at every domain that is shown to be its council's, the oldest first."""
    return run(_look_at(domains, at))


async def _look_at(domains: Sequence[WatchedDomain], at: datetime) -> tuple[Seen, ...]:
    wanted = [(ago, domain, state) for domain in domains if domain.is_proved for ago, state in domain.nights]
    wanted.sort(key=lambda one: -one[0])
    gathered: dict[str, tuple[_State, Facts]] = {}
    looks = []
    for ago, domain, published in wanted:
        state = _State(published, _above(domain, ago))
        before = gathered.get(domain.name)
        if before is None or before[0] != state:
            gathered[domain.name] = state, await _gather(domain, state, at)
        looks.append(_judge(domain, published, gathered[domain.name][1], ago, at))
    return tuple(looks)


async def _gather(domain: WatchedDomain, state: _State, at: datetime) -> Facts:
    """Let the gatherers ask the table. Nothing is given to them that could reach anything."""
    sources = Sources(table_of(domain.name, state.own, state.above), told=told_of(domain, at.date()))
    return await gather(domain.name, sources, {check.asks for check in checks()} - SHOWN)


def _judge(domain: WatchedDomain, published: Published, gathered: Facts, ago: int, at: datetime) -> Seen:
    """Add what only a visit could tell, and what hangs on the day, and judge all of it."""
    moment = night(at, ago)
    registration = Registration(domain.name, moment.date(), renews_on(domain, at.date()))
    shown = facts_shown(domain.name, published, moment, night(at, 0))
    facts = {**gathered, **shown, Registration: registration}
    findings = judge_all(checks(), facts)
    return Seen(ago, domain, findings, grade(findings), facts)


def _above(domain: WatchedDomain, ago: int) -> dict[str, Published]:
    """Return what the council's names above this one publish on the same night."""
    above = [one for one in watched_domains() if domain.name.endswith(f".{one.name}")]
    return {one.name: state for one in above if (state := one.state_on(ago))}


def told_of(domain: WatchedDomain, day: date) -> Told:
    """Return what the council says of the domain."""
    return Told(is_parked=domain.is_parked, renews_on=renews_on(domain, day))


def renews_on(domain: WatchedDomain, day: date) -> date | None:
    """Return when its registration ends, if the council says so."""
    return None if domain.renews_in is None else day + timedelta(days=domain.renews_in)
