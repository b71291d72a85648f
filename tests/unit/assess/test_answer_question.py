"""Can a council's people answer together without losing what a colleague wrote?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.assess.actions.answer_question import LONGEST_NOTE, AnsweredMeanwhile, answer_question
from wardmote.assess.actions.submit_stocktake import submit_stocktake
from wardmote.assess.models import Answer, Stocktake, Submission
from wardmote.assess.queries.progress import stocktake_progress
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import INSIDE_COUNCIL, WRITES_ANSWERS, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body, Person

QUESTION = "lead-owner"


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def ada(world: World, council: Body) -> Person:
    return world.someone(council, Role.CONTRIBUTOR, name="Ada")


@pytest.fixture
def bea(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD, name="Bea")


def answer(world: World, person: Person, council: Body, level: int | None, edition: int, note: str = "") -> Answer:
    """Answer as the person, as the wall in the database sees them."""
    with seeing_as(str(person.pk)):
        return answer_question(
            by=world.viewer(person),
            council=council,
            question=QUESTION,
            level=level,
            note=note,
            edition=edition,
            at=world.at,
        )


def acts() -> list[str]:
    found = AuditEntry.objects.filter(action__startswith="stocktake").order_by("sequence")
    return list(found.values_list("action", flat=True))


def test_the_first_answer_opens_the_stocktake(world: World, council: Body, ada: Person) -> None:
    saved = answer(world, ada, council, 2, 0, "Since May.")
    assert (saved.level, saved.note, saved.edition, saved.answered_by) == (2, "Since May.", 1, ada)
    stocktake = Stocktake.objects.get()
    assert (stocktake.council, stocktake.opened_by, stocktake.closed_at) == (council, ada, None)
    assert acts() == ["stocktake.opened", "stocktake.answered"]


def test_a_changed_answer_rises_by_one_edition_and_is_audited_with_both_levels(
    world: World, council: Body, ada: Person, bea: Person
) -> None:
    answer(world, ada, council, 2, 0)
    changed = answer(world, bea, council, None, 1)
    assert (changed.level, changed.edition, changed.answered_by) == (None, 2, bea)
    entry = AuditEntry.objects.filter(action="stocktake.answered").order_by("-sequence")[0]
    assert (entry.before, entry.after, entry.subject) == ({"level": 2}, {"level": None}, f"question:{QUESTION}")
    assert acts().count("stocktake.answered") == 2


def test_notes_stay_out_of_the_audit_log(world: World, council: Body, ada: Person) -> None:
    answer(world, ada, council, 2, 0, "Our owner is Jo.")
    assert all("Jo" not in f"{e.before}{e.after}{e.subject}" for e in AuditEntry.objects.all())


def test_the_same_answer_again_changes_nothing(world: World, council: Body, ada: Person, bea: Person) -> None:
    first = answer(world, ada, council, 2, 0, "x")
    again = answer(world, bea, council, 2, 1, "x")
    assert (again.pk, again.edition, again.answered_by) == (first.pk, 1, ada)
    assert acts().count("stocktake.answered") == 1


def test_a_note_alone_is_a_change(world: World, council: Body, ada: Person) -> None:
    answer(world, ada, council, 2, 0, "x")
    assert answer(world, ada, council, 2, 1, "y").edition == 2


@pytest.mark.parametrize("edition", [0, 2, 99])
def test_a_colleague_who_saved_first_isnt_overwritten(
    world: World, council: Body, ada: Person, bea: Person, edition: int
) -> None:
    answer(world, ada, council, 3, 0, "Mine.")
    with pytest.raises(AnsweredMeanwhile, match=r"Ada answered this question while you had it open") as meanwhile:
        answer(world, bea, council, 1, edition, "No, mine.")
    theirs = meanwhile.value.theirs
    assert (theirs.level, theirs.note, theirs.name, theirs.edition) == (3, "Mine.", "Ada", 1)
    assert meanwhile.value.status == 409
    assert Answer.objects.get().note == "Mine."
    assert acts().count("stocktake.answered") == 1


def test_whoever_compared_both_saves_over_it(world: World, council: Body, ada: Person, bea: Person) -> None:
    answer(world, ada, council, 3, 0)
    with pytest.raises(AnsweredMeanwhile) as meanwhile:
        answer(world, bea, council, 1, 0)
    assert answer(world, bea, council, 1, meanwhile.value.theirs.edition).level == 1


def test_a_colleague_who_has_since_left_the_service_is_still_a_colleague(
    world: World, council: Body, ada: Person, bea: Person
) -> None:
    answer(world, ada, council, 3, 0)
    Answer.objects.update(answered_by=None)
    with pytest.raises(AnsweredMeanwhile, match="A colleague answered"):
        answer(world, bea, council, 1, 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"question": "no-such"}, "can't find that question"),
        ({"level": 5}, "Choose one of the answers"),
        ({"level": -1}, "Choose one of the answers"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, "2,000 characters or fewer"),
    ],
)
def test_what_doesnt_fit_the_question_is_refused(
    world: World, council: Body, ada: Person, change: dict[str, object], says: str
) -> None:
    wanted = {"question": QUESTION, "level": 2, "note": "", "edition": 0} | change
    with pytest.raises(Denied, match=says):
        answer_question(by=world.viewer(ada), council=council, at=world.at, **wanted)  # type: ignore[arg-type]
    assert not Stocktake.objects.exists()


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, None])
def test_every_level_and_dont_know_is_an_answer(world: World, council: Body, ada: Person, level: int | None) -> None:
    assert answer(world, ada, council, level, 0, "x" * LONGEST_NOTE).level == level


@pytest.mark.parametrize("role", [*sorted(INSIDE_COUNCIL), Role.ASSURER])
def test_only_contributors_and_leads_answer(world: World, council: Body, role: Role) -> None:
    person = world.someone(council, role)
    if role in WRITES_ANSWERS:
        assert answer(world, person, council, 2, 0)
        return
    with pytest.raises(Denied, match="Ask your cyber lead to make you a contributor"):
        answer(world, person, council, 2, 0)
    assert not Stocktake.objects.exists()


@pytest.mark.parametrize("who", ["a lead elsewhere", "the programme", "a lapsed lead"])
def test_nobody_from_outside_answers(world: World, council: Body, who: str) -> None:
    if who == "a lapsed lead":
        person = world.someone(council, Role.LEAD)
        person.memberships.update(lapses_on=world.at.date())
    else:
        place = world.council("moe") if who == "a lead elsewhere" else world.programme()
        person = world.someone(place, Role.LEAD if who == "a lead elsewhere" else Role.PROGRAMME_TEAM)
    with pytest.raises(Denied):
        answer(world, person, council, 2, 0)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"end_date": timedelta(days=0)}, "has been dissolved"),
        ({"start_date": timedelta(days=9)}, "doesn't exist yet"),
        ({"start_date": timedelta(days=9), "shadow_from": timedelta(days=0)}, ""),
        ({"end_date": timedelta(days=1)}, ""),
    ],
    ids=["dissolved", "planned", "shadow", "last day"],
)
def test_a_council_answers_while_it_works(world: World, dates: dict[str, timedelta], says: str) -> None:
    today = world.at.date()
    body = world.council("gone", **{name: today + after for name, after in dates.items()})  # type: ignore[arg-type]
    person = world.someone(body, Role.LEAD)
    if not says:
        assert answer(world, person, body, 2, 0)
        return
    with pytest.raises(Denied, match=says):
        answer(world, person, body, 2, 0)


def test_after_submitting_the_answers_are_carried_forward_so_that_nobody_types_twice(
    world: World, council: Body, ada: Person, bea: Person
) -> None:
    world.submit(council, level=3, note="Known.")
    world.at += timedelta(days=1)
    edition = stocktake_progress(council).line(QUESTION).edition  # type: ignore[union-attr]
    answer(world, ada, council, 4, edition)
    progress = stocktake_progress(council).area("leadership")
    assert progress.is_open
    assert progress.unanswered == ()
    assert [(line.level, line.note) for line in progress.lines if line.question.id != QUESTION] == [(3, "Known.")] * 9
    assert Stocktake.objects.count() == 2


def test_a_page_made_from_the_submitted_answers_saves_at_once(
    world: World, council: Body, ada: Person, bea: Person
) -> None:
    """An answer that was changed before it was submitted is carried forward with its edition."""
    world.answer_all(council, 2)
    answer(world, ada, council, 3, 1)
    submit_stocktake(by=world.viewer(bea), council=council, area="leadership", at=world.at + timedelta(seconds=1))
    shown = stocktake_progress(council).line(QUESTION)
    assert shown is not None
    world.at += timedelta(days=1)
    assert answer(world, ada, council, 4, shown.edition).level == 4


def test_an_answer_after_submitting_doesnt_touch_what_was_submitted(
    world: World, council: Body, ada: Person, bea: Person
) -> None:
    world.submit(council, level=3, note="Known.")
    before = list(Submission.objects.values()), list(Submission.objects.get().reasons.values())
    world.at += timedelta(days=1)
    edition = stocktake_progress(council).line(QUESTION).edition  # type: ignore[union-attr]
    answer(world, ada, council, 0, edition, "Worse.")
    assert (list(Submission.objects.values()), list(Submission.objects.get().reasons.values())) == before
    closed = Stocktake.objects.get(closed_at__isnull=False)
    assert set(closed.answers.values_list("level", "note")) == {(3, "Known.")}


def test_an_answer_goes_to_the_area_that_asks_the_question(world: World, council: Body, ada: Person) -> None:
    for question in ("backups", "lead-owner", "multi-factor"):
        answer_question(
            by=world.viewer(ada), council=council, question=question, level=2, note="", edition=0, at=world.at
        )
    found = {area: set(opened) for area, opened in _questions_by_area().items()}
    assert found == {"technology": {"backups", "multi-factor"}, "leadership": {"lead-owner"}}
    entries = AuditEntry.objects.filter(action="stocktake.opened").order_by("sequence")
    assert [entry.after for entry in entries] == [{"area": "technology"}, {"area": "leadership"}]


def test_starting_an_area_again_leaves_the_others_as_they_were(world: World, council: Body, bea: Person) -> None:
    world.submit(council, 3)
    world.submit(council, 3, area="governance")
    answer(world, bea, council, 1, 1)
    whole = stocktake_progress(council)
    assert [one.area.id for one in whole.areas if one.is_open] == ["leadership"]
    assert {line.level for line in whole.area("governance").lines} == {3}


def _questions_by_area() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for answered in Answer.objects.select_related("stocktake"):
        found.setdefault(answered.stocktake.area, []).append(answered.question)
    return found
