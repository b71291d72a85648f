"""Are many domains checked few at once, within their time, and is a fault in one check only that check's fault?"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.engines.checks.stated import Given, StatedResolver
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.gather import gathering
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.registry import check_of
from wardmote.engines.checks.rounds import Outcome, Target, check_domains
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

AT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Quick:
    """A fact that is there at once."""

    text: str


@dataclass(frozen=True)
class Slow:
    """A fact that never comes."""


@dataclass(frozen=True)
class Broken:
    """A fact whose gatherer breaks."""


@dataclass(frozen=True)
class Connected:
    """A fact that needs a connection."""


class Watched:
    """Counts how many domains are gathered for at one time."""

    def __init__(self) -> None:
        self.now = self.most = self.taken = 0

    async def gather(self, domain: str, sources: Sources) -> Quick:
        """Take a moment."""
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.001)
        self.now -= 1
        return Quick(f"{domain} for {sources.client}, parked: {sources.told.is_parked}, {sources.at:%d.%m.}")


async def never(domain: str, sources: Sources) -> Slow:
    """Wait for what doesn't come."""
    await asyncio.sleep(60)
    return Slow()


async def breaks(domain: str, sources: Sources) -> Broken:
    """Have a fault."""
    raise RuntimeError(f"no {domain}")


async def connects(domain: str, sources: Sources) -> Connected | Unreachable:
    """Make a connection unless the domain has no servers."""
    if domain == "serverless.example":
        return Connected()
    async with sources.reach.connect("127.0.0.1", 1) as line:
        return line if isinstance(line, Unreachable) else Connected()


def good(fact: Any) -> Finding:
    """Be content."""
    return Finding(Verdict.GOOD, getattr(fact, "text", "Well."))


def divides(fact: Any) -> Finding:
    """Have a fault."""
    raise ZeroDivisionError(fact.text)


