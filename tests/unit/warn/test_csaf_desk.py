"""Can those who run a desk begin and end to publish as CSAF, and nobody else?"""

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.published_bulletins import Desk
from tests.worlds import World, signed_in
from wardmote.warn.actions.publish_bulletin import tell_audience
from wardmote.warn.csaf_jobs import publish_csaf_of, share_bulletin
from wardmote.warn.csaf_keys import key_of
from wardmote.warn.models import Collection, DeskSetting, StixObject

pytestmark = pytest.mark.django_db
PAGE, SETTINGS = "/desk/the-warp/settings/csaf/", "/desk/the-warp/settings/"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_an_operator_begins_and_ends(desk: Desk) -> None:
    client = signed_in(desk.operator)
    assert client.get(PAGE).status_code == 200
    refused = client.post(PAGE, {"publishes": "yes"})
    assert (refused.status_code, DeskSetting.objects.count()) == (403, 0)
    assert client.post(PAGE, {}).status_code == 422
    client.post(SETTINGS, {"needs_second_eyes": "no", "contact": "desk@the-warp.example"})
    assert client.post(PAGE, {"publishes": "yes"}).status_code == 302
    kept = DeskSetting.objects.get()
    assert kept.publishes_csaf
    assert key_of(kept).public.decode() == kept.key_public
    assert "PRIVATE" not in kept.key_secret
    publish_csaf_of.call(desk.warp.pk)
    assert "/csaf/the-warp/provider-metadata.json" in client.get(PAGE).content.decode()
    assert signed_in(None).get("/csaf/the-warp/provider-metadata.json").status_code == 200
    without = client.post(SETTINGS, {"needs_second_eyes": "no", "contact": ""})
    assert without.status_code == 422
    assert client.post(PAGE, {"publishes": "no"}).status_code == 302
    assert signed_in(None).get("/csaf/the-warp/provider-metadata.json").status_code == 404
    client.post(PAGE, {"publishes": "yes"})
    assert DeskSetting.objects.get().key_public == kept.key_public


def test_to_everybody_else_the_page_is_not_there(desk: Desk) -> None:
    client = signed_in(desk.world.lead_of(desk.elm))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"publishes": "yes"}).status_code == 404


def test_what_the_desk_publishes_is_laid_out_and_handed_on(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    desk.publishes()
    bulletin = desk.bulletin()
    with django_capture_on_commit_callbacks(execute=True):
        tell_audience(bulletin, desk.at)
    queued = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert {task.module_path for task in (publish_csaf_of, share_bulletin)} <= queued
    assert share_bulletin.call(bulletin.pk) > 0
    assert StixObject.objects.filter(type="report").count() == 1
    assert Collection.objects.get().label == "clear"
