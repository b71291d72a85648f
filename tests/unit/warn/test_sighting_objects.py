"""Do bulletins go out as STIX, and do sightings come in and go out, each for its own readers only?"""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.warn.published_bulletins import CVE, GATEWAY, Desk
from tests.unit.warn.shared_town import identity, raws
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.warn.actions.add_objects import add_objects
from wardmote.warn.actions.open_collection import Wanted, open_collection
from wardmote.warn.actions.record_sighting import record_sighting
from wardmote.warn.actions.share_bulletin_as_stix import share_bulletin_as_stix
from wardmote.warn.models import Bulletin, Collection, Notice, Sighting, StixObject, Story
from wardmote.warn.queries.sightings import seen_ids

pytestmark = pytest.mark.django_db
STAMP = "2026-01-31T09:00:00.000Z"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def share(desk: Desk, bulletin: Bulletin) -> int:
    return share_bulletin_as_stix(by=None, bulletin=bulletin, at=desk.at)


def things(**where: Any) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in StixObject.objects.filter(is_last=True, **where).order_by("sequence")]


def vulnerability(name: str = CVE) -> dict[str, Any]:
    return {
        "type": "vulnerability",
        "spec_version": "2.1",
        "id": identity()["id"].replace("identity", "vulnerability"),
        "created": STAMP,
        "modified": STAMP,
        "name": name,
        "external_references": [{"source_name": "cve", "external_id": name}],
    }


def sighting(of: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "sighting",
        "spec_version": "2.1",
        "id": identity()["id"].replace("identity", "sighting"),
        "created": STAMP,
        "modified": STAMP,
        "sighting_of_ref": of,
    } | more


def collection(desk: Desk, label: Label = Label.AMBER) -> Collection:
    wanted = Wanted("Sightings", label, can_be_written=True)
    return open_collection(by=desk.world.viewer(desk.operator), owner=desk.warp, wanted=wanted, at=desk.at)


def add(desk: Desk, where: Collection, *sent: dict[str, Any]) -> dict[str, Any]:
    status = add_objects(by=desk.world.viewer(desk.operator), collection=where, raws=raws(*sent), at=desk.at)
    told: dict[str, Any] = json.loads(status.told)
    return told


def noticed(desk: Desk, story: Story) -> Notice:
    return Notice.objects.create(
        council=desk.elm,
        story=story,
        priority=1,
        why="You run it.",
        raised_at=desk.at,
        changed_at=desk.at,
        is_sure=True,
    )


def test_a_bulletin_goes_into_a_collection_for_its_readers_that_they_only_read(desk: Desk) -> None:
    bulletin = desk.bulletin(label=Label.AMBER.value, about=desk.story(CVE, affected=GATEWAY))
    assert share(desk, bulletin) > 5
    opened = Collection.objects.get()
    assert (opened.owner, opened.label, opened.circle, opened.can_be_written) == (desk.warp, "amber", None, False)
    assert opened.title == "Warnings of the-warp Council"
    kinds = {thing["type"] for thing in things()}
    assert {"report", "vulnerability", "course-of-action", "relationship", "software", "identity"} <= kinds
    assert share(desk, bulletin) == 0


def test_a_correction_is_a_new_version_and_a_withdrawal_revokes(desk: Desk) -> None:
    bulletin = desk.bulletin(label=Label.GREEN.value, about=desk.story(CVE))
    share(desk, bulletin)
    before = {thing["id"] for thing in things()}
    desk.corrects(bulletin, "The version was wrong.", act="Update to 2.4.2.")
    share(desk, bulletin)
    assert {thing["id"] for thing in things()} == before
    assert [one["description"] for one in things(type="course-of-action")] == ["Update to 2.4.2."]
    assert StixObject.objects.filter(type="report").count() == 2
    desk.withdraws(bulletin, "A false alarm.")
    share(desk, bulletin)
    assert all(one["revoked"] for one in things(type="report"))
    assert "A false alarm." in things(type="report")[0]["description"]


def test_red_is_not_handed_on_and_a_draft_neither(desk: Desk) -> None:
    red = desk.bulletin(1, label=Label.RED.value, audience="named")
    draft = desk.bulletin(2)
    Bulletin.objects.filter(pk=draft.pk).update(state="draft", edition=0, published_at=None)
    assert share(desk, red) == 0
    assert share(desk, draft) == 0
    assert not Collection.objects.exists()


def test_what_is_stricter_than_green_is_named_to_nobody_else(desk: Desk) -> None:
    secret = desk.story("CVE-2026-77777", label=Label.AMBER_STRICT, affected=GATEWAY)
    share(desk, desk.bulletin(label=Label.GREEN.value, story=secret))
    assert "77777" not in json.dumps(things())
    assert things(type="software") == []


