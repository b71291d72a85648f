"""Do records of a check follow one another without gap or overlap, whatever its answers were?"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.watch.intervals import SEEN, Answer, Move, Nothing, Opened, Standing, Step, Unseen, net, step

BEGAN = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
NOW = BEGAN + timedelta(days=1)


def an_answer(verdict: str, says: str = "", evidence: tuple[str, ...] = ("a", "b")) -> Answer:
    """Return an answer in this verdict's usual shape."""
    is_trouble = verdict in ("weak", "bad")
    return Answer(
        verdict, 2 if is_trouble else 0, says or f"It is {verdict}.", evidence, "Mend it." if is_trouble else ""
    )


def on_record(verdict: str) -> Standing:
    """Return what was known since yesterday."""
    return Standing(an_answer(verdict), BEGAN, BEGAN if verdict in ("weak", "bad") else None)


def out_of_sight(verdict: str) -> Standing:
    """Return what was known since yesterday and couldn't be seen again an hour later."""
    return replace(on_record(verdict), unseen_since=BEGAN + timedelta(hours=1), unseen_says="No answer came.")


GRAVER = replace(an_answer("bad"), severity=4)
CASES: list[tuple[str, Standing | None, Answer, Step]] = [
    ("first", None, an_answer("good"), Opened(an_answer("good"), NOW, None)),
    ("first-bad", None, an_answer("bad"), Opened(an_answer("bad"), NOW, NOW)),
    ("first-unknown", None, an_answer("unknown"), Opened(an_answer("unknown"), NOW, None)),
    ("same", on_record("bad"), an_answer("bad"), Nothing()),
    ("same-in-another-order", on_record("bad"), an_answer("bad", evidence=("b", "a")), Nothing()),
    ("other-words", on_record("bad"), an_answer("bad", "Worse."), Opened(an_answer("bad", "Worse."), NOW, BEGAN)),
    ("mended", on_record("bad"), an_answer("good"), Opened(an_answer("good"), NOW, None, "bad", 2)),
    ("half-mended", on_record("bad"), an_answer("weak"), Opened(an_answer("weak"), NOW, BEGAN, "bad", 2)),
    ("broken", on_record("good"), an_answer("bad"), Opened(an_answer("bad"), NOW, NOW, "good")),
    ("out-of-sight", on_record("good"), an_answer("unknown", "No way."), Unseen(NOW, "No way.")),
    ("still-out", out_of_sight("bad"), an_answer("unknown", "No answer came."), Nothing()),
    (
        "out-for-another-reason",
        out_of_sight("bad"),
        an_answer("unknown", "No way."),
        Unseen(BEGAN + timedelta(hours=1), "No way."),
    ),
    ("seen-again", out_of_sight("bad"), an_answer("bad"), SEEN),
    ("seen-mended", out_of_sight("bad"), an_answer("good"), Opened(an_answer("good"), NOW, None, "bad", 2)),
    ("graver", on_record("bad"), GRAVER, Opened(GRAVER, NOW, BEGAN, "bad", 2)),
    ("less-grave", replace(on_record("bad"), answer=GRAVER), an_answer("bad"), Opened(an_answer("bad"), NOW, BEGAN)),
    ("bad-at-last", on_record("unknown"), an_answer("bad"), Opened(an_answer("bad"), NOW, NOW, "unknown")),
    ("good-at-last", on_record("unknown"), an_answer("good"), Opened(an_answer("good"), NOW, None)),
    ("never-known", on_record("unknown"), an_answer("unknown", "No."), Unseen(BEGAN, "No.")),
    ("applies", on_record("not-applicable"), an_answer("bad"), Opened(an_answer("bad"), NOW, NOW, "not-applicable")),
]


