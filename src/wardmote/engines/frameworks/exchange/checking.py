"""Can this record leave as a file, or come in from one, without a word lost or misplaced?"""

import re
from collections.abc import Mapping
from datetime import datetime

from wardmote.engines.frameworks.exchange.record import ORGANISATION, AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.exchange.refusal import refuse
from wardmote.engines.frameworks.outcomes import OutcomeFramework
from wardmote.engines.frameworks.standing import Reply, check_replies_fit

LONGEST_TEXT = 10_000
LONGEST_NAME = 200
MOST_PARTS = 50
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def check_record(record: AssessmentRecord, outline: OutcomeFramework) -> None:
    """Raise ExchangeError for the first thing that doesn't fit the framework, or that no file can hold."""
    check_edition(record.framework, record.version, outline)
    check_texts(record)
    seen: set[tuple[str, str]] = set()
    for row in record.outcomes:
        where = place_of(row)
        if row.part not in record.parts:
            raise refuse(where, f'"{row.part}" is not one of the parts of this assessment')
        if (row.part, row.outcome) in seen:
            raise refuse(where, "the outcome is there twice for the same part")
        seen.add((row.part, row.outcome))
        _check_row(row, where, outline)


def check_texts(record: AssessmentRecord) -> None:
    """Raise ExchangeError for a text that no file, page or database can keep, or a head that isn't one."""
    _check_head(record)
    for row in record.outcomes:
        where = place_of(row)
        _check_text(row.justification, f"{where}, justification", LONGEST_TEXT)
        for statement, text in row.alternatives.items():
            _check_text(text, f"{where}, alternative to {statement}", LONGEST_TEXT)


def check_edition(framework: str, version: str, outline: OutcomeFramework) -> None:
    """Raise ExchangeError for an assessment of another framework or version."""
    if (framework, version) != (outline.key, outline.version):
        theirs, ours = f'"{framework}" version "{version}"', f'"{outline.key}" version "{outline.version}"'
        raise refuse("", f"This is an assessment of {theirs}; here only one of {ours} fits")


def place_of(row: OutcomeRecord) -> str:
    """The words for one row of a record."""
    return f"{row.outcome} of {row.part}"


def _check_head(record: AssessmentRecord) -> None:
    for name, text in (("profile", record.profile), ("council", record.council), ("title", record.title)):
        _check_text(text, name, LONGEST_NAME)
    _check_moment(record.made_at)
    if not record.parts or record.parts[0] != ORGANISATION:
        raise refuse("parts", f'the first part must be "{ORGANISATION}"')
    if len(record.parts) > MOST_PARTS:
        raise refuse("parts", f"there are more than {MOST_PARTS} parts")
    for part in record.parts:
        _check_text(part, "parts", LONGEST_NAME)
        if not part.strip() or record.parts.count(part) > 1:
            raise refuse("parts", f'each part needs a name of its own, and "{part}" is none')


def _check_moment(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise refuse("made_at", f'"{text[:40]}" is not a date and time such as 2026-03-01T09:00:00+00:00') from error


def _check_row(row: OutcomeRecord, where: str, outline: OutcomeFramework) -> None:
    if row.outcome not in outline.outcomes:
        raise refuse(where, f'{outline.key} {outline.version} has no outcome "{row.outcome}"')
    outcome = outline.outcomes[row.outcome]
    if row.status is not None and row.status not in outcome.levels:
        raise refuse(where, f'"{row.status.words}" is not a status that this outcome can have')
    if row.confidence is not None and row.confidence not in (1, 2, 3):
        raise refuse(where, "the confidence must be 1, 2 or 3")
    try:
        check_replies_fit(outcome, _spoken_of(row))
        check_replies_fit(outcome, row.replies)
    except ValueError as error:
        hint = "" if outline.has_statements else " Import the official wording first."
        raise refuse(where, f"{error}{hint}".rstrip(".")) from error
    for statement, text in row.alternatives.items():
        if not text:
            raise refuse(where, f'the alternative to "{statement}" is empty; leave it out')


def _spoken_of(row: OutcomeRecord) -> Mapping[str, Reply]:
    """Every statement with an alternative described, so that one that can't have any is found."""
    return dict.fromkeys(row.alternatives, Reply.ALTERNATIVE)


def _check_text(text: str, where: str, longest: int) -> None:
    """Refuse what a database, a page or a file can't keep; every other character comes back as it was."""
    if len(text) > longest:
        raise refuse(where, f"the text has more than {longest:,} characters")
    if _UNKEEPABLE.search(text):
        raise refuse(where, "the text holds a character that can't be kept")
