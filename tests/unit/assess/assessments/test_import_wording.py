"""Is official wording brought in whole, shown on the page, and answered statement by statement?"""

from collections.abc import Iterator, Mapping

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess import frameworks
from wardmote.assess.actions.import_profile import import_profile
from wardmote.assess.actions.import_wording import import_wording, wording_change
from wardmote.assess.actions.save_outcome import Given, save_outcome
from wardmote.assess.frameworks import framework_of, profiles_for
from wardmote.assess.models import ImportedFramework
from wardmote.assess.queries.desks import Desk
from wardmote.engines.frameworks import Profile, Reply, Statement, Status
from wardmote.engines.frameworks.importing import Wording
from wardmote.kernel.denial import Denied

pytestmark = pytest.mark.django_db

GOOD, HALF, BAD = Status.ACHIEVED, Status.PARTIALLY_ACHIEVED, Status.NOT_ACHIEVED


def statements(**says: str) -> Mapping[str, tuple[Statement, ...]]:
    levels = {"b": BAD, "p": HALF, "g": GOOD, "h": GOOD}
    return {"A2.a": tuple(Statement(f"A2.a.{key}", levels[key], words) for key, words in says.items())}


def wording(digest: str = "1", **says: str) -> Wording:
    return Wording("caf", "3.2", "our.toml", digest, statements(**says))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Forget remembered wordings: rolled-back tests use the same row numbers again."""
    frameworks._worded.cache_clear()
    frameworks._imported_profile.cache_clear()
    yield
    frameworks._worded.cache_clear()
    frameworks._imported_profile.cache_clear()


FIRST = {"b": "Nobody knows.", "p": "Some know.", "g": "All know.", "h": "It is written down."}


@pytest.fixture
def desk(world: World) -> Desk:
    import_wording(by=None, wording=wording(**FIRST), at=world.at)
    council = world.council("elm")
    return desk_of(world, world.lead_of(council), an_assessment(world, council))


def say(desk: Desk, replies: Mapping[str, Reply], edition: int = 0, **more: str) -> str | None:
    given = Given(replies=replies, alternatives=more)
    return save_outcome(by=desk, part=desk.part(0), outcome="A2.a", given=given, edition=edition, at=desk.at).status


def test_the_status_follows_from_the_statements(desk: Desk) -> None:
    assert say(desk, {"A2.a.p": Reply.TRUE}) == HALF
    assert say(desk, {"A2.a.g": Reply.TRUE, "A2.a.h": Reply.TRUE}, 1) == GOOD
    assert say(desk, {"A2.a.g": Reply.TRUE, "A2.a.h": Reply.TRUE, "A2.a.b": Reply.TRUE}, 2) == BAD


def test_a_statement_of_no_outcome_and_an_undescribed_alternative_are_refused(desk: Desk) -> None:
    with pytest.raises(Denied, match="doesn't belong"):
        say(desk, {"A1.a.1": Reply.TRUE})
    with pytest.raises(Denied, match="Describe the alternative"):
        say(desk, {"A2.a.g": Reply.ALTERNATIVE})


def test_the_page_sends_ticks_and_alternatives_and_shows_them_again(desk: Desk) -> None:
    browser = signed_in(desk.viewer.person)
    where = f"/councils/elm/assessments/{desk.assessment.pk}/0/A2.a/"
    sent = {"statement": ["A2.a.g"], "alternative-A2.a.h": "It is on the intranet.", "edition": "0", "stay": "1"}
    assert browser.post(where, sent).status_code == 302
    saved = desk.assessment.answers.get()
    assert saved.replies == {"A2.a.g": "true", "A2.a.h": "alternative"}
    assert saved.status == GOOD
    page = browser.get(where).content.decode()
    assert "It is on the intranet." in page
    assert page.count(" checked") == 1
    foreign = browser.post(where, {"statement": ["B1.a.1"], "edition": "1"})
    assert foreign.status_code == 422


def test_an_import_shows_what_it_adds_and_replaces_the_one_before(world: World, desk: Desk) -> None:
    newer = wording("2", b="Nobody knows.", p="A few know.", g="All know.")
    change = wording_change(newer)
    assert (change.added, change.removed, change.reworded) == ((), ("A2.a.h",), ("A2.a.p",))
    import_wording(by=None, wording=newer, at=world.at)
    assert ImportedFramework.objects.filter(is_current=True).count() == 1
    assert [s.says for s in framework_of("caf", "3.2").outcomes["A2.a"].statements][1] == "A few know."


def test_answers_that_speak_of_a_changed_statement_are_to_be_checked(world: World, desk: Desk) -> None:
    say(desk, {"A2.a.p": Reply.TRUE})
    answer(desk, "A1.a")
    import_wording(by=None, wording=wording("2", **FIRST | {"p": "A few know."}), at=world.at)
    checks = dict(desk.assessment.answers.values_list("outcome", "is_to_check"))
    assert checks == {"A2.a": True, "A1.a": False}


def test_statements_that_dont_fit_the_framework_change_nothing(world: World) -> None:
    stranger = Wording("caf", "3.2", "x", "1", {"Z9.z": (Statement("Z9.z.1", GOOD, "x"),)})
    with pytest.raises(Denied, match="don't fit"):
        import_wording(by=None, wording=stranger, at=world.at)
    assert not ImportedFramework.objects.exists()


def test_an_imported_profile_is_offered_first_and_takes_the_place_of_its_key(world: World) -> None:
    local = Profile("local", "caf", "3.2", "Local government", "From the programme.", False, {"A1.a": HALF})
    base = Profile("baseline", "caf", "3.2", "Baseline, 2027", "Newer.", False, {"A1.a": GOOD})
    for profile in (local, base):
        import_profile(by=None, profile=profile, source="x.toml", content=b"x", at=world.at)
    assert [p.title for p in profiles_for("caf", "3.2")][:2] == ["Baseline, 2027", "Local government"]
    assert [p.key for p in profiles_for("caf", "3.2")] == ["baseline", "local", "enhanced"]
