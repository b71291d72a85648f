"""Can a program read and answer its own council's assessment by outcomes, and nobody else's?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.unit.assess.assessments.reviews import a_round
from tests.unit.assess.assessments.rounds import an_assessment
from tests.worlds import World
from wardmote.assess import frameworks
from wardmote.assess.actions.import_wording import import_wording
from wardmote.assess.models import Assessment, OutcomeAnswer, State
from wardmote.engines.frameworks import Statement, Status
from wardmote.engines.frameworks.importing import Wording
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Body

Call = Callable[..., Any]
GIVEN = {"status": "achieved", "confidence": 3, "justification": "The board met.", "is_confirmed": True, "edition": 0}


@pytest.fixture
def world(db: None) -> World:
    """The small world of the other tests, instead of the API's."""
    return World()


@pytest.fixture
def elm(world: World) -> Body:
    """A council."""
    return world.council("elm")


@pytest.fixture
def assessment(world: World, elm: Body) -> Assessment:
    """The council's assessment with one critical system."""
    return an_assessment(world, elm)


@pytest.fixture
def address(assessment: Assessment) -> str:
    """Where the council's assessment is."""
    return f"/councils/elm/assessments/{assessment.pk}"


@pytest.fixture
def path(address: str) -> str:
    """Where its first outcome is."""
    return f"{address}/parts/0/outcomes/A1.a"


@pytest.fixture
def lead(world: World, elm: Body, program_of: Callable[..., Call]) -> Call:
    """A program of the council's lead."""
    return program_of(world.lead_of(elm))


@pytest.fixture
def carl(world: World, elm: Body, program_of: Callable[..., Call]) -> Call:
    """A program of a contributor."""
    return program_of(world.someone(elm, Role.CONTRIBUTOR, "Carl"))


@pytest.fixture
def wording(world: World) -> Iterator[None]:
    """Three statements of our own for A1.a; what is remembered by its number is forgotten with it."""
    frameworks._worded.cache_clear()
    levels = {"b": Status.NOT_ACHIEVED, "g": Status.ACHIEVED, "h": Status.ACHIEVED}
    says = {"A1.a": tuple(Statement(f"A1.a.{key}", level, f"Says {key}.") for key, level in levels.items())}
    import_wording(by=None, wording=Wording("caf", "3.2", "our.toml", "1", says), at=world.at)
    yield
    frameworks._worded.cache_clear()


def test_anybody_lists_the_frameworks(anybody: Call) -> None:
    found = anybody("GET", "/frameworks").json()
    assert ("caf", "3.2") in {(one["framework"], one["version"]) for one in found}
    assert all(one["title"] for one in found)


def test_a_lead_lists_the_assessments_newest_first(lead: Call, assessment: Assessment, world: World, elm: Body) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=State.CLOSED, approved_at=world.at)
    newer = an_assessment(world, elm, systems=0)
    found = lead("GET", "/councils/elm/assessments").json()["items"]
    assert [(one["number"], one["state"]) for one in found] == [(newer.pk, "open"), (assessment.pk, "closed")]
    assert (found[0]["framework"], found[0]["version"], found[0]["profile"]) == ("caf", "3.2", "baseline")


def test_a_saved_outcome_shows_in_the_assessment(lead: Call, address: str, path: str) -> None:
    before = lead("GET", address).json()
    saved = lead("PUT", path, GIVEN)
    after = lead("GET", address).json()
    assert (saved.status_code, saved.json()["edition"], saved.json()["answered_by"]) == (200, 1, "lead of elm")
    assert (before["confirmed"], after["confirmed"]) == (0, 1)
    assert before["total"] == after["total"] == len(after["outcomes"])
    first = after["outcomes"][0]
    assert (first["position"], first["outcome"], first["status"], first["is_confirmed"]) == (
        0,
        "A1.a",
        "achieved",
        True,
    )
    assert {one["position"] for one in after["outcomes"]} == {0, 1}


def test_an_outcome_is_empty_before_it_is_answered(lead: Call, path: str) -> None:
    before = lead("GET", path).json()
    lead("PUT", path, GIVEN)
    after = lead("GET", path).json()
    assert (before["status"], before["edition"], before["answered_at"]) == (None, 0, None)
    assert (after["status"], after["edition"], after["justification"]) == ("achieved", 1, "The board met.")


def test_the_same_answer_sent_again_is_saved_once(lead: Call, path: str) -> None:
    lead("PUT", path, GIVEN)
    again = lead("PUT", path, {**GIVEN, "edition": 1})
    assert (again.status_code, again.json()["edition"]) == (200, 1)
    assert AuditEntry.objects.filter(action="assessment.answered").count() == 1


def test_a_framework_says_what_each_level_looks_like_in_our_words(lead: Call, address: str) -> None:
    found = lead("GET", f"{address}/framework").json()
    first = found["outcomes"][0]
    assert (found["framework"], found["version"], found["wording"]) == ("caf", "3.2", "")
    assert (first["id"], first["objective"], first["is_per_system"], first["statements"]) == ("A1.a", "A", False, [])
    assert set(first["looks"]) == {"not-achieved", "achieved"}


