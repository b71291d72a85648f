"""Do those who run a WARP open, change and close circles on their pages, and nobody else?"""

import pytest

from tests.unit.warn.shared_town import SharedTown
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.warn.models import Circle, CircleMember

DESK = "/desk/the-warp/circles/"


@pytest.fixture
def town(world: World) -> SharedTown:
    return SharedTown(world)


def test_a_circle_is_opened_filled_changed_and_closed(town: SharedTown) -> None:
    runs = signed_in(town.operator)
    assert b"Social care" in runs.get(DESK).content
    opened = runs.post(DESK, {"name": "Elections", "is_chatham_house": "on"})
    circle = Circle.objects.get(name="Elections")
    assert opened.status_code == 302
    assert circle.is_chatham_house
    here = f"{DESK}{circle.pk}/"
    assert runs.get(here).status_code == 200
    assert runs.post(f"{here}add/", {"body": "moe"}).status_code == 302
    assert b"moe Council" in runs.get(here).content
    assert runs.post(here, {"name": "Elections team"}).status_code == 302
    circle.refresh_from_db()
    assert (circle.name, circle.is_chatham_house) == ("Elections team", False)
    changed = AuditEntry.objects.get(action="circle.changed")
    assert (changed.before, changed.after) == ({"is_chatham_house": True}, {"is_chatham_house": False})
    assert runs.post(f"{here}take-out/", {"body": "moe"}).status_code == 302
    assert not CircleMember.objects.filter(circle=circle, until__isnull=True).exists()
    assert runs.get(f"{here}close/").status_code == 200
    assert runs.post(f"{here}close/").status_code == 302
    assert runs.get(here).status_code == 404


def test_a_name_that_is_taken_or_missing_is_said_on_the_form(town: SharedTown) -> None:
    runs = signed_in(town.operator)
    for sent, says in (({"name": "Social care"}, b"with this name already"), ({"name": ""}, b"Give the circle a name")):
        page = runs.post(DESK, sent)
        assert page.status_code == 422
        assert says in page.content
    other = Circle.objects.create(owner=town.warp, name="Other", opened_at=town.at)
    page = runs.post(f"{DESK}{other.pk}/", {"name": "Social care"})
    assert page.status_code == 422
    assert b"with this name already" in page.content


def test_those_outside_find_no_desk_and_no_circle_of_another(town: SharedTown) -> None:
    lead = signed_in(town.world.someone(town.elm, Role.LEAD))
    assert lead.get(DESK).status_code == 404
    assert lead.post(f"{DESK}{town.circle.pk}/add/", {"body": "moe"}).status_code == 404
    second = town.world.warp("second", town.moe)
    other = signed_in(town.world.someone(second, Role.WARP_OPERATOR))
    assert other.get(f"/desk/second/circles/{town.circle.pk}/").status_code == 404
    assert other.post(f"/desk/second/circles/{town.circle.pk}/close/").status_code == 404
    assert signed_in(town.operator).post(f"{DESK}{town.circle.pk}/add/", {"body": "nowhere"}).status_code == 404
