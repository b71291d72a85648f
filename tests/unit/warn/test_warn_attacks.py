"""What do those get who reach further than their label, their role or their circle lets them?"""

from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.sharing_said import answer, say
from tests.unit.warn.test_desk_bulletins import Desk
from tests.unit.warn.warned import a_statement, a_story
from tests.worlds import World, signed_in
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Person
from wardmote.warn.actions.add_to_circle import add_to_circle
from wardmote.warn.actions.close_circle import close_circle
from wardmote.warn.actions.leave_circle import leave_circle
from wardmote.warn.actions.relabel_post import relabel_post
from wardmote.warn.actions.relay_bulletin import relay_bulletin
from wardmote.warn.actions.take_relay import take_relay
from wardmote.warn.actions.withdraw_bulletin import withdraw_bulletin
from wardmote.warn.letters import written
from wardmote.warn.matching_jobs import settle_councils
from wardmote.warn.models import Audience, Bulletin, CircleMember, Notice, Occasion, Post, PostKind, Relay
from wardmote.warn.queries.bulletins import wording_about
from wardmote.warn.queries.desk_access import Bench
from wardmote.warn.queries.posts import posts_shown_to
from wardmote.warn.queries.queue import Show, queue_of
from wardmote.warn.queries.untold import Item, When

DAY = timedelta(days=1)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def sees(desk: Desk, person: Person, post: Post) -> bool:
    return posts_shown_to(person, desk.world.at.date()).filter(pk=post.pk).exists()


def test_a_colleague_cant_answer_what_is_for_people_named(desk: Desk) -> None:
    named = desk.world.someone(desk.elm, Role.LEAD, "Nora Named")
    desk.out(label=Label.RED, audience=Audience.NAMED, readers=(named.email,))
    notice = Notice.objects.get(council=desk.elm)
    other = signed_in(desk.world.someone(desk.elm, Role.CONTRIBUTOR, "Otto Other"))
    sent = {"notices": [f"{notice.pk}:{notice.edition}"], "answer": "fixed"}
    said = other.post("/councils/elm/warnings/", sent, follow=True).content.decode()
    notice.refresh_from_db()
    assert notice.answer == ""
    nothing = {"notices": [f"{notice.pk + 999}:1"], "answer": "fixed"}
    assert _plain(said) == _plain(other.post("/councils/elm/warnings/", nothing, follow=True).content.decode())


