"""Does the desk see what waits, say which products a story concerns, and take what another WARP handed on?"""

import pytest
from django.test import Client

from tests.unit.warn.shared_town import SharedTown
from tests.unit.warn.warned import a_story
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.engines.advisories.facts import Product as Named
from wardmote.engines.advisories.matching import asked_keys
from wardmote.engines.advisories.versions import key
from wardmote.estate.models import Edition, Item, ItemSource, Product, ProductName
from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.warn.actions.publish_bulletin import publish_bulletin
from wardmote.warn.actions.relay_bulletin import relay_bulletin
from wardmote.warn.actions.say_products import Concerned, say_products
from wardmote.warn.actions.settle_story import settle_story
from wardmote.warn.actions.take_relay import take_relay
from wardmote.warn.actions.write_bulletin import Wording, write_bulletin
from wardmote.warn.matching_jobs import settle
from wardmote.warn.models import Audience, Bulletin, EditorWord, Notice, Relay, Story

QUEUE = "/desk/the-warp/"


@pytest.fixture
def town(world: World) -> SharedTown:
    return SharedTown(world)


@pytest.fixture
def olga(town: SharedTown) -> Client:
    return signed_in(town.operator)


def published(town: SharedTown, label: Label = Label.GREEN) -> Bulletin:
    wording = Wording("Close it", "It leaks.", "Update it.", 2, label, Audience.EVERYONE)
    by = town.world.viewer(town.operator)
    draft = write_bulletin(by=by, owner=town.warp, wording=wording, at=town.at)
    return publish_bulletin(by=by, bulletin=draft, revision=1, at=town.at)


def a_line(town: SharedTown, version: str = "23.1") -> Product:
    """Put OpenRevenues on a member's list."""
    product = Product.objects.create(key="openrevenues", vendor="Civica", name="OpenRevenues", is_in_catalogue=True)
    names = asked_keys(Named(vendor="Civica", name="OpenRevenues"))
    ProductName.objects.bulk_create(ProductName(product=product, name=name) for name in names)
    edition = Edition.objects.create(product=product, version=version, generic_key=key("generic", version))
    Item.objects.create(
        council=town.elm,
        edition=edition,
        written="OpenRevenues 23.1",
        source=ItemSource.TYPED,
        added_at=town.at,
        changed_at=town.at,
    )
    return product


def test_the_queue_shows_what_matters_and_what_waits_for_an_editor(town: SharedTown, olga: Client) -> None:
    a_story("Attackers use this", "CVE-2026-1", at=town.at, exploited_on=today())
    a_story("Severe", "CVE-2026-2", at=town.at, score=9.1)
    a_story("Harmless", "CVE-2026-3", at=town.at, score=3.0)
    a_story("Told in confidence", "CVE-2026-4", at=town.at, score=9.9, label="amber")
    waits = a_story("A news item", at=town.at, editor=EditorWord.NEWS)
    new = olga.get(QUEUE).content.decode()
    assert new.index("Attackers use this") < new.index("Severe")
    assert "Harmless" not in new
    assert "Told in confidence" not in new
    assert "A news item" in olga.get(f"{QUEUE}?show=editor").content.decode()
    assert "Severe" not in olga.get(f"{QUEUE}?words=cve-2026-1").content.decode()
    olga.post(f"{QUEUE}stories/{waits.pk}/settle/")
    assert "A news item" not in olga.get(f"{QUEUE}?show=editor").content.decode()


def test_products_said_by_hand_raise_warnings(town: SharedTown) -> None:
    product = a_line(town)
    story = a_story("Letters leak", at=town.at, editor=EditorWord.NEWS, exploited_on=today())
    by = town.world.viewer(town.operator)
    say_products(by=by, owner=town.warp, story=story, concerned=(Concerned(product, before="24"),), at=town.at)
    settle([story.pk], town.at)
    assert Story.objects.count() == 1
    assert Notice.objects.get().council == town.elm
    story.refresh_from_db()
    assert (story.title, story.editor) == ("Letters leak", "")
    say_products(by=by, owner=town.warp, story=story, concerned=(Concerned(product, before="22"),), at=town.at)
    settle([story.pk], town.at)
    assert Notice.objects.get().taken_back_at is not None


def test_people_of_the_demonstration_change_no_story(world: World) -> None:
    warp = world.warp("demo-warp", demonstration=True)
    by = world.viewer(world.someone(warp, Role.WARP_OPERATOR, "Dora"))
    story = a_story("A news item", at=world.at, editor=EditorWord.NEWS)
    with pytest.raises(Denied, match="demonstration"):
        settle_story(by=by, owner=warp, story=story, at=world.at)


def test_another_warp_makes_its_own_of_what_is_handed_on(town: SharedTown, olga: Client) -> None:
    bulletin = published(town)
    theirs = town.world.warp("other-warp", town.far)
    otto = town.world.someone(theirs, Role.WARP_OPERATOR, "Otto")
    sent = olga.post(f"{QUEUE}bulletins/{bulletin.pk}/relay/", {"to": "other-warp", "note": "For you"}, follow=True)
    assert b"Handed on." in sent.content
    assert olga.post(f"{QUEUE}bulletins/{bulletin.pk}/relay/", {"to": "other-warp"}).status_code == 422
    client = signed_in(otto)
    assert b"For you" in client.get("/desk/other-warp/?show=relays").content
    relay = Relay.objects.get()
    assert olga.post(f"{QUEUE}relays/{relay.pk}/", {"take": "own"}).status_code == 404
    page = client.post(f"/desk/other-warp/relays/{relay.pk}/", {"take": "own"}, follow=True)
    assert b"It leaks." in page.content
    draft = Bulletin.objects.get(owner=theirs)
    assert (draft.made_from, draft.state) == (bulletin, "draft")
    by = town.world.viewer(otto)
    wider = Wording("Close it", "It leaks.", "Update it.", 2, Label.CLEAR, Audience.EVERYONE)
    with pytest.raises(Denied, match="less strict"):
        write_bulletin(by=by, owner=theirs, bulletin=draft, revision=1, wording=wider, at=town.at)
    with pytest.raises(Denied, match="already"):
        take_relay(by=by, relay=relay, makes_own=False, at=town.at)


def test_what_is_for_members_only_is_not_handed_on(town: SharedTown) -> None:
    bulletin = published(town, Label.AMBER)
    theirs = town.world.warp("other-warp")
    with pytest.raises(Denied, match="TLP:GREEN"):
        relay_bulletin(by=town.world.viewer(town.operator), bulletin=bulletin, to=theirs, at=town.at)
    assert not Relay.objects.exists()
