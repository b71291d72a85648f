"""Does a warning go out once to those whom it is for, get corrected and withdrawn, and stay where its label says?"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.unit.warn.shared_town import SharedTown
from tests.unit.warn.warned import a_statement, a_story
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person
from wardmote.warn.actions.ask_for_second_eyes import ask_for_second_eyes
from wardmote.warn.actions.correct_bulletin import correct_bulletin
from wardmote.warn.actions.keep_desk import keep_desk
from wardmote.warn.actions.publish_bulletin import publish_bulletin
from wardmote.warn.actions.tell_notices import tell_notices
from wardmote.warn.actions.withdraw_bulletin import withdraw_bulletin
from wardmote.warn.actions.write_bulletin import ChangedMeanwhile, Wording, write_bulletin
from wardmote.warn.desk_forms import initial_of
from wardmote.warn.models import Audience, Bulletin, BulletinState, BulletinTelling, DeskSetting, Notice, Story
from wardmote.warn.queries.bulletins import wording_about
from wardmote.warn.queries.desk_access import Bench
from wardmote.warn.queries.hearers import hearers_of

DAY = timedelta(days=1)


class Desk(SharedTown):
    """The desk of the town's WARP."""

    def wording(self, **said: Any) -> Wording:
        values: dict[str, Any] = {
            "title": "Close the gateway",
            "what": "Strangers read its memory.",
            "act": "Update it to 14.1.",
            "priority": 2,
            "label": Label.GREEN,
            "audience": Audience.EVERYONE,
        }
        return Wording(**(values | said))

    def write(self, *, by: Person | None = None, about: Story | None = None, **said: Any) -> Bulletin:
        viewer = self.world.viewer(by or self.operator)
        return write_bulletin(by=viewer, owner=self.warp, wording=self.wording(**said), about=about, at=self.at)

    def publish(self, bulletin: Bulletin, *, by: Person | None = None) -> Bulletin:
        viewer = self.world.viewer(by or self.operator)
        return publish_bulletin(by=viewer, bulletin=bulletin, revision=bulletin.revision, at=self.at)

    def out(self, **said: Any) -> Bulletin:
        return self.publish(self.write(**said))

    def page_of(self, council: Body, story: Story | None, role: Role = Role.LEAD) -> str:
        """Return what one of the council reads of it; nothing where there is no page."""
        notice = Notice.objects.filter(council=council, story=story).first()
        client = signed_in(self.world.someone(council, role))
        page = client.get(f"/councils/{council.code}/warnings/{notice.pk if notice else 0}/")
        return page.content.decode() if page.status_code == 200 else ""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def olga(desk: Desk) -> Client:
    return signed_in(desk.operator)


def noticed(bulletin: Bulletin) -> set[str]:
    """Return the councils that are warned of it now."""
    standing = Notice.objects.filter(story=bulletin.story, taken_back_at__isnull=True)
    return set(standing.values_list("council__code", flat=True))


def test_publishing_warns_every_member_once_and_nobody_else(desk: Desk) -> None:
    bulletin = desk.out(due_on=today() + 5 * DAY)
    assert noticed(bulletin) == {"elm", "moe"}
    assert bulletin.reference == f"THE-WARP-{today().year}-1"
    assert Notice.objects.filter(story=bulletin.story).count() == 2
    with pytest.raises(Denied, match="out already"):
        desk.publish(bulletin)
    assert Notice.objects.filter(story=bulletin.story).count() == 2
    assert desk.out().reference.endswith("-2")
    assert AuditEntry.objects.filter(action="bulletin.published").count() == 2


def test_councils_read_what_it_is_and_what_to_do(desk: Desk) -> None:
    links = ({"url": "https://vendor.example/fix", "title": "The fix"},)
    bulletin = desk.out(sources=links, concerns="Whoever lets people in.", due_on=today() + 5 * DAY)
    page = desk.page_of(desk.elm, bulletin.story)
    for words in (
        "What the-warp Council says",
        "Update it to 14.1.",
        "Whoever lets people in.",
        "The fix",
        "TLP:GREEN",
    ):
        assert words in page
    assert bulletin.reference in page


