"""Can a draft for a circle be moved to all members, through the form that its author sees?"""

import pytest
from django.test import Client

from tests.unit.warn.test_desk_bulletins import Desk
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.warn.models import Audience, Bulletin


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def olga(desk: Desk) -> Client:
    return signed_in(desk.operator)


@pytest.mark.parametrize("label", [Label.GREEN, Label.AMBER])
def test_a_draft_for_a_circle_is_moved_to_all_members(desk: Desk, olga: Client, label: Label) -> None:
    draft = desk.write(label=label, audience=Audience.CIRCLE, circle=desk.circle)
    said = {
        "title": draft.title,
        "what": draft.what,
        "act": draft.act,
        "priority": draft.priority,
        "label": label.value,
        "audience": "everyone",
        "circle": desk.circle.pk,
        "revision": draft.revision,
    }
    page = olga.post(f"/desk/the-warp/bulletins/{draft.pk}/edit/", said)
    assert page.status_code == 302
    moved = Bulletin.objects.get(pk=draft.pk)
    assert (moved.audience, moved.circle_id) == (Audience.EVERYONE, None)