@pytest.mark.usefixtures("wording")
def test_where_statements_were_imported_they_decide_the_status(lead: Call, address: str, path: str) -> None:
    shown = lead("GET", f"{address}/framework").json()["outcomes"][0]["statements"]
    assert [(one["id"], one["level"]) for one in shown[:1]] == [("A1.a.b", "not-achieved")]
    saved = lead("PUT", path, {"edition": 0, "replies": {"A1.a.g": "true", "A1.a.h": "true"}})
    assert (saved.json()["status"], saved.json()["replies"]) == ("achieved", {"A1.a.g": "true", "A1.a.h": "true"})


@pytest.mark.usefixtures("wording")
@pytest.mark.parametrize(
    ("replies", "alternatives", "says"),
    [
        ({"A2.a.g": "true"}, {}, "doesn't belong"),
        ({"A1.a.g": "alternative"}, {}, "Describe the alternative"),
        ({"A1.a.g": "alternative"}, {"A1.a.h": "Another control."}, "Describe the alternative"),
    ],
)
def test_a_statement_that_doesnt_fit_is_refused_in_words(
    lead: Call, path: str, replies: dict[str, str], alternatives: dict[str, str], says: str
) -> None:
    refusal = lead("PUT", path, {"replies": replies, "alternatives": alternatives, "edition": 0})
    assert (refusal.status_code, OutcomeAnswer.objects.count()) == (403, 0)
    assert says in refusal.json()["detail"]


def test_an_answer_from_an_older_reading_meets_the_colleagues(lead: Call, carl: Call, path: str) -> None:
    carl("PUT", path, {**GIVEN, "status": "not-achieved", "justification": "Mine."})
    refusal = lead("PUT", path, GIVEN)
    assert (refusal.status_code, refusal["Content-Type"]) == (409, "application/problem+json")
    theirs = refusal.json()["theirs"]
    assert (theirs["status"], theirs["justification"], theirs["answered_by"], theirs["edition"]) == (
        "not-achieved",
        "Mine.",
        "Carl",
        1,
    )
    assert lead("PUT", path, {**GIVEN, "edition": 1}).json()["edition"] == 2


@pytest.mark.parametrize("state", [State.APPROVED, State.REVIEW, State.RESPONSE, State.ASSURED, State.CLOSED])
def test_what_the_council_has_approved_is_read_but_not_changed(
    lead: Call, world: World, assessment: Assessment, path: str, state: State
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=state, approved_at=world.at)
    refusal = lead("PUT", path, GIVEN)
    assert (refusal.status_code, "theirs" in refusal.json()) == (409, False)
    assert lead("GET", path).status_code == 200


def test_the_document_says_that_a_conflict_may_come_without_a_colleagues_answer(anybody: Call) -> None:
    shapes = anybody("GET", "/openapi.json").json()["components"]["schemas"]
    assert "theirs" not in shapes["OutcomeConflict"]["required"]
    assert shapes["StatusWord"]["enum"] == ["not-achieved", "partially-achieved", "achieved"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"status": "very-achieved"}, "body.status"),
        ({"status": 3}, "body.status"),
        ({"status": "live"}, "body.status"),
        ({"confidence": 0}, "body.confidence"),
        ({"confidence": 4}, "body.confidence"),
        ({"confidence": "2"}, "body.confidence"),
        ({"confidence": True}, "body.confidence"),
        ({"justification": "\x00"}, "body.justification"),
        ({"justification": "x" * 4001}, "body.justification"),
        ({"justification": None}, "body.justification"),
        ('{"edition": 0, "justification": "\\ud800"}', "body.justification"),
        ({"replies": []}, "body.replies"),
        ({"replies": {"A1.a.1": "maybe"}}, "body.replies.A1.a.1"),
        ({"replies": {f"A1.a.{n}": "true" for n in range(201)}}, "body.replies"),
        ({"alternatives": {"A1.a.1": "\x00"}}, "body.alternatives.A1.a.1"),
        ({"alternatives": {"A1.a.1": "x" * 1001}}, "body.alternatives.A1.a.1"),
        ({"is_confirmed": "perhaps"}, "body.is_confirmed"),
        ({"edition": -1}, "body.edition"),
        ({"edition": 2**31}, "body.edition"),
        ({"edition": "0"}, "body.edition"),
        ("{}", "body.edition"),
        ("[]", "body.edition"),
        ("null", "body.edition"),
        (None, "body.answer"),
    ],
)
def test_an_answer_that_makes_no_sense_is_named(lead: Call, path: str, body: Any, field: str) -> None:
    refusal = lead("PUT", path, {"edition": 0, **body} if isinstance(body, dict) else body)
    assert (refusal.status_code, OutcomeAnswer.objects.count()) == (422, 0)
    assert [error["field"] for error in refusal.json()["errors"]] == [field]


