"""What would the DNS answer, if it held just the records that a case states? Records are read by our own readers.

A case states `"name TYPE" = [records as in a zone file]`, or nxdomain, nodata, or a reason such as timeout. `"name *"`
speaks for every other type of a name, `"* *"` for all that isn't stated; without it, what isn't stated isn't there. A
CNAME is followed. `"name TYPE unchecked"` is what comes back when DNSSEC isn't to be checked, and
`"name TYPE authentic"` is an answer whose signatures hold.

A case may also state what the domain's owner told, as in `told = { is_parked = true, renews_on = 2026-12-01 }`, and the
day of the check, as in `at = 2026-11-01`.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import dns.rdata

from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.verdicts import Finding

T = TypeVar("T")
Given = Mapping[str, str | list[str]]


def at_once(answer: Answer[T]) -> Awaitable[Answer[T]]:
    """Return a future that is done."""
    done: asyncio.Future[Answer[T]] = asyncio.get_running_loop().create_future()
    done.set_result(answer)
    return done


class StatedResolver:
    """Answers as the resolver would, from what is stated."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self.asked: list[str] = []

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Answer one question, as `Resolver.ask` does: by a future that nobody has to wait for."""
        return at_once(self._answer(name, kind, unchecked))

    def _answer(self, name: str, kind: Kind[T], unchecked: bool) -> Answer[T]:
        self.asked.append(f"{name} {kind.name}")
        aliases: list[str] = []
        while kind.name != "CNAME" and (target := self._given.get(f"{name} CNAME")):
            name = target[0].rstrip(".")
            aliases.append(name)
        stated, is_authentic = self._stated(f"{name} {kind.name}", name, unchecked)
        match stated:
            case list():
                values: list[Any] = [value_of(kind, text) for text in stated]
                return Answered(tuple(sorted(values)), is_authentic, tuple(aliases))
            case "nxdomain" | "nodata":
                return Absent(Missing(stated), is_authentic, tuple(aliases))
            case _:
                reason, _, detail = stated.partition(": ")
                return Unreachable(Reason(reason), detail)

    def _stated(self, key: str, name: str, unchecked: bool) -> tuple[str | list[str], bool]:
        if unchecked and f"{key} unchecked" in self._given:
            return self._given[f"{key} unchecked"], False
        if f"{key} authentic" in self._given:
            return self._given[f"{key} authentic"], True
        return self._given.get(key, self._given.get(f"{name} *", self._given.get("* *", "nodata"))), False


def sources_of(case: Mapping[str, Any]) -> Sources:
    """Return what a case states: what the DNS answers, what the owner told, and the day of the check."""
    told: Mapping[str, Any] = case.get("told", {})
    lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    at: date = case.get("at", date(2026, 11, 1))
    return Sources(
        StatedResolver(case["given"]),
        told=Told(**lists),
        at=datetime(at.year, at.month, at.day, 12, tzinfo=UTC),
    )


def finding_of(check: Check[Any], case: Mapping[str, Any]) -> Finding:
    """Return what a check answers to what a case states."""
    facts = asyncio.run(gather(case.get("domain", "example.gov.uk"), sources_of(case), [check.asks]))
    return judge_all([check], facts)[check.id]


def value_of(kind: Kind[T], text: str) -> T:
    """Return a record's value from the text that a zone file would hold."""
    wire = dns.rdata.from_text("IN", kind.name, text).to_wire()
    assert wire is not None
    return kind.read(wire, 0, len(wire), {})
