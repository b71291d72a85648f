"""Is everything that access depends on read at once, and does it say what pages need?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import ABOUT, INSIDE_COUNCIL, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import BodyRecord, Membership
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.queries.access import body_shown, moment_of, own_body, viewer_of

READS = frozenset({Role.LEAD, Role.VIEWER})


def test_a_viewer_is_read_in_one_query_however_many_roles(world: World, django_assert_num_queries: object) -> None:
    person = world.person("Ada")
    for n in range(5):
        world.give(person, world.council(f"c{n}"), Role.VIEWER)
    with django_assert_num_queries(1):  # type: ignore[operator]
        viewer = world.viewer(person)
    assert len(viewer.standings) == 5


def test_a_standing_says_where_and_as_what(world: World) -> None:
    elm = world.council("elm", short_name="Elmbridge")
    (standing,) = world.viewer(world.someone(elm, Role.LEADER)).standings
    assert (standing.code, standing.name, standing.kind, standing.role) == ("elm", "Elmbridge", "district", Role.LEADER)
    assert standing.is_open
    assert standing.confirm_by == (world.at + timedelta(days=395)).date()


def test_a_body_without_a_record_goes_by_its_code(world: World) -> None:
    elm = world.council("elm")
    person = world.someone(elm, Role.VIEWER)
    BodyRecord.objects.all().delete()
    assert world.viewer(person).standings[0].name == "elm"


def test_roles_ended_are_forgotten(world: World) -> None:
    person = world.someone(world.council("elm"), Role.VIEWER)
    Membership.objects.update(ended_at=world.at)
    assert world.viewer(person).standings == ()


@pytest.mark.parametrize("role", list(Role))
def test_a_second_factor_is_asked_for_by_the_roles_that_need_it(world: World, role: Role) -> None:
    kinds = {"council": "district", "warp": "warp", "programme": "programme", "platform": "platform"}
    person = world.someone(world.council("own", kind=kinds[ABOUT[role].held_in]), role)
    viewer = world.viewer(person)
    assert viewer.needs_second_factor == viewer.has_second_factor == ABOUT[role].needs_second_factor
    lapsed = world.viewer(person, (world.at + timedelta(days=395)).date())
    assert not lapsed.needs_second_factor


def test_recovery_codes_alone_are_no_second_factor(world: World) -> None:
    from allauth.mfa.models import Authenticator

    person = world.someone(world.council("elm"), Role.LEAD)
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    assert not world.viewer(person).has_second_factor


def test_the_own_council_is_one_that_the_person_belongs_to_from_inside(world: World) -> None:
    person = world.person("Ada")
    world.give(person, world.council("reviewed"), Role.ASSURER)
    assert world.viewer(person).own_council == ""
    world.give(person, world.council("elm"), Role.VIEWER)
    assert world.viewer(person).own_council == "elm"
    assert [s.code for s in world.viewer(person).held(INSIDE_COUNCIL)] == ["elm"]


def test_a_page_is_open_to_a_role_closed_in_words_to_another_and_missing_to_strangers(world: World) -> None:
    elm = world.council("elm")
    for role, status in ((Role.LEAD, 200), (Role.COUNCILLOR, 403), (Role.ASSURER, 404), (None, 404)):
        person = world.someone(elm, role) if role else world.person("Eve")
        with seeing_as(str(person.pk)):
            try:
                assert own_body(world.viewer(person), "elm", world.at, READS) == elm
                found = 200
            except Denied as refusal:
                found = refusal.status
        assert (role, found) == (role, status)


def test_a_body_that_doesnt_exist_is_missing_like_one_that_isnt_yours(world: World) -> None:
    world.council("elm")
    viewer = world.viewer(world.person("Eve"))
    sentences = set()
    for code in ("elm", "nowhere"):
        with pytest.raises(Denied) as refusal:
            own_body(viewer, code, world.at, READS)
        sentences.add((refusal.value.sentence, refusal.value.status))
        with pytest.raises(Denied) as refusal:
            body_shown(viewer, code, world.at)
        sentences.add((refusal.value.sentence, refusal.value.status))
    assert len(sentences) == 1


def test_a_body_is_shown_only_by_its_own_choice(world: World) -> None:
    elm = world.council("elm")
    viewer = world.viewer(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    assert body_shown(viewer, "elm", world.at) == elm
    world.share(elm, Audience.PROGRAMME, Level.NOTHING)
    with pytest.raises(Denied):
        body_shown(viewer, "elm", world.at)


def test_a_request_without_a_viewer_is_sent_to_sign_in(rf: object, world: World) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]
    with pytest.raises(Denied) as refusal:
        viewer_of(request)
    assert refusal.value.status == 401
    request.moment = world.at
    assert moment_of(request) == world.at