def _plain(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_only_the_author_lets_others_in_on_what_is_red(desk: Desk) -> None:
    author, reader, stranger = (
        desk.world.someone(desk.elm, Role.LEAD, "Ann Author"),
        desk.world.someone(desk.moe, Role.LEAD, "Rita Reader"),
        desk.world.someone(desk.moe, Role.CONTRIBUTOR, "Sam Stranger"),
    )
    post = say(desk, author, desk.elm, Label.RED, readers=[desk.operator, reader])
    olga = desk.world.viewer(desk.operator)
    with pytest.raises(Denied, match="Only whoever wrote it"):
        relabel_post(by=olga, post=post, label=Label.RED, readers=[desk.operator, stranger], at=desk.at)
    assert not sees(desk, stranger, post)
    relabel_post(by=olga, post=post, label=Label.RED, readers=[desk.operator], at=desk.at)
    assert not sees(desk, reader, post)
    assert sees(desk, author, post)


def test_whoever_is_taken_from_a_red_question_no_longer_reads_its_answers(desk: Desk) -> None:
    author, stays, goes = (
        desk.world.someone(desk.elm, Role.LEAD, "Ann Author"),
        desk.world.someone(desk.moe, Role.LEAD, "Sue Stays"),
        desk.world.someone(desk.moe, Role.CONTRIBUTOR, "Gus Goes"),
    )
    question = say(desk, author, desk.elm, Label.RED, readers=[stays, goes])
    reply = answer(desk, stays, desk.moe, question)
    relabel_post(by=desk.world.viewer(author), post=question, label=Label.RED, readers=[stays], at=desk.at)
    assert not sees(desk, goes, question)
    assert not sees(desk, goes, reply)
    assert sees(desk, author, reply)
    assert sees(desk, stays, reply)


def test_a_draft_about_what_everybody_may_know_holds_nothing_of_a_stricter_source(desk: Desk) -> None:
    story = a_story("A flaw in the gateway", "CVE-2026-7001", at=desk.at, label="clear")
    green = {"remedies": [{"kind": "vendor_fix", "text": "Quietly use patch 7.", "url": "https://green.example/fix"}]}
    a_statement(story, at=desk.at, key="GREEN-1", label="green", **green)
    bench = Bench(desk.world.viewer(desk.operator), desk.warp, desk.at)
    said = wording_about(bench, story)
    assert said.label is Label.CLEAR
    assert "patch 7" not in said.act
    assert "green.example" not in str(said.sources)
    a_statement(story, at=desk.at, key="CLEAR-1", label="clear")
    said = wording_about(bench, story)
    assert "14.1-43.56" in said.act
    assert "vendor.example" in str(said.sources)


def test_what_is_written_about_a_green_story_isnt_clear(desk: Desk) -> None:
    story = a_story("A flaw in the gateway", "CVE-2026-7002", at=desk.at, label="green")
    with pytest.raises(Denied, match="TLP:GREEN"):
        desk.write(about=story, label=Label.CLEAR)
    draft = desk.write(about=story, label=Label.GREEN)
    assert draft.label == "green"


def _other_desk(desk: Desk) -> tuple[Any, Person]:
    other = desk.world.warp("other-warp", desk.far)
    return other, desk.world.someone(other, Role.WARP_OPERATOR, "Otto Operator")


def test_what_was_withdrawn_isnt_made_anybodys_own(desk: Desk) -> None:
    other, otto = _other_desk(desk)
    out, olga = desk.out(), desk.world.viewer(desk.operator)
    relay = relay_bulletin(by=olga, bulletin=out, to=other, at=desk.at)
    bench = Bench(desk.world.viewer(otto), other, desk.at)
    assert len(queue_of(bench, Show.RELAYS, "", None).handed) == 1
    withdraw_bulletin(by=olga, bulletin=out, why="It was wrong.", revision=out.revision, at=desk.at)
    assert not queue_of(bench, Show.RELAYS, "", None).handed
    assert queue_of(bench, Show.NEW, "", None).waiting_relays == 0
    with pytest.raises(Denied, match="withdrawn"):
        take_relay(by=bench.viewer, relay=relay, makes_own=True, at=desk.at)
    assert not Bulletin.objects.filter(owner=other).exists()
    take_relay(by=bench.viewer, relay=Relay.objects.get(), makes_own=False, at=desk.at)


def test_who_isnt_in_a_circle_neither_answers_nor_reads_its_name(desk: Desk) -> None:
    inside = desk.world.someone(desk.elm, Role.LEAD, "Ines Inside")
    outside = desk.world.someone(desk.moe, Role.LEAD, "Oscar Outside")
    question = say(desk, inside, desk.elm, Label.GREEN, circle=desk.circle)
    client = signed_in(outside)
    for page in ("/councils/moe/sharing-with/", f"/councils/moe/sharing-with/{question.pk}/"):
        assert desk.circle.name not in client.get(page).content.decode()
    client.post(f"/councils/moe/sharing-with/{question.pk}/", {"text": "Me too.", "label": "amber"})
    assert not Post.objects.filter(kind=PostKind.ANSWER).exists()
    add_to_circle(by=desk.world.viewer(desk.operator), circle=desk.circle, body=desk.moe, at=desk.at)
    assert desk.circle.name in client.get("/councils/moe/sharing-with/").content.decode()
    client.post(f"/councils/moe/sharing-with/{question.pk}/", {"text": "Me too.", "label": "amber"})
    assert Post.objects.get(kind=PostKind.ANSWER).circle_id == desk.circle.pk


def test_an_answer_isnt_wider_than_a_question_that_was_relabelled_meanwhile(desk: Desk) -> None:
    author, other = desk.world.someone(desk.elm, Role.LEAD), desk.world.someone(desk.moe, Role.LEAD, "Oscar Other")
    question = say(desk, author, desk.elm, Label.AMBER)
    opened = Post.objects.get(pk=question.pk)
    relabel_post(
        by=desk.world.viewer(desk.operator), post=question, label=Label.AMBER_STRICT, at=desk.at + timedelta(seconds=1)
    )
    with pytest.raises(Denied, match="meanwhile"):
        answer(desk, other, desk.moe, opened)
    assert not Post.objects.filter(kind=PostKind.ANSWER).exists()


def _settle_all(desk: Desk) -> None:
    for result in DBTaskResult.objects.filter(task_path=settle_councils.module_path):
        settle_councils.call(*result.args_kwargs["args"])


def test_a_circles_warnings_come_and_go_with_its_members(desk: Desk) -> None:
    olga = desk.world.viewer(desk.operator)
    out = desk.out(label=Label.AMBER, audience=Audience.CIRCLE, circle=desk.circle)
    waits = Notice.objects.filter(story=out.story, taken_back_at__isnull=True)
    assert [notice.council for notice in waits] == [desk.elm]
    leave_circle(by=olga, circle=desk.circle, body=desk.elm, at=desk.at)
    add_to_circle(by=olga, circle=desk.circle, body=desk.moe, at=desk.at)
    _settle_all(desk)
    assert [notice.council for notice in waits.all()] == [desk.moe]
    close_circle(by=olga, circle=desk.circle, at=desk.at)
    _settle_all(desk)
    assert not waits.all().exists()


def test_an_operator_takes_no_council_of_other_warps_into_a_circle(desk: Desk) -> None:
    other, _otto = _other_desk(desk)
    olga = signed_in(desk.operator)
    where = f"/desk/the-warp/circles/{desk.circle.pk}/add/"
    olga.post(where, {"body": "far"})
    assert not CircleMember.objects.filter(body=desk.far).exists()
    olga.post(where, {"body": other.code})
    assert CircleMember.objects.filter(body=other).exists()


def test_a_letter_says_no_day_of_what_is_labelled_strictly(desk: Desk) -> None:
    out = desk.out(label=Label.AMBER, due_on=desk.world.at.date() + DAY)
    notice = Notice.objects.get(council=desk.elm, story=out.story)
    when = When(desk.at, desk.at, is_whole=True, with_reminders=False)
    letter = written(desk.elm, (Item(notice, Occasion.NEW, 1),), when)
    assert letter.subject == "New warning: A warning labelled TLP:AMBER"


def test_signs_that_no_database_keeps_break_nothing(desk: Desk) -> None:
    out = desk.out()
    olga, lea = signed_in(desk.operator), signed_in(desk.world.someone(desk.elm, Role.LEAD, "Lea"))
    say(desk, desk.operator, desk.warp)
    assert "A question" in olga.get("/desk/the-warp/posts/?words=quest%00ion").content.decode()
    assert lea.get("/councils/elm/sharing-with/?words=%00").status_code == 200
    assert olga.post(f"/desk/the-warp/circles/{desk.circle.pk}/add/", {"body": "\x00"}).status_code == 404
    assert olga.post(f"/desk/the-warp/board/{out.pk}/remind/", {"council": "\x00"}).status_code == 409