def check(id_: str, asks: type[Any], judge: Callable[[Any], Finding] = good) -> Check[Any]:
    """Return a check of our own."""
    return Check(module=f"catalogue.dns.{id_}", asks=asks, judge=judge, title="T", why="W", fix="F")


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Put gatherers of our own in place."""
    watched = Watched()
    mine: dict[type[Any], Gatherer[Any]] = {
        Quick: Gatherer(Quick, watched.gather),
        Slow: Gatherer(Slow, never),
        Broken: Gatherer(Broken, breaks),
        Connected: Gatherer(Connected, connects),
    }
    monkeypatch.setattr(gathering, "gatherers", lambda: mine)
    return watched


def run(targets: Iterable[Target], checks: Sequence[Check[Any]], **settings: Any) -> list[Outcome]:
    """Check targets, and return the outcomes in the order in which they came."""
    outcomes: list[Outcome] = []
    given: Given = settings.pop("given", {})
    settings = {"reach": None, "done": outcomes.append, **settings}
    asyncio.run(check_domains(targets, resolver=StatedResolver(given), checks=checks, at=AT, **settings))
    return outcomes


def test_a_domain_is_gathered_for_judged_and_graded() -> None:
    checks = [check_of("caa_present"), check_of("mx_present")]
    given: Given = {"good.example CAA": ['0 issue "ca.example"'], "good.example MX": ["0 ."]}
    found = {o.domain: o for o in run([Target("good.example"), Target("poor.example")], checks, given=given)}
    assert {id_: f.verdict for id_, f in found["good.example"].findings.items()} == {
        "caa_present": Verdict.GOOD,
        "mx_present": Verdict.GOOD,
    }
    assert (found["good.example"].grade.letter, found["poor.example"].grade.points) == ("A", 96)
    assert set(found["good.example"].facts) == {check.asks for check in checks}


def test_gathering_knows_for_whom_what_was_told_and_when(watched: Watched) -> None:
    (found,) = run([Target("a.example", "ELM", Told(is_parked=True))], [check("x", Quick)])
    assert found.findings["x"].says == "a.example for ELM, parked: True, 23.11."


def test_no_more_domains_are_taken_than_there_are_places(watched: Watched) -> None:
    taken, finished = 0, 0

    def targets() -> Iterator[Target]:
        nonlocal taken
        for at in range(200):
            taken += 1
            assert taken - finished <= 7
            yield Target(f"d{at}.example")

    def done(outcome: Outcome) -> None:
        nonlocal finished
        finished += 1

    run(targets(), [check("x", Quick)], at_once=7, done=done)
    assert (taken, finished, watched.most) == (200, 200, 7)


def test_what_is_not_there_in_time_is_unknown_and_the_rest_is_kept(watched: Watched) -> None:
    (found,) = run([Target("a.example")], [check("quick", Quick), check("slow", Slow)], limit_s=0.05)
    assert found.findings["quick"].verdict is Verdict.GOOD
    assert found.findings["slow"].verdict is Verdict.UNKNOWN
    assert found.findings["slow"].says == "Nothing is known: the check was stopped before the answer came."
    assert 0.04 < found.seconds < 1


def test_a_fault_of_our_own_is_told_and_leaves_its_check_unknown(watched: Watched) -> None:
    told: list[tuple[str, str, str]] = []
    checks = [check("quick", Quick), check("broken", Broken), check("divides", Quick, divides), check("lost", Severity)]
    (found,) = run(
        [Target("a.example")],
        checks,
        faulted=lambda domain, what, fault: told.append((domain, what, type(fault).__name__)),
    )
    assert found.findings["quick"].verdict is Verdict.GOOD
    for id_ in ("broken", "divides", "lost"):
        assert found.findings[id_].verdict is Verdict.UNKNOWN
        assert found.findings[id_].says == (
            "Nothing is known: the check was stopped before the answer came (by a fault in Wardmote itself)."
        )
    assert told == [
        ("a.example", "Broken", "RuntimeError"),
        ("a.example", "Severity", "KeyError"),
        ("a.example", "divides", "ZeroDivisionError"),
    ]


def test_without_a_reach_what_needs_a_connection_is_left_out(watched: Watched) -> None:
    checks = [check("quick", Quick), check("connects", Connected)]
    found = {o.domain: o for o in run([Target("a.example"), Target("serverless.example")], checks)}
    assert set(found["a.example"].findings) == {"quick"}
    assert set(found["serverless.example"].findings) == {"quick", "connects"}


def test_with_a_reach_a_refused_connection_is_unknown(watched: Watched) -> None:
    (found,) = run([Target("a.example")], [check("connects", Connected)], reach=Reach())
    assert found.findings["connects"].says == (
        "Nothing is known: the server could not be reached (127.0.0.1 is not a public address)."
    )


def test_a_fault_of_the_one_who_takes_the_outcomes_ends_the_run(watched: Watched) -> None:
    taken = []

    def done(outcome: Outcome) -> None:
        taken.append(outcome)
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run((Target(f"d{at}.example") for at in range(100)), [check("x", Quick)], at_once=2, done=done)
    assert len(taken) <= 2


def test_a_cancelled_run_leaves_nothing_running(watched: Watched) -> None:
    async def whole() -> set[str]:
        run = check_domains(
            [Target("a.example")],
            resolver=StatedResolver({}),
            reach=None,
            checks=[check("slow", Slow)],
            at=AT,
            done=lambda outcome: None,
        )
        task = asyncio.ensure_future(run)
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return {each.get_coro().__name__ for each in asyncio.all_tasks()} - {"whole"}  # type: ignore[union-attr]

    assert asyncio.run(whole()) == set()


def test_no_targets_are_checked_at_once(watched: Watched) -> None:
    assert run([], [check("x", Quick)]) == []


def test_no_checks_give_no_grade(watched: Watched) -> None:
    (found,) = run([Target("a.example")], [])
    assert found.grade.letter is None
    assert found.findings == {}