def test_a_sighting_of_a_vulnerability_beside_it_is_counted(desk: Desk) -> None:
    story, where, seen = desk.story(CVE), collection(desk), vulnerability()
    told = add(desk, where, sighting(seen["id"], count=3, first_seen=STAMP, last_seen=STAMP), seen)
    assert told["failure_count"] == 0
    kept = Sighting.objects.get()
    assert (kept.story, kept.collection, kept.count) == (story, where, 3)
    assert kept.seen_from == kept.seen_to


def test_a_sighting_may_name_the_number_itself(desk: Desk) -> None:
    story = desk.story(CVE)
    outside = [{"source_name": "cve", "external_id": CVE.lower()}]
    add(desk, collection(desk), sighting(vulnerability()["id"], external_references=outside))
    assert Sighting.objects.get().story == story


def test_a_sighting_of_what_its_readers_may_not_read_is_not_counted(desk: Desk) -> None:
    desk.story(CVE)
    seen = vulnerability()
    add(desk, collection(desk, Label.AMBER_STRICT), seen)
    add(desk, collection(desk, Label.GREEN), sighting(seen["id"]))
    assert not Sighting.objects.exists()


def test_a_sighting_that_is_revoked_counts_no_more(desk: Desk) -> None:
    desk.story(CVE)
    where, seen = collection(desk), vulnerability()
    told = sighting(seen["id"])
    add(desk, where, seen, told)
    assert Sighting.objects.count() == 1
    add(desk, where, {**told, "modified": "2026-02-01T09:00:00.000Z", "revoked": True})
    assert Sighting.objects.count() == 0


@pytest.mark.parametrize(
    "odd", [{"count": -5}, {"count": True}, {"first_seen": STAMP, "last_seen": "2020-01-01T00:00:00Z"}]
)
def test_an_odd_sighting_is_counted_once(desk: Desk, odd: dict[str, Any]) -> None:
    desk.story(CVE)
    seen = vulnerability()
    add(desk, collection(desk), seen, sighting(seen["id"], **odd))
    assert Sighting.objects.get().count == 1


def test_a_council_tells_without_its_name(desk: Desk) -> None:
    lead = desk.world.lead_of(desk.elm)
    notice = noticed(desk, desk.story(CVE))
    warp = record_sighting(by=desk.world.viewer(lead), council=desk.elm, notice=notice, label=Label.AMBER, at=desk.at)
    assert warp == desk.warp
    kept = Sighting.objects.get()
    assert (kept.story, kept.collection.label, kept.collection.owner) == (notice.story, "amber", desk.warp)
    assert not StixObject.objects.exclude(added_by=None, added_for=None).exists()
    told = things(type="sighting")[0]
    assert "where_sighted_refs" not in told
    assert told["created_by_ref"] == things(type="identity")[0]["id"]
    words = json.dumps(things())
    assert desk.elm.code not in words.replace("the-warp", "")
    assert lead.name not in words
    assert list(AuditEntry.objects.filter(action="warning.seen").values_list("body_id", flat=True)) == [desk.elm.pk]


def test_a_council_tells_once(desk: Desk) -> None:
    notice = noticed(desk, desk.story())
    lead = desk.world.viewer(desk.world.lead_of(desk.elm))
    told: dict[str, Any] = {"by": lead, "council": desk.elm, "notice": notice}
    record_sighting(**told, label=Label.GREEN, at=desk.at)
    with pytest.raises(Denied):
        record_sighting(**told, label=Label.AMBER, at=desk.at + timedelta(days=1))
    assert Sighting.objects.count() == 1


def test_only_who_answers_tells_and_only_of_what_all_members_may_know(desk: Desk) -> None:
    notice = noticed(desk, desk.story(CVE, label=Label.AMBER))
    lead = desk.world.viewer(desk.world.lead_of(desk.elm))
    with pytest.raises(Denied):
        record_sighting(by=lead, council=desk.elm, notice=notice, label=Label.AMBER, at=desk.at)
    notice = noticed(desk, desk.story("CVE-2026-10002"))
    reader = desk.world.viewer(desk.world.someone(desk.elm, Role.COUNCILLOR))
    for by, label in ((reader, Label.GREEN), (lead, Label.CLEAR), (lead, Label.RED)):
        with pytest.raises(Denied):
            record_sighting(by=by, council=desk.elm, notice=notice, label=label, at=desk.at)
    assert not Sighting.objects.exists()


def test_a_person_is_told_of_as_many_as_their_collections_hold(desk: Desk) -> None:
    story = desk.story(CVE)
    far = desk.world.council("far")
    inside, outside = (desk.world.someone(body, Role.LEAD) for body in (desk.elm, far))
    seen, both = (
        vulnerability(),
        sighting(vulnerability()["id"], external_references=[{"source_name": "cve", "external_id": CVE}]),
    )
    add(desk, collection(desk, Label.AMBER), seen, sighting(seen["id"]), both)
    add(desk, collection(desk, Label.GREEN), both)
    assert len(seen_ids(inside, desk.at.date(), story)) == 2
    assert len(seen_ids(outside, desk.at.date(), story)) == 1
