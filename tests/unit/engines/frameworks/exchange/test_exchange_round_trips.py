"""Does an assessment come back from JSON and from a workbook exactly as it left?"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wardmote.engines.frameworks.exchange import (
    ORGANISATION,
    AssessmentRecord,
    ExchangeError,
    OutcomeRecord,
    from_json,
    from_xlsx,
    to_json,
    to_xlsx,
    with_every_outcome,
)
from wardmote.engines.frameworks.exchange.cell_text import escaped, unescaped
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Status
from wardmote.engines.frameworks.standing import Reply

TRICKY = [
    "=1+1",
    "+44",
    "-1",
    "@x",
    "'quoted",
    " both ",
    "\t",
    "\n",
    "\r\n",
    "_x000D_",
    "_x0041",
    "x" * 4_000,
    "é😀\u2028",
]
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
TEXTS = ANY | st.sampled_from(TRICKY) | st.builds(str.__add__, st.sampled_from(TRICKY), ANY)
ESCAPES = st.text(alphabet="_x0041DdF\r\x01", max_size=30)


@st.composite
def records(draw: st.DrawFn, outline: OutcomeFramework) -> AssessmentRecord:
    """Draw any assessment of the framework that fits it."""
    names = draw(st.lists(TEXTS.map(lambda text: text[:200]), max_size=2, unique=True))
    parts = (ORGANISATION, *(name for name in names if name.strip() and name != ORGANISATION))
    places = [(part, outcome) for part in parts for outcome in outline.outcomes]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=4))
    title, council = draw(TEXTS)[:200], draw(TEXTS)[:200]
    rows = tuple(draw(rows_of(part, outline, outcome)) for part, outcome in chosen)
    return AssessmentRecord(outline.key, outline.version, "", council, title, "2026-03-01", parts, rows)


@st.composite
def rows_of(draw: st.DrawFn, part: str, outline: OutcomeFramework, outcome: str) -> OutcomeRecord:
    """Draw any answer to one outcome."""
    levels, given = outline.outcomes[outcome].levels, outline.outcomes[outcome].statements
    truths = {one.id: st.just(Reply.TRUE) for one in given if one.level is Status.NOT_ACHIEVED}
    free = [one.id for one in given if one.level is not Status.NOT_ACHIEVED]
    replies = draw(st.fixed_dictionaries({}, optional=truths | dict.fromkeys(free, st.sampled_from(Reply))))
    said = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(free, TEXTS.filter(bool))))
    return OutcomeRecord(
        part=part,
        outcome=outcome,
        status=draw(st.none() | st.sampled_from(levels)),
        replies=replies,
        alternatives=said,
        confidence=draw(st.none() | st.integers(1, 3)),
        justification=draw(TEXTS),
        is_confirmed=draw(st.booleans()),
    )


@given(data=st.data())
def test_json_gives_back_any_assessment(doors: OutcomeFramework, data: st.DataObject) -> None:
    record = data.draw(records(doors))

    text = to_json(record)

    assert from_json(text.encode(), doors) == record
    assert to_json(from_json(text, doors)) == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_workbook_gives_back_any_assessment(doors: OutcomeFramework, data: st.DataObject) -> None:
    record = data.draw(records(doors))

    content = to_xlsx(record, doors)

    assert from_xlsx(content, doors) == record
    assert to_xlsx(from_xlsx(content, doors), doors) == content


@given(ESCAPES)
@example("_x0041\r")
@example("_x0041_x0042_")
def test_a_cell_gives_back_any_text_that_looks_escaped(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_a_workbook_without_wording_has_no_sheet_of_statements(
    wordless: OutcomeFramework, record: AssessmentRecord
) -> None:
    plain = replace(record, outcomes=tuple(replace(row, replies={}, alternatives={}) for row in record.outcomes))

    assert from_xlsx(to_xlsx(plain, wordless), wordless) == plain


def test_a_workbook_can_ask_for_every_outcome(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    full = with_every_outcome(record, doors)

    assert [(row.part, row.outcome) for row in full.outcomes] == [
        (ORGANISATION, "A1.a"),
        ("=Benefits", "B1.a"),
        ("=Benefits", "B1.b"),
        ("Planning", "B1.a"),
        ("Planning", "B1.b"),
    ]
    assert full.outcomes[0] == record.outcomes[0]
    assert from_xlsx(to_xlsx(full, doors), doors) == full


def test_a_council_without_systems_is_asked_for_everything_once(
    doors: OutcomeFramework, record: AssessmentRecord
) -> None:
    alone = replace(record, parts=(ORGANISATION,), outcomes=())

    assert [row.outcome for row in with_every_outcome(alone, doors).outcomes] == ["A1.a", "B1.a", "B1.b"]


def test_an_answer_outside_what_is_asked_is_kept(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    odd = OutcomeRecord(ORGANISATION, "B1.a", Status.ACHIEVED)

    assert odd in with_every_outcome(replace(record, outcomes=(odd,)), doors).outcomes


def damaged(record: AssessmentRecord, **row: object) -> AssessmentRecord:
    """Return the assessment with its first row changed."""
    return replace(record, outcomes=(replace(record.outcomes[0], **row), *record.outcomes[1:]))  # type: ignore[arg-type]


UNFIT = {
    "another framework": (lambda r: replace(r, version="2"), 'an assessment of "doors" version "2"'),
    "no such outcome": (lambda r: damaged(r, outcome="Z9.z"), 'doors 1 has no outcome "Z9.z"'),
    "no such part": (lambda r: damaged(r, part="Parks"), '"Parks" is not one of the parts'),
    "an outcome twice": (lambda r: replace(r, outcomes=r.outcomes[:1] * 2), "the outcome is there twice"),
    "a status it can't have": (lambda r: damaged(r, status=Status.PARTIALLY_ACHIEVED), "is not a status that this"),
    "a confidence of 4": (lambda r: damaged(r, confidence=4), "the confidence must be 1, 2 or 3"),
    "a reply to nothing": (lambda r: damaged(r, replies={"A9": Reply.TRUE}), 'has no statement "A9"'),
    "an alternative to nothing": (lambda r: damaged(r, alternatives={"A9": "x"}), 'has no statement "A9"'),
    "an alternative at the worst level": (lambda r: damaged(r, alternatives={"A1.a.1": "x"}), "can't stand for"),
    "an empty alternative": (lambda r: damaged(r, alternatives={"A1.a.3": ""}), "is empty; leave it out"),
    "a NUL": (lambda r: damaged(r, justification="\x00"), "holds a character that can't be kept"),
    "half a character": (lambda r: replace(r, title="\ud800"), "title: the text holds a character that can't be kept"),
    "a text too long": (lambda r: damaged(r, justification="x" * 10_001), "has more than 10,000 characters"),
    "a title too long": (lambda r: replace(r, title="x" * 201), "title: the text has more than 200 characters"),
    "no parts": (lambda r: replace(r, parts=()), 'the first part must be "organisation"'),
    "a part twice": (lambda r: replace(r, parts=(*r.parts, "Planning")), 'and "Planning" is none'),
    "a part without a name": (lambda r: replace(r, parts=(*r.parts, " ")), "each part needs a name of its own"),
    "too many parts": (lambda r: replace(r, parts=(ORGANISATION, *map(str, range(50)))), "more than 50 parts"),
    "no moment": (lambda r: replace(r, made_at="yesterday"), '"yesterday" is not a date and time'),
}


@pytest.mark.parametrize(("change", "says"), UNFIT.values(), ids=UNFIT.keys())
def test_what_does_not_fit_is_refused_before_it_is_written(
    doors: OutcomeFramework, record: AssessmentRecord, change: object, says: str
) -> None:
    assert callable(change)

    with pytest.raises(ExchangeError) as refusal:
        to_xlsx(change(record), doors)

    assert says in str(refusal.value)


def test_json_refuses_a_text_that_no_file_can_hold(record: AssessmentRecord) -> None:
    with pytest.raises(ExchangeError, match="can't be kept"):
        to_json(damaged(record, alternatives={"A1.a.3": "\ud800"}))


def test_replies_without_the_wording_say_what_to_do(wordless: OutcomeFramework, record: AssessmentRecord) -> None:
    with pytest.raises(ExchangeError, match="Import the official wording first"):
        from_json(to_json(record), wordless)


def test_a_text_that_no_cell_can_hold_is_refused_rather_than_cut(
    doors: OutcomeFramework, record: AssessmentRecord
) -> None:
    with pytest.raises(ExchangeError, match=r"Outcomes, A1\.a of organisation: the text is too long for a cell"):
        to_xlsx(damaged(record, justification="\x01" * 9_000), doors)
