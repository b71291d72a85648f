"""Can a council say on a warning's page that it has seen this used, and read how often others have?"""

from typing import Any

import pytest

from tests.unit.warn.published_bulletins import CVE, Desk
from tests.unit.warn.test_sighting_objects import noticed
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.roles import Role
from wardmote.warn.models import Sighting

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_a_lead_tells_and_the_warning_says_so(desk: Desk) -> None:
    notice = noticed(desk, desk.story(CVE))
    client = signed_in(desk.world.lead_of(desk.elm))
    home = f"/councils/elm/warnings/{notice.pk}/"
    assert "We have seen this used against us" in client.get(home).content.decode()
    form = client.get(f"{home}seen/").content.decode()
    assert "Neither the name of your council" in form
    assert client.post(f"{home}seen/", {}).status_code == 422
    answer: Any = client.post(f"{home}seen/", {"label": "amber"}, follow=True)
    page = answer.content.decode()
    assert "hands it on without your name" in page
    assert "It was seen 1 time, as far as is shared with you." in page
    assert "We have seen this used against us" not in page
    assert client.post(f"{home}seen/", {"label": "green"}).status_code == 409
    assert Sighting.objects.count() == 1


def test_a_reader_is_not_asked_and_may_not_tell(desk: Desk) -> None:
    notice = noticed(desk, desk.story(CVE))
    client = signed_in(desk.world.someone(desk.elm, Role.LEADER))
    home = f"/councils/elm/warnings/{notice.pk}/"
    page = client.get(home)
    assert page.status_code == 200
    assert "We have seen this used" not in page.content.decode()
    assert client.post(f"{home}seen/", {"label": "amber"}).status_code in (403, 404)
    assert not Sighting.objects.exists()


def test_there_is_no_page_where_no_warp_could_hand_it_on(desk: Desk) -> None:
    notice = noticed(desk, desk.story(CVE, label=Label.GREEN))
    far = desk.world.council("far")
    notice.council = far
    notice.save()
    client = signed_in(desk.world.lead_of(far))
    home = f"/councils/far/warnings/{notice.pk}/"
    assert client.get(f"{home}seen/").status_code == 404
    assert "Seen at work" not in client.get(home).content.decode()
