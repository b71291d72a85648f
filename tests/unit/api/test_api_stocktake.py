"""Can a program answer and submit its own council's stocktake, and nothing else?"""

from collections.abc import Callable
from typing import Any

import pytest

from wardmote.assess.public import first_area
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person

Call = Callable[..., Any]
QUESTIONS = [question.id for question in first_area().questions]
AREA = "/councils/OAKHAM/stocktake/areas/leadership"
PATH = f"/councils/OAKHAM/stocktake/answers/{QUESTIONS[0]}"


def answer_all(call: Call) -> None:
    for question in QUESTIONS:
        assert call("PUT", f"/councils/OAKHAM/stocktake/answers/{question}", {"level": 4}).status_code == 200


def test_an_answer_shows_in_the_stocktake(lead: Call) -> None:
    saved = lead("PUT", PATH, {"level": 2, "note": "Half way.", "edition": 0})
    stands = lead("GET", AREA).json()
    assert (saved.status_code, saved.json()["edition"]) == (200, 1)
    assert (stands["answered"], stands["total"], stands["rating"]) == (1, len(QUESTIONS), None)
    line = stands["lines"][0]
    assert (line["question"], line["level"], line["note"], line["answered_by"]) == (
        QUESTIONS[0],
        2,
        "Half way.",
        "Lena",
    )


def test_an_honest_dont_know_counts_as_an_answer(lead: Call) -> None:
    assert lead("PUT", PATH, {"level": None}).status_code == 200
    line = lead("GET", AREA).json()["lines"][0]
    assert (line["is_answered"], line["level"]) == (True, None)


def test_an_answer_from_an_older_reading_meets_the_colleagues(
    lead: Call, world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    carl = program_of(make_person("carl", Role.CONTRIBUTOR, world["own"]))
    carl("PUT", PATH, {"level": 1, "note": "Mine."})
    refusal = lead("PUT", PATH, {"level": 4, "edition": 0})
    assert refusal.status_code == 409
    assert refusal["Content-Type"] == "application/problem+json"
    assert refusal.json()["theirs"] == {"level": 1, "note": "Mine.", "name": "Carl", "edition": 1}
    assert lead("PUT", PATH, {"level": 4, "edition": 1}).json()["edition"] == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"level": 5}, "body.level"),
        ({"level": -1}, "body.level"),
        ({"level": True}, "body.level"),
        ({"level": "2"}, "body.level"),
        ({}, "body.level"),
        ({"level": 1, "note": "\x00"}, "body.note"),
        ({"level": 1, "note": "x" * 2001}, "body.note"),
        ({"level": 1, "edition": 2**31}, "body.edition"),
        ('{"level": 1, "note": "\\ud800"}', "body.note"),
        ('{"level": NaN}', "body.level"),
        ("[]", "body.level"),
        ("null", "body.level"),
        (None, "body.answer"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named(lead: Call, body: Any, field: str) -> None:
    refusal = lead("PUT", PATH, body)
    assert refusal.status_code == 422
    assert [error["field"] for error in refusal.json()["errors"]] == [field]


@pytest.mark.parametrize("body", ["{", b"\xff\xfe", "[" * 100_000, '{"level": ' + "9" * 5000 + "}"])
def test_a_body_that_is_not_json_is_refused(lead: Call, body: str | bytes) -> None:
    refusal = lead("PUT", PATH, body)
    assert (refusal.status_code, refusal["Content-Type"]) == (400, "application/problem+json")


def test_a_body_that_is_too_large_is_refused(lead: Call) -> None:
    refusal = lead("PUT", PATH, {"level": 1, "note": "x" * 3_000_000})
    assert (refusal.status_code, refusal["Content-Type"]) == (413, "application/problem+json")


def test_a_question_that_nobody_asks_is_missing(lead: Call) -> None:
    assert lead("PUT", "/councils/OAKHAM/stocktake/answers/no-such", {"level": 1}).status_code == 404


@pytest.mark.parametrize("code", ["ELMTON", "DEMOTON", "NOWHERE"])
def test_nobody_answers_for_another_council(lead: Call, code: str) -> None:
    assert lead("PUT", PATH.replace("OAKHAM", code), {"level": 1}).status_code == 404
    assert lead("POST", f"/councils/{code}/stocktake/areas/leadership/submit").status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER, Role.COUNCILLOR])
def test_a_colleague_who_only_reads_cannot_answer(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call], role: Role
) -> None:
    assert program_of(make_person("rita", role, world["own"]))("PUT", PATH, {"level": 1}).status_code == 403


def test_a_dissolved_council_is_read_but_not_answered(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    call = program_of(make_person("last", Role.LEAD, world["gone"]))
    assert call("GET", "/councils/ASHBY/stocktake").status_code == 200
    assert call("PUT", PATH.replace("OAKHAM", "ASHBY"), {"level": 1}).status_code == 403


def test_a_lead_submits_once(lead: Call) -> None:
    answer_all(lead)
    submitted = lead("POST", f"{AREA}/submit")
    assert (submitted.status_code, submitted.json()["rating"]) == (201, "green")
    assert lead("POST", f"{AREA}/submit").status_code == 409


def test_questions_left_open_stop_a_submission(lead: Call) -> None:
    lead("PUT", PATH, {"level": 1})
    refusal = lead("POST", f"{AREA}/submit")
    assert 400 <= refusal.status_code < 500
    assert "still have no answer" in refusal.json()["detail"]


def test_a_contributor_answers_but_does_not_submit(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    call = program_of(make_person("carl", Role.CONTRIBUTOR, world["own"]))
    answer_all(call)
    assert call("POST", "/councils/OAKHAM/stocktake/areas/leadership/submit").status_code == 403


def test_the_overview_says_how_far_each_area_is(lead: Call) -> None:
    answer_all(lead)
    lead("POST", f"{AREA}/submit")
    lead("PUT", "/councils/OAKHAM/stocktake/answers/backups", {"level": 1})
    stands = lead("GET", "/councils/OAKHAM/stocktake").json()
    assert (stands["council"], stands["answered"], stands["total"]) == ("OAKHAM", 11, 50)
    assert stands["overall"] == {"score": 100.0, "rating": None, "areas": 1, "total": 5}
    found = {one["area"]: one for one in stands["areas"]}
    assert list(found) == ["leadership", "governance", "partnerships", "technology", "training"]
    assert (found["leadership"]["submitted_rating"], found["leadership"]["is_open"]) == ("green", False)
    assert (found["technology"]["answered"], found["technology"]["is_open"]) == (1, True)
    assert found["training"]["submitted_at"] is None


def test_an_area_holds_only_its_own_questions(lead: Call) -> None:
    stands = lead("GET", "/councils/OAKHAM/stocktake/areas/training").json()
    assert (stands["area"], stands["total"], len(stands["lines"])) == ("training", 10, 10)
    assert not set(QUESTIONS) & {line["question"] for line in stands["lines"]}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_area_that_nobody_knows_is_missing(lead: Call, method: str) -> None:
    path = "/councils/OAKHAM/stocktake/areas/no-such" + ("/submit" if method == "POST" else "")
    assert lead(method, path).status_code == 404


def test_the_old_address_of_submitting_is_gone(lead: Call) -> None:
    answer_all(lead)
    assert lead("POST", "/councils/OAKHAM/stocktake/submit").status_code == 404
