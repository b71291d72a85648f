"""What becomes of notices, answers and letters when two stories turn out to be one?"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.warn.sources_made import AT
from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.warn.models import Answer, AnswerWord, Notice, Occasion, Priority, Story, Telling
from wardmote.warn.story_merging import merge_stories

pytestmark = pytest.mark.django_db


def a_story(title: str) -> Story:
    """Make a story."""
    return Story.objects.create(title=title, first_seen_at=AT, changed_at=AT)


def a_notice(council: Body, story: Story, **columns: Any) -> Notice:
    """Make a notice."""
    said: dict[str, Any] = {"priority": Priority.PLANNED, "why": "why", "raised_at": AT, "changed_at": AT, **columns}
    return Notice.objects.create(council=council, story=story, **said)


def test_a_notice_of_the_other_story_becomes_the_first_one_s(world: World) -> None:
    first, other = a_story("first"), a_story("other")
    notice = a_notice(world.council("AAA"), other)
    merge_stories(into=first.pk, others={other.pk}, at=AT)
    notice.refresh_from_db()
    assert (notice.story_id, list(Story.objects.all())) == (first.pk, [first])


def test_two_notices_of_a_council_become_one_with_answer_and_letters(world: World) -> None:
    council, first, other = world.council("AAA"), a_story("first"), a_story("other")
    person = world.someone(council, Role.LEAD)
    kept = a_notice(council, first, due_on=date(2026, 12, 1))
    gone = a_notice(
        council,
        other,
        priority=Priority.NOW,
        due_on=date(2026, 11, 5),
        answer=AnswerWord.FIXED,
        answered_at=AT,
        answered_by=person,
    )
    Answer.objects.create(council=council, notice=gone, word=AnswerWord.FIXED, by=person, at=AT)
    for notice in (kept, gone):
        Telling.objects.create(council=council, notice=notice, person=person, occasion=Occasion.NEW, told_at=AT)
    Telling.objects.create(council=council, notice=gone, person=person, occasion=Occasion.URGENT, told_at=AT)
    merge_stories(into=first.pk, others={other.pk}, at=AT + timedelta(hours=1))
    found = Notice.objects.get()
    assert (found.pk, found.priority, found.due_on) == (kept.pk, Priority.NOW, date(2026, 11, 5))
    assert (found.answer, found.answered_by_id, found.edition) == (AnswerWord.FIXED, person.pk, 2)
    assert Answer.objects.get().notice_id == kept.pk
    assert sorted(Telling.objects.values_list("occasion", flat=True)) == [Occasion.NEW, Occasion.URGENT]


def test_all_that_hangs_on_a_story_is_known_to_the_merging() -> None:
    hanging = {relation.related_model._meta.label for relation in Story._meta.related_objects}
    assert hanging == {
        "warn.Bulletin",
        "warn.Match",
        "warn.Notice",
        "warn.Range",
        "warn.Sighting",
        "warn.Statement",
        "warn.StoryName",
    }
