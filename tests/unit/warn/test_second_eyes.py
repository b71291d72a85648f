"""Does the second pair of eyes go only where a second person says so, or where the programme hears of it?"""

import pytest

from tests.unit.warn.test_desk_bulletins import Desk
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Membership, Person
from wardmote.warn.actions.keep_desk import keep_desk
from wardmote.warn.models import DeskSetting

PAGE = "/desk/the-warp/settings/"


@pytest.fixture
def desk(world: World) -> Desk:
    """A desk where a second pair of eyes looks."""
    desk = Desk(world)
    keep(desk, desk.operator, needs=True)
    return desk


@pytest.fixture
def otto(desk: Desk) -> Person:
    """A colleague of the operator."""
    return desk.world.someone(desk.warp, Role.WARP_OPERATOR, "Otto")


def keep(desk: Desk, who: Person, *, needs: bool) -> bool:
    by = desk.world.viewer(who)
    return keep_desk(by=by, owner=desk.warp, needs_second_eyes=needs, contact="", at=desk.at).needs_second_eyes


def test_one_alone_asks_and_a_colleague_confirms(desk: Desk, otto: Person) -> None:
    assert keep(desk, desk.operator, needs=False)
    assert keep(desk, desk.operator, needs=False)  # asking twice confirms nothing
    assert not keep(desk, otto, needs=False)
    kept = DeskSetting.objects.get(owner=desk.warp)
    assert (kept.asked_off_by, kept.asked_off_at) == (None, None)
    entry = AuditEntry.objects.filter(action="desk.kept").order_by("-sequence")[0]
    assert (entry.person_id, entry.after["asked_by"]) == (otto.pk, desk.operator.pk)
    assert not Letter.objects.filter(subject__contains="second pair of eyes").exists()


def test_a_colleague_refuses(desk: Desk, otto: Person) -> None:
    keep(desk, desk.operator, needs=False)
    assert keep(desk, otto, needs=True)
    assert keep(desk, otto, needs=False)  # this asks anew


def test_who_asked_and_left_confirms_nothing(desk: Desk, otto: Person) -> None:
    desk.world.someone(desk.warp, Role.WARP_OPERATOR, "Third")
    keep(desk, otto, needs=False)
    Membership.objects.filter(person=otto).update(ended_at=desk.at)
    assert keep(desk, desk.operator, needs=False)
    assert DeskSetting.objects.get(owner=desk.warp).asked_off_by == desk.operator


def test_whoever_runs_it_alone_is_told_of_to_the_programme(desk: Desk) -> None:
    team = desk.world.someone(desk.world.programme(), Role.PROGRAMME_TEAM, "Tess")
    assert not keep(desk, desk.operator, needs=False)
    letter = Letter.objects.get(to=team.email)
    assert letter.subject == "the-warp Council publishes warnings without a second pair of eyes"
    keep(desk, desk.operator, needs=False)
    assert Letter.objects.filter(to=team.email).count() == 1


def test_the_page_says_who_asked_and_what_confirms(desk: Desk, otto: Person) -> None:
    said = {"needs_second_eyes": "no", "contact": ""}
    olga, client = signed_in(desk.operator), signed_in(otto)
    assert "once a colleague confirms it" in olga.post(PAGE, said, follow=True).content.decode()
    assert "Two are needed until a colleague" in olga.get(PAGE).content.decode()
    assert "Olga asked on" in client.get(PAGE).content.decode()
    assert "Saved." in client.post(PAGE, said, follow=True).content.decode()
    assert not DeskSetting.objects.get(owner=desk.warp).needs_second_eyes
