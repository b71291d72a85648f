"""What do the tests of exchange share: a small invented framework, and an assessment of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from wardmote.engines.frameworks.exchange import ORGANISATION, AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.outcomes import Objective, Outcome, OutcomeFramework, Principle, Statement, Status
from wardmote.engines.frameworks.standing import Reply

BOTH = {Status.NOT_ACHIEVED: "Nothing.", Status.ACHIEVED: "Everything."}
ALL = {Status.NOT_ACHIEVED: "Nothing.", Status.PARTIALLY_ACHIEVED: "Something.", Status.ACHIEVED: "Everything."}


def statements(outcome: str, *levels: Status) -> tuple[Statement, ...]:
    """Return one statement a level, numbered."""
    return tuple(Statement(f"{outcome}.{n}", level, f"=Claim {n}") for n, level in enumerate(levels, start=1))


def framework(*, has_wording: bool) -> OutcomeFramework:
    """Return three outcomes: one of the organisation, two of each system."""

    def outcome(key: str, looks: dict[Status, str]) -> Outcome:
        given = statements(key, *looks, Status.ACHIEVED) if has_wording else ()
        return Outcome(key, f"Title of {key}", "Is it?", looks, statements=given)

    house = Objective("A", "House", "Shut.", False, (Principle("A1", "Doors", (outcome("A1.a", BOTH),)),))
    two = (outcome("B1.a", ALL), outcome("B1.b", ALL))
    rooms = Objective("B", "Rooms", "Tidy.", True, (Principle("B1", "Rooms", two),))
    return OutcomeFramework("doors", "1", "Doors", "Ours.", (house, rooms), "doors.toml" if has_wording else "")


@pytest.fixture(scope="session")
def doors() -> OutcomeFramework:
    """The framework with its wording imported."""
    return framework(has_wording=True)


@pytest.fixture(scope="session")
def wordless() -> OutcomeFramework:
    """The framework before its wording is imported."""
    return framework(has_wording=False)


@pytest.fixture
def record() -> AssessmentRecord:
    """Three answers of a council with two systems, one of them with a name that looks like a formula."""
    first = OutcomeRecord(
        part=ORGANISATION,
        outcome="A1.a",
        status=Status.ACHIEVED,
        replies={"A1.a.2": Reply.TRUE, "A1.a.3": Reply.ALTERNATIVE},
        alternatives={"A1.a.3": "@home: a guard"},
        confidence=3,
        justification="=SUM(A1:A9)\r\nand so\n on _x000D_ \x01",
        is_confirmed=True,
    )
    return AssessmentRecord(
        framework="doors",
        version="1",
        profile="baseline",
        council="XYZ",
        title="-Spring",
        made_at="2026-03-01T09:00:00+00:00",
        parts=(ORGANISATION, "=Benefits", "Planning"),
        outcomes=(
            first,
            OutcomeRecord("=Benefits", "B1.a", Status.PARTIALLY_ACHIEVED),
            OutcomeRecord("Planning", "B1.b"),
        ),
    )


@pytest.fixture
def fill_in() -> Callable[[bytes, dict[str, Any]], bytes]:
    """Type into cells of a workbook, such as `Outcomes!D3`."""

    def filled_in(content: bytes, cells: dict[str, Any]) -> bytes:
        workbook = load_workbook(io.BytesIO(content))
        for place, value in cells.items():
            sheet, _, coordinate = place.partition("!")
            workbook[sheet][coordinate] = value
        file = io.BytesIO()
        workbook.save(file)
        return file.getvalue()

    return filled_in