@pytest.mark.parametrize(("before", "answer", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_answer_does_to_the_record_what_the_table_says(before: Standing | None, answer: Answer, after: Step) -> None:
    assert step(before, answer, NOW) == after


def test_a_policy_that_differs_by_its_nonce_alone_is_the_same() -> None:
    one, other, another = (
        an_answer("weak", evidence=(f"script-src 'nonce-{nonce}' {host}",))
        for nonce, host in (("abc", "a.example"), ("xyz", "a.example"), ("abc", "b.example"))
    )
    standing = replace(on_record("weak"), answer=one)
    assert step(standing, other, NOW) == Nothing()
    assert isinstance(step(standing, another, NOW), Opened)


def test_a_clock_that_went_back_makes_no_record_end_before_it_began() -> None:
    assert step(on_record("good"), an_answer("bad"), BEGAN - timedelta(hours=1)) == Opened(
        an_answer("bad"), BEGAN, BEGAN, "good"
    )


def test_changes_that_end_as_they_began_come_to_nothing() -> None:
    mended, broken = Move("bad", "good", 2, 0), Move("good", "bad", 0, 2)
    assert net([mended, broken]) is None
    assert net([mended, Move("good", "weak", 0, 1)]) == Move("bad", "weak", 2, 1)
    assert net([mended, replace(broken, severity=3)]) == Move("bad", "bad", 2, 3)
    assert net([Move("unknown", "bad", 0, 2), mended]) is None


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move("good", "bad", 0, 3), "worse"),
        (Move("unknown", "weak", 0, 1), "worse"),
        (Move("bad", "bad", 2, 4), "worse outgrows"),
        (Move("weak", "bad", 2, 2), "worse outgrows"),
        (Move("weak", "weak", 1, 2), "worse outgrows"),
        (Move("bad", "weak", 2, 1), "better"),
        (Move("weak", "not-applicable", 1, 0), "better"),
        (Move("not-applicable", "good", 0, 0), ""),
    ],
)
def test_a_move_is_worse_or_better_or_neither(move: Move, words: str) -> None:
    said = {"worse": move.is_worse, "better": move.is_better, "outgrows": move.outgrows}
    assert " ".join(word for word, is_so in said.items() if is_so) == words


@dataclass
class Record:
    """A row as the table of findings would hold it."""

    standing: Standing
    until: datetime | None = None


@dataclass
class History:
    """Rows and changes as a database would keep them, written by the steps alone."""

    rows: list[Record] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)

    def take(self, answer: Answer, at: datetime) -> None:
        """Do what the step says."""
        found = step(self.rows[-1].standing if self.rows else None, answer, at)
        if isinstance(found, Unseen):
            row = self.rows[-1]
            row.standing = replace(row.standing, unseen_since=found.since, unseen_says=found.says)
        elif isinstance(found, Opened):
            if self.rows:
                self.rows[-1].until = found.at
            self.rows.append(Record(Standing(found.answer, found.at, found.trouble_since)))
            if found.before:
                self.changes.append((found.before, found.answer.verdict))


VERDICTS = st.sampled_from(["good", "weak", "bad", "not-applicable", "unknown"])
ANSWERS = st.lists(st.tuples(VERDICTS, st.sampled_from(["", "Other words."]), st.integers(-1, 50)), min_size=1)


def told(answers: list[tuple[str, str, int]]) -> tuple[History, list[Answer]]:
    """Return the history of these answers; the hours between them may go back, as clocks do."""
    history, at, given_ = History(), BEGAN, []
    for verdict, says, hours in answers:
        at += timedelta(hours=hours)
        given_.append(an_answer(verdict, says))
        history.take(given_[-1], at)
    return history, given_


@given(ANSWERS)
def test_records_cover_all_time_since_the_first_and_never_overlap(answers: list[tuple[str, str, int]]) -> None:
    rows = told(answers)[0].rows
    assert all(row.until == after.standing.since for row, after in pairwise(rows))
    assert all(row.until is None or row.standing.since <= row.until for row in rows)
    assert rows[-1].until is None


@given(ANSWERS)
def test_the_open_record_is_the_newest_known_answer(answers: list[tuple[str, str, int]]) -> None:
    history, all_ = told(answers)
    known = [answer for answer in all_ if answer.verdict != "unknown"]
    assert history.rows[-1].standing.answer == (known or all_)[-1 if known else 0]
    assert (history.rows[-1].standing.unseen_since is None) == (all_[-1].verdict != "unknown" or len(all_) == 1)


@given(ANSWERS)
def test_changes_replayed_lead_from_the_first_known_verdict_to_the_present_one(
    answers: list[tuple[str, str, int]],
) -> None:
    history, all_ = told(answers)
    known = [answer.verdict for answer in all_ if answer.verdict != "unknown"]
    verdict = known[0] if known else "unknown"
    for before, after in history.changes:
        if before == "unknown":
            assert after == verdict
            continue
        assert before == verdict != after
        verdict = after
    assert verdict == history.rows[-1].standing.answer.verdict


@given(ANSWERS)
def test_trouble_is_counted_from_its_beginning_until_it_ends(answers: list[tuple[str, str, int]]) -> None:
    began: datetime | None = None
    for row in told(answers)[0].rows:
        is_trouble = row.standing.answer.verdict in ("weak", "bad")
        began = (began or row.standing.since) if is_trouble else None
        assert row.standing.trouble_since == began
