"""Which assessment does a workbook hold, perhaps after somebody filled it in offline?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from wardmote.engines.frameworks.exchange.checking import check_edition, check_record
from wardmote.engines.frameworks.exchange.record import AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.exchange.refusal import refuse
from wardmote.engines.frameworks.exchange.sheets import (
    CONFIDENCES,
    CONFIRMED,
    FORMAT,
    HEAD,
    OUTCOME_COLUMNS,
    OUTCOMES,
    PART_LABEL,
    README,
    REPLIES,
    STATEMENT_COLUMNS,
    STATEMENTS,
    STATUSES,
)
from wardmote.engines.frameworks.exchange.workbook_cells import Cell, Sheets, sheets_of, table_of
from wardmote.engines.frameworks.outcomes import OutcomeFramework
from wardmote.engines.frameworks.standing import Reply

Value = TypeVar("Value")
Place = tuple[str, str]


@dataclass
class _Said:
    """What the sheet of statements says of one outcome."""

    replies: dict[str, Reply] = field(default_factory=dict)
    alternatives: dict[str, str] = field(default_factory=dict)


def from_xlsx(content: bytes, outline: OutcomeFramework) -> AssessmentRecord:
    """The record that the workbook holds; ExchangeError names the sheet and the cell of the first fault.

    Titles, levels and wording in the sheets are for people and aren't read, and neither are columns beyond ours.
    """
    sheets = sheets_of(content, (README, OUTCOMES, STATEMENTS))
    for name in (README, OUTCOMES):
        if name not in sheets:
            raise refuse("", f'The workbook has no sheet "{name}": it is not an assessment that we can read')
    record = _head(sheets, outline)
    rows = _outcomes(sheets, record, outline)
    for place, said in _statements(sheets, rows, outline).items():
        rows[place] = replace(rows[place], replies=said.replies, alternatives=said.alternatives)
    record = replace(record, outcomes=tuple(rows.values()))
    check_record(record, outline)
    return record


def _head(sheets: Sheets, outline: OutcomeFramework) -> AssessmentRecord:
    """The labels and values at the top of the first sheet, down to the first empty row."""
    found: dict[str, str] = {}
    parts: list[str] = []
    for row in sheets[README][1:]:
        label = row[0].text() if row else ""
        if not label:
            break
        value = row[1].text() if len(row) > 1 else ""
        if label == PART_LABEL:
            parts.append(value)
        else:
            found[label] = value
    for label in HEAD:
        if label not in found:
            raise refuse(README, f'the line "{label}" is missing')
    if found["Format"] != FORMAT:
        raise refuse(README, f'"Format" must be "{FORMAT}"')
    check_edition(found["Framework"], found["Version"], outline)
    _, framework, version, profile, council, title, made_at = (found[label] for label in HEAD)
    return AssessmentRecord(framework, version, profile, council, title, made_at, tuple(parts))


def _outcomes(sheets: Sheets, record: AssessmentRecord, outline: OutcomeFramework) -> dict[Place, OutcomeRecord]:
    found: dict[Place, OutcomeRecord] = {}
    for cells in table_of(sheets, OUTCOMES, OUTCOME_COLUMNS):
        part, outcome = _place(cells, record.parts, outline)
        if (part, outcome) in found:
            raise cells["Outcome"].refuse(f'{outcome} of "{part}" is there twice')
        status = _one_of(cells["Status"], STATUSES)
        if status is not None and status not in outline.outcomes[outcome].levels:
            raise cells["Status"].refuse(f"{outcome} can't be {status.words.lower()}")
        found[part, outcome] = OutcomeRecord(
            part=part,
            outcome=outcome,
            status=status,
            confidence=_one_of(cells["Confidence"], CONFIDENCES),
            justification=cells["Justification"].text(),
            is_confirmed=_one_of(cells["Confirmed"], CONFIRMED),
        )
    return found


def _statements(sheets: Sheets, rows: Mapping[Place, OutcomeRecord], outline: OutcomeFramework) -> dict[Place, _Said]:
    found: dict[Place, _Said] = {}
    seen: set[tuple[str, str, str]] = set()
    for cells in table_of(sheets, STATEMENTS, STATEMENT_COLUMNS) if STATEMENTS in sheets else ():
        place = _place(cells, {part for part, _ in rows}, outline)
        statement = cells["Statement"].text()
        known = {one.id: one for one in outline.outcomes[place[1]].statements}
        if place not in rows:
            raise cells["Outcome"].refuse(f'{place[1]} of "{place[0]}" has no row in the sheet "{OUTCOMES}"')
        if statement not in known:
            raise cells["Statement"].refuse(f'outcome {place[1]} has no statement "{statement[:60]}"')
        if (*place, statement) in seen:
            raise cells["Statement"].refuse(f'statement "{statement}" of "{place[0]}" is there twice')
        seen.add((*place, statement))
        _hear(cells, statement, found.setdefault(place, _Said()))
    return found


def _hear(cells: Mapping[str, Cell], statement: str, said: _Said) -> None:
    if cells["Reply"].word():
        said.replies[statement] = _one_of(cells["Reply"], REPLIES)
    if alternative := cells["Alternative control"].text():
        said.alternatives[statement] = alternative


def _place(cells: Mapping[str, Cell], parts: set[str] | tuple[str, ...], outline: OutcomeFramework) -> Place:
    part, outcome = cells["Part"].text(), cells["Outcome"].text()
    if part not in parts:
        raise cells["Part"].refuse(f'"{part[:60]}" is not one of the parts of this assessment')
    if outcome not in outline.outcomes:
        raise cells["Outcome"].refuse(f'{outline.key} {outline.version} has no outcome "{outcome[:60]}"')
    return part, outcome


def _one_of(cell: Cell, words: Mapping[str, Value]) -> Value:
    word = cell.word()
    if word not in words:
        known = ", ".join(f'"{one}"' for one in words if one)
        raise cell.refuse(f'this must be one of {known}, not "{word[:60]}"')
    return words[word]
