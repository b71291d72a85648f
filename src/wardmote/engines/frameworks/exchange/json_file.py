"""How does an assessment read as JSON?

The shape is stable: `format` and `version` first, then the assessment, then one object an outcome. A later version
may add entries under a higher number; a file with entries that we don't know is refused rather than cut short.
"""

import json
from typing import Any

from wardmote.engines.frameworks.exchange.checking import check_edition, check_record, check_texts
from wardmote.engines.frameworks.exchange.json_entry import Entry
from wardmote.engines.frameworks.exchange.record import AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.exchange.refusal import refuse
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Status
from wardmote.engines.frameworks.standing import Reply

FORMAT = "wardmote-assessment"
VERSION = 1
LARGEST_FILE = 5_000_000
MOST_OUTCOMES = 5_000
_HEAD = ("format", "version", "framework", "framework_version", "profile", "council", "title", "made_at", "parts")
_ROW = ("part", "outcome", "status", "confidence", "confirmed", "justification", "replies", "alternatives")


def to_json(record: AssessmentRecord) -> str:
    """The record as text; equal records give equal texts. ExchangeError for a text that can't be kept."""
    check_texts(record)
    head = (record.framework, record.version, record.profile, record.council, record.title, record.made_at)
    values = (FORMAT, VERSION, *head, list(record.parts))
    shape = dict(zip(_HEAD, values, strict=True)) | {"outcomes": [_row(row) for row in record.outcomes]}
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def from_json(content: bytes | str, outline: OutcomeFramework) -> AssessmentRecord:
    """The record that the text holds; ExchangeError names the path of the first fault."""
    root = Entry("", _parsed(_decoded(content)))
    root.holds(*_HEAD, "outcomes")
    if root.inner("format").text() != FORMAT or root.inner("version").whole_number() != VERSION:
        raise refuse("", f'This is no assessment that we can read: "format" must be "{FORMAT}", "version" {VERSION}')
    framework, version = root.inner("framework").text(), root.inner("framework_version").text()
    check_edition(framework, version, outline)
    record = AssessmentRecord(
        framework=framework,
        version=version,
        profile=root.inner("profile").text(),
        council=root.inner("council").text(),
        title=root.inner("title").text(),
        made_at=root.inner("made_at").text(),
        parts=tuple(part.text() for part in root.inner("parts").items(MOST_OUTCOMES)),
        outcomes=tuple(_outcome(row) for row in root.inner("outcomes").items(MOST_OUTCOMES)),
    )
    check_record(record, outline)
    return record


def _row(row: OutcomeRecord) -> dict[str, object]:
    replies = {statement: str(reply) for statement, reply in sorted(row.replies.items())}
    alternatives = dict(sorted(row.alternatives.items()))
    status = str(row.status) if row.status else None
    said = (row.part, row.outcome, status, row.confidence, row.is_confirmed, row.justification)
    return dict(zip(_ROW, (*said, replies, alternatives), strict=True))


def _outcome(row: Entry) -> OutcomeRecord:
    row.holds(*_ROW)
    status, confidence = row.inner("status"), row.inner("confidence")
    return OutcomeRecord(
        part=row.inner("part").text(),
        outcome=row.inner("outcome").text(),
        status=None if status.value is None else status.one_of(Status),
        replies={entry.name: entry.one_of(Reply) for entry in row.inner("replies").entries()},
        alternatives={entry.name: entry.text() for entry in row.inner("alternatives").entries()},
        confidence=None if confidence.value is None else confidence.whole_number(),
        justification=row.inner("justification").text(),
        is_confirmed=row.inner("confirmed").claim(),
    )


def _decoded(content: bytes | str) -> str:
    if len(content) > LARGEST_FILE:
        raise refuse("", f"The file has more than {LARGEST_FILE // 1_000_000} MB")
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("", "The file is not UTF-8 text") from error


def _parsed(text: str) -> Any:
    """The values; a key that stands twice, or a number that isn't one, is refused before anything is lost."""
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise refuse("", f"This is not valid JSON: {error.msg}, line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise refuse("", "This is not an assessment: its values are nested too deep") from error
    except ValueError as error:
        raise refuse("", "This is not valid JSON: it holds a number that is too long") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise refuse("", f'The entry "{key[:60]}" stands twice in the same place')
        found[key] = value
    return found


def _no_number(name: str) -> float:
    raise refuse("", f"This is not valid JSON: {name} is not a number")
