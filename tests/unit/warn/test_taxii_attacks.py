"""Does anything that the TAXII server answers tell a stranger that something is there?"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.warn.shared_town import Program, SharedTown, address, identity, indicator
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.roles import Role
from wardmote.register.actions.revoke_token import revoke_token
from wardmote.register.models import Affiliation, ApiToken, Membership, Person
from wardmote.warn.actions.close_circle import close_circle
from wardmote.warn.actions.leave_circle import leave_circle
from wardmote.warn.models import Collection, StixObject

VARYING = {"X-Request-Id", "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"}


@pytest.fixture
def town(world: World) -> SharedTown:
    """A WARP with a circle."""
    return SharedTown(world)


@pytest.fixture
def insider(town: SharedTown) -> Person:
    """The lead of the council that is in the circle."""
    return town.world.someone(town.elm, Role.LEAD, "Ina")


@pytest.fixture
def stranger(town: SharedTown) -> Program:
    """A program of the lead of a council of the WARP that isn't in the circle."""
    return town.program(town.world.someone(town.moe, Role.LEAD, "Max"))


def seen(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return all that a client can compare."""
    return answer.status_code, answer.content, {k: v for k, v in answer.headers.items() if k not in VARYING}


def elsewhere(collection: Collection, rest: str) -> str:
    """Return the address of the same resource in a collection that never was."""
    return f"/taxii2/{collection.owner.code}/collections/{uuid4()}/{rest}"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "objects/",
        "objects/?limit=1",
        "objects/?limit=0",
        "objects/?match[name]=x",
        f"objects/?match[id]={indicator(1)['id']}",
        f"objects/{indicator(1)['id']}/",
        f"objects/{indicator(1)['id']}/versions/",
        f"objects/{indicator(2)['id']}/",
        "manifest/",
    ],
)
def test_a_hidden_collection_answers_as_one_that_never_was(town: SharedTown, stranger: Program, rest: str) -> None:
    hidden = town.collection()
    town.add(hidden, indicator(1))
    real, made_up = stranger.get(address(hidden, rest)), stranger.get(elsewhere(hidden, rest))
    assert real.status_code == 404
    assert seen(real) == seen(made_up)
    assert "ETag" not in real.headers


def test_a_hidden_collection_is_looked_for_by_the_same_way_through_the_code(
    town: SharedTown, stranger: Program
) -> None:
    hidden = town.collection()
    town.add(hidden, *[indicator(n) for n in range(50)])
    stranger.get("/taxii2/")

    def asked(path: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            stranger.get(path)
        return [query["sql"].replace(hidden.uuid.hex, "?").replace(str(hidden.uuid), "?")[:200] for query in queries]

    assert asked(address(hidden)) == asked(elsewhere(hidden, "objects/"))


def test_what_is_sent_to_a_hidden_collection_goes_nowhere(town: SharedTown, stranger: Program) -> None:
    hidden = town.collection()
    real = stranger.post(address(hidden), indicator(1))
    made_up = stranger.post(elsewhere(hidden, "objects/"), indicator(1))
    assert (real.status_code, seen(real)) == (404, seen(made_up))
    assert not StixObject.objects.exists()


def test_a_root_with_nothing_for_the_caller_isnt_there(town: SharedTown, stranger: Program) -> None:
    town.collection()
    assert "api_roots" not in stranger.get("/taxii2/").json()
    for rest in ("", "collections/"):
        real, made_up = stranger.get(f"/taxii2/the-warp/{rest}"), stranger.get(f"/taxii2/no-warp/{rest}")
        assert (real.status_code, seen(real)) == (404, seen(made_up))


def test_another_root_doesnt_lead_to_a_collection(town: SharedTown, insider: Person) -> None:
    collection = town.collection()
    assert town.program(insider).get(f"/taxii2/elm/collections/{collection.uuid}/objects/").status_code == 404


def test_counts_and_lists_hold_only_what_the_caller_may_see(town: SharedTown, stranger: Program) -> None:
    shown, hidden = town.collection(in_circle=False, title="For all"), town.collection(title="For the circle")
    town.add(shown, indicator(1))
    town.add(hidden, indicator(1), indicator(2))
    listed = stranger.get("/taxii2/the-warp/collections/").json()["collections"]
    assert [one["title"] for one in listed] == ["For all"]
    assert len(stranger.get(address(shown)).json()["objects"]) == 1
    assert stranger.get(f"{address(shown)}?match[id]={indicator(2)['id']}").json() == {}


def test_a_status_is_the_senders_alone(town: SharedTown, insider: Person) -> None:
    collection = town.collection()
    sent = town.program(insider).post(address(collection), indicator(1)).json()
    colleague = town.program(town.world.someone(town.elm, Role.CONTRIBUTOR, "Cora"))
    real, made_up = (colleague.get(f"/taxii2/the-warp/status/{number}/") for number in (sent["id"], uuid4()))
    assert (real.status_code, seen(real)) == (404, seen(made_up))


def test_a_cursor_is_good_for_one_person_and_one_collection(town: SharedTown, insider: Person) -> None:
    one, other = town.collection(title="One"), town.collection(title="Other")
    town.add(one, indicator(1), indicator(2))
    town.add(other, indicator(3), indicator(4))
    mine = town.program(insider)
    colleagues = town.program(town.world.someone(town.elm, Role.VIEWER, "Vic"))
    cursor = mine.get(f"{address(one)}?limit=1").json()["next"]
    assert mine.get(f"{address(one)}?next={cursor}").status_code == 200
    assert mine.get(f"{address(other)}?next={cursor}").status_code == 400
    assert colleagues.get(f"{address(one)}?next={cursor}").status_code == 400


@pytest.mark.parametrize("way", ["ended", "lapsed", "left", "closed"])
def test_whoever_is_no_longer_in_sees_no_more(town: SharedTown, insider: Person, way: str) -> None:
    collection, program = town.collection(), town.program(insider)
    sent = program.post(address(collection), indicator(1)).json()
    assert program.get(address(collection)).status_code == 200
    by = town.world.viewer(town.operator)
    match way:
        case "ended":
            Membership.objects.filter(person=insider).update(ended_at=town.at)
        case "lapsed":
            Membership.objects.filter(person=insider).update(lapses_on=town.at.date())
        case "left":
            leave_circle(by=by, circle=town.circle, body=town.elm, at=town.at)
        case "closed":
            close_circle(by=by, circle=town.circle, at=town.at)
    assert program.get(address(collection)).status_code == 404
    assert program.post(address(collection), indicator(2)).status_code == 404
    assert program.get(f"/taxii2/the-warp/status/{sent['id']}/").status_code == 404


def test_a_council_that_left_the_warp_sees_what_is_for_its_members_no_more(town: SharedTown, stranger: Program) -> None:
    collection = town.collection(in_circle=False)
    assert stranger.get(address(collection)).status_code == 200
    Affiliation.objects.filter(member=town.moe).update(valid_to=town.at.date())
    assert stranger.get(address(collection)).status_code == 404


def test_a_token_that_is_revoked_run_out_or_of_nobody_opens_nothing(town: SharedTown, insider: Person) -> None:
    collection, program = town.collection(), town.program(insider)
    token = ApiToken.objects.get(person=insider)
    wrong = seen(Program("wm_no-such-token").get(address(collection)))
    ApiToken.objects.update(expires_at=town.at - timedelta(minutes=1))
    assert seen(program.get(address(collection))) == wrong
    ApiToken.objects.update(expires_at=town.at + timedelta(days=1))
    assert program.get(address(collection)).status_code == 200
    revoke_token(by=town.world.viewer(insider), token_id=token.pk, at=town.at)
    assert seen(program.get(address(collection))) == wrong
    assert wrong[0] == 401


def test_a_browsers_session_counts_for_nothing(town: SharedTown, insider: Person) -> None:
    collection = town.collection()
    browser = Program("", signed_in(insider))
    assert browser.get(address(collection)).status_code == 401
    assert browser.post(address(collection), indicator(1)).status_code == 401


def test_red_is_for_the_people_named_and_nobody_learns_of_more(town: SharedTown, insider: Person) -> None:
    red = town.collection(Label.RED, writable=False)
    other = town.world.someone(town.elm, Role.LEADER, "Otto")
    town.add(red, indicator(1), readers=(insider,))
    town.add(red, indicator(2), readers=(other,))
    program, colleague = town.program(insider), town.program(town.world.someone(town.elm, Role.VIEWER, "Vic"))
    assert [o["name"] for o in program.get(address(red)).json()["objects"]] == ["Number 1"]
    assert program.get(f"{address(red)}?limit=1").json()["more"] is False
    assert program.get(f"{address(red)}?match[id]={indicator(2)['id']}").json() == {}
    hidden, absent = (program.get(address(red, f"objects/{indicator(n)['id']}/")) for n in (2, 9))
    assert (hidden.status_code, seen(hidden)) == (404, seen(absent))
    assert colleague.get(address(red)).status_code == 404
    Membership.objects.filter(person=insider).update(ended_at=town.at)
    assert program.get(address(red)).status_code == 404


def test_red_is_added_by_name_and_by_operators_only(town: SharedTown, insider: Person) -> None:
    red = town.collection(Label.RED, writable=False)
    town.add(red, indicator(1), readers=(insider,))
    program = town.program(insider)
    assert program.get(address(red, "")).json()["can_write"] is False
    assert program.post(address(red), indicator(2)).status_code == 403
    # By TAXII, nobody can be named: not even an operator adds.
    assert town.program(town.operator).post(address(red), identity()).status_code == 403


def test_whoever_only_reads_adds_nothing(town: SharedTown) -> None:
    collection, closed = town.collection(), town.collection(writable=False, title="Ours to write")
    viewer = town.program(town.world.someone(town.elm, Role.VIEWER, "Vic"))
    lead = town.program(town.world.someone(town.elm, Role.LEAD, "Lea"))
    assert viewer.get(address(collection)).status_code == 200
    assert viewer.post(address(collection), indicator(1)).status_code == 403
    assert lead.post(address(closed), indicator(1)).status_code == 403


def test_an_adviser_from_outside_is_let_in_to_amber_and_not_to_strict(town: SharedTown) -> None:
    adviser = town.program(town.world.someone(town.elm, Role.ASSURER, "Ada"))
    amber, strict = town.collection(Label.AMBER, title="A"), town.collection(Label.AMBER_STRICT, title="S")
    assert adviser.get(address(amber)).status_code == 200
    assert adviser.get(address(strict)).status_code == 404
    assert adviser.post(address(amber), indicator(1)).status_code == 403


def test_the_fictional_world_and_the_real_one_never_meet(town: SharedTown) -> None:
    clear = town.collection(Label.CLEAR, in_circle=False)
    council = town.world.council("pretend", demonstration=True)
    fictional = town.program(town.world.someone(council, Role.LEAD, "Fay"))
    newcomer = town.program(town.world.person("Nora"))
    assert fictional.get(address(clear)).status_code == 404
    assert newcomer.get(address(clear)).status_code == 200
    assert newcomer.get(address(town.collection(Label.GREEN, title="Green"))).status_code == 404