def test_a_known_vulnerability_keeps_its_story(desk: Desk) -> None:
    story = a_story("NetScaler leaks memory", "CVE-2026-1", at=desk.at)
    assert desk.out(about=story).story == story
    own = desk.out(about=story, label=Label.AMBER)
    assert own.story != story
    assert own.story is not None
    assert own.story.label == Label.AMBER


def test_what_is_amber_for_a_circle_is_on_no_page_outside_it(desk: Desk) -> None:
    bulletin = desk.out(label=Label.AMBER, audience=Audience.CIRCLE, circle=desk.circle, title="Only within")
    assert noticed(bulletin) == {"elm"}
    assert "Only within" in desk.page_of(desk.elm, bulletin.story)
    assert desk.page_of(desk.moe, bulletin.story) == ""
    number = Notice.objects.get(story=bulletin.story).pk
    for council in (desk.moe, desk.far):
        client = signed_in(desk.world.someone(council, Role.LEAD, f"Outside {council.code}"))
        for address in (f"/councils/{council.code}/warnings/?show=all", f"/councils/{council.code}/warnings.csv", "/"):
            assert b"Only within" not in client.get(address).content
        assert client.get(f"/councils/{council.code}/warnings/{number}/").status_code == 404
        assert client.get(f"/desk/the-warp/bulletins/{bulletin.pk}/").status_code == 404


def test_red_is_for_the_people_named_and_for_nobody_beside_them(desk: Desk) -> None:
    named = desk.world.someone(desk.moe, Role.LEAD, "Nora")
    bulletin = desk.out(label=Label.RED, audience=Audience.NAMED, readers=(named.email.upper(),), title="Eyes only")
    number = Notice.objects.get(story=bulletin.story).pk
    address = f"/councils/moe/warnings/{number}/"
    assert b"Eyes only" in signed_in(named).get(address).content
    assert signed_in(desk.world.someone(desk.moe, Role.CONTRIBUTOR)).get(address).status_code == 404
    with pytest.raises(Denied, match="stranger@example"):
        desk.write(label=Label.RED, audience=Audience.NAMED, readers=("stranger@example.org",))


@pytest.mark.parametrize(
    ("label", "audience"),
    [(Label.RED, Audience.EVERYONE), (Label.GREEN, Audience.NAMED), (Label.GREEN, Audience.MATCHING)],
)
def test_labels_and_audiences_that_do_not_go_together_are_refused(desk: Desk, label: Label, audience: Audience) -> None:
    with pytest.raises(Denied):
        desk.write(label=label, audience=audience)
    assert not Bulletin.objects.exists()


def test_the_programme_says_to_all_what_is_open_only(desk: Desk) -> None:
    programme = desk.world.programme()
    team = desk.world.viewer(desk.world.someone(programme, Role.PROGRAMME_TEAM))
    with pytest.raises(Denied, match="Choose a circle"):
        write_bulletin(by=team, owner=programme, wording=desk.wording(label=Label.AMBER), at=desk.at)
    bulletin = write_bulletin(by=team, owner=programme, wording=desk.wording(), at=desk.at)
    publish_bulletin(by=team, bulletin=bulletin, revision=1, at=desk.at)
    bulletin.refresh_from_db()
    assert noticed(bulletin) == {"elm", "moe", "far"}


def test_only_the_author_chooses_a_wider_label(desk: Desk) -> None:
    other = desk.world.someone(desk.warp, Role.WARP_OPERATOR, "Otto")
    draft = desk.write(label=Label.AMBER)

    def widen(by: Person) -> Bulletin:
        wording = desk.wording(label=Label.GREEN)
        viewer = desk.world.viewer(by)
        return write_bulletin(by=viewer, owner=desk.warp, bulletin=draft, revision=1, wording=wording, at=desk.at)

    with pytest.raises(Denied, match="author"):
        widen(other)
    assert widen(desk.operator).label == Label.GREEN