@pytest.mark.parametrize("key", ["A1.a.\x00", "A 1", "x" * 41, ""])
def test_a_statements_id_that_cant_be_one_is_refused(lead: Call, path: str, key: str) -> None:
    for given in ({"replies": {key: "true"}}, {"alternatives": {key: "Another control."}}):
        assert lead("PUT", path, {**given, "edition": 0}).status_code == 422


def test_a_level_that_the_outcome_doesnt_have_is_refused(lead: Call, path: str) -> None:
    refusal = lead("PUT", path, {**GIVEN, "status": "partially-achieved"})
    assert (refusal.status_code, OutcomeAnswer.objects.count()) == (403, 0)
    assert "doesn't have that level" in refusal.json()["detail"]


@pytest.mark.parametrize("lacks", ["status", "confidence", "justification"])
def test_an_outcome_is_confirmed_only_with_a_level_how_sure_and_why(lead: Call, path: str, lacks: str) -> None:
    given = {key: value for key, value in GIVEN.items() if key != lacks}
    assert lead("PUT", path, given).status_code == 403
    assert lead("PUT", path, {**given, "is_confirmed": False}).status_code == 200


@pytest.mark.parametrize(
    "where",
    ["parts/7/outcomes/A1.a", "parts/1/outcomes/A1.a", "parts/0/outcomes/B2.a", "parts/0/outcomes/Z9.z"],
    ids=["no such part", "not asked of a system", "not asked of the organisation", "no such outcome"],
)
def test_an_outcome_that_isnt_asked_there_is_missing(lead: Call, address: str, where: str) -> None:
    assert lead("GET", f"{address}/{where}").status_code == 404
    assert lead("PUT", f"{address}/{where}", GIVEN).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "9007199254740992", "x", "1.5", "%00"])
def test_a_number_that_cant_be_one_is_refused(lead: Call, number: str) -> None:
    assert lead("GET", f"/councils/elm/assessments/{number}").status_code == 422


def test_an_outcome_with_a_nul_byte_is_refused(lead: Call, address: str) -> None:
    for where in ("parts/0/outcomes/A1.a%00", "parts/0%00/outcomes/A1.a", "parts/-1/outcomes/A1.a"):
        assert lead("GET", f"{address}/{where}").status_code == 422


def test_nobody_reads_or_answers_another_councils_assessment(
    lead: Call, world: World, assessment: Assessment, program_of: Callable[..., Call]
) -> None:
    council = world.council("oak")
    theirs = an_assessment(world, council)
    for code, number in (("oak", theirs.pk), ("elm", theirs.pk), ("oak", assessment.pk), ("nowhere", assessment.pk)):
        address = f"/councils/{code}/assessments/{number}"
        for what in ("", "/framework", "/parts/0/outcomes/A1.a"):
            assert lead("GET", address + what).status_code == 404
        assert lead("PUT", f"{address}/parts/0/outcomes/A1.a", GIVEN).status_code == 404
    assert lead("GET", "/councils/oak/assessments").status_code == 404
    assert OutcomeAnswer.objects.count() == 0
    assert program_of(world.lead_of(council))("GET", f"/councils/oak/assessments/{theirs.pk}").status_code == 200


def test_an_assurer_who_was_asked_reads_nothing_here(world: World, program_of: Callable[..., Call]) -> None:
    found = a_round(world)
    found.ask()
    call = program_of(found.assurer)
    for what in ("", f"/{found.assessment.pk}", f"/{found.assessment.pk}/parts/0/outcomes/A1.a"):
        assert call("GET", f"/councils/elm/assessments{what}").status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER])
def test_a_colleague_who_only_reads_cannot_answer(
    world: World, elm: Body, path: str, program_of: Callable[..., Call], role: Role
) -> None:
    call = program_of(world.someone(elm, role))
    assert (call("GET", path).status_code, call("PUT", path, GIVEN).status_code) == (200, 403)


def test_a_councillor_reads_no_answers(
    world: World, elm: Body, path: str, address: str, program_of: Callable[..., Call]
) -> None:
    call = program_of(world.someone(elm, Role.COUNCILLOR))
    assert {call("GET", where).status_code for where in (path, address, "/councils/elm/assessments")} == {403}


def test_a_token_reads_and_writes_only_within_its_scopes(
    world: World, elm: Body, address: str, path: str, program_of: Callable[..., Call]
) -> None:
    lead = world.lead_of(elm)
    reads, writes, else_ = (
        program_of(lead, scope) for scope in ("assessments:read", "assessments:write", "estate:read")
    )
    assert (reads("GET", path).status_code, reads("PUT", path, GIVEN).status_code) == (200, 403)
    assert (writes("GET", path).status_code, writes("PUT", path, GIVEN).status_code) == (403, 200)
    for where in (path, address, f"{address}/framework", "/councils/elm/assessments"):
        assert else_("GET", where).status_code == 403


def test_nobody_reads_without_a_token(anybody: Call, address: str, path: str) -> None:
    for where in (path, address, f"{address}/framework", "/councils/elm/assessments"):
        assert anybody("GET", where).status_code == 401
    assert anybody("PUT", path, GIVEN).status_code == 401