def test_a_second_pair_of_eyes_is_somebody_elses(desk: Desk) -> None:
    by = desk.world.viewer(desk.operator)
    keep_desk(by=by, owner=desk.warp, needs_second_eyes=True, contact="", at=desk.at)
    draft = desk.write()
    with pytest.raises(Denied, match="second pair of eyes"):
        desk.publish(draft)
    waiting = ask_for_second_eyes(by=by, bulletin=draft, revision=1, at=desk.at)
    assert waiting.state == BulletinState.CHECKING
    other = desk.world.someone(desk.warp, Role.WARP_OPERATOR, "Otto")
    published = desk.publish(waiting, by=other)
    assert published.editions.get().checked_by == other


def test_a_correction_is_told_once_to_those_who_got_it(desk: Desk) -> None:
    desk.world.someone(desk.elm, Role.LEAD, "Lena")
    bulletin = desk.out(priority=1)
    (hearer,) = hearers_of(desk.elm, desk.at.date())
    assert tell_notices(council=desk.elm, hearer=hearer, at=desk.at)
    by = desk.world.viewer(desk.operator)
    wording = desk.wording(priority=1, act="Update it to 14.2.")
    corrected = correct_bulletin(
        by=by, bulletin=bulletin, wording=wording, correction="14.1 wasn't enough.", revision=1, at=desk.at + DAY
    )
    assert (corrected.edition, corrected.label) == (2, Label.GREEN)
    later = desk.at + DAY + timedelta(hours=1)
    tell_notices(council=desk.elm, hearer=hearer, at=later)
    tell_notices(council=desk.elm, hearer=hearer, at=later + timedelta(hours=1))
    told = BulletinTelling.objects.filter(bulletin=bulletin, council=desk.elm).order_by("edition")
    assert list(told.values_list("edition", flat=True)) == [1, 2]
    page = desk.page_of(desk.elm, bulletin.story)
    assert "14.1 wasn&#39;t enough." in page
    assert "Update it to 14.2." in page


def test_withdrawing_takes_the_notices_back_and_says_why(desk: Desk) -> None:
    bulletin = desk.out()
    by = desk.world.viewer(desk.operator)
    with pytest.raises(Denied, match="why it is withdrawn"):
        withdraw_bulletin(by=by, bulletin=bulletin, why=" ", revision=1, at=desk.at)
    withdraw_bulletin(by=by, bulletin=bulletin, why="It was a false alarm.", revision=1, at=desk.at + DAY)
    assert noticed(bulletin) == set()
    page = desk.page_of(desk.elm, bulletin.story)
    assert "It was a false alarm." in page
    assert "Strangers read its memory." not in page


def test_a_colleagues_change_is_not_overwritten_unseen(desk: Desk, olga: Client) -> None:
    draft = desk.write()
    by = desk.world.viewer(desk.operator)
    write_bulletin(by=by, owner=desk.warp, bulletin=draft, revision=1, wording=desk.wording(title="Theirs"), at=desk.at)
    for act in (publish_bulletin, ask_for_second_eyes):
        with pytest.raises(ChangedMeanwhile):
            act(by=by, bulletin=draft, revision=1, at=desk.at)
    page = olga.post(f"/desk/the-warp/bulletins/{draft.pk}/edit/", sent(title="Mine", revision="1"))
    assert page.status_code == 409
    assert b"Theirs" in page.content
    assert b"Mine" in page.content
    assert olga.post(f"/desk/the-warp/bulletins/{draft.pk}/publish/", {"revision": "1"}).status_code == 409


def sent(**more: str) -> dict[str, str]:
    """Return a form as it is sent."""
    fields = {"title": "Close it", "what": "Leaks", "act": "Update", "priority": "2", "due_on": "", "sources": ""}
    return fields | {"label": "green", "audience": "everyone", "go": "save"} | more


def test_a_story_becomes_a_warning_in_two_presses(desk: Desk, olga: Client) -> None:
    story = a_story("NetScaler leaks memory", "CVE-2026-1", at=desk.at, exploited_on=today(), score=9.4)
    a_statement(story, at=desk.at)
    queue = olga.get("/desk/the-warp/").content.decode()
    assert f"/desk/the-warp/write/?story={story.pk}" in queue
    address = f"/desk/the-warp/write/?story={story.pk}"
    assert "Update NetScaler ADC to 14.1-43.56." in olga.get(address).content.decode()
    bench = Bench(desk.world.viewer(desk.operator), desk.warp, desk.at)
    filled = {name: "" if value is None else value for name, value in initial_of(wording_about(bench, story)).items()}
    assert filled["act"] == "Update NetScaler ADC to 14.1-43.56."
    assert "https://vendor.example/adv" in filled["sources"]
    answer = olga.post(address, filled | {"go": "publish"}, follow=True)
    assert b"Published. Those whom it is for are being told." in answer.content
    assert noticed(Bulletin.objects.get()) == {"elm", "moe"}
    assert "Our warning: Published" in olga.get("/desk/the-warp/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Give it a title"),
        ("act", "", "Say what to do"),
        ("sources", "http://vendor.example", "https://"),
        ("due_on", "tomorrow", "Enter a real date"),
        ("audience", "circle", "Choose one of your circles"),
        ("label", "red", "TLP:RED"),
    ],
)
def test_what_is_missing_is_said_in_plain_words(olga: Client, field: str, value: str, says: str) -> None:
    page = olga.post("/desk/the-warp/write/", sent(**{field: value}))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Bulletin.objects.exists()


def test_the_desk_is_not_there_for_those_who_do_not_run_it(desk: Desk) -> None:
    draft = desk.write()
    for somebody in (desk.world.someone(desk.elm, Role.LEAD), desk.world.someone(desk.warp, Role.WARP_MEMBER)):
        client = signed_in(somebody)
        for place in ("", "write/", "bulletins/", f"bulletins/{draft.pk}/", "settings/"):
            assert client.get(f"/desk/the-warp/{place}").status_code == 404
        assert client.post(f"/desk/the-warp/bulletins/{draft.pk}/publish/", {"revision": "1"}).status_code == 404


def test_every_page_of_the_desk_opens(desk: Desk, olga: Client) -> None:
    story = a_story("Nobody can tell", at=desk.at, editor="news")
    draft, out = desk.write(about=story), desk.out()
    places = ["", "?show=editor", "?show=relays", "write/", f"stories/{story.pk}/", "bulletins/", "settings/"]
    places += [f"bulletins/{each.pk}/{rest}" for each in (draft, out) for rest in ("", "edit/")]
    for place in places:
        assert olga.get(f"/desk/the-warp/{place}").status_code == 200, place


def test_settings_are_kept_and_what_is_published_needs_a_contact(desk: Desk, olga: Client) -> None:
    place = "/desk/the-warp/settings/"
    assert (
        b"Saved." in olga.post(place, {"needs_second_eyes": "yes", "contact": "warp@example.org"}, follow=True).content
    )
    kept = DeskSetting.objects.get(owner=desk.warp)
    assert (kept.needs_second_eyes, kept.contact) == (True, "warp@example.org")
    DeskSetting.objects.update(publishes_csaf=True, key_secret="sealed")
    refused = olga.post(place, {"needs_second_eyes": "no", "contact": ""})
    assert refused.status_code == 422
    assert b"Say whom readers ask" in refused.content
    assert DeskSetting.objects.get(owner=desk.warp).needs_second_eyes
