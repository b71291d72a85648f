"""Do the region's pages of warnings have life, and are some councils left to whoever tries them out?"""

from collections import Counter
from datetime import datetime

import pytest

from wardmote.demonstration.region import read_data
from wardmote.estate.models import Item
from wardmote.warn.models import AnswerWord, Bulletin, BulletinState, CircleMember, Notice, Post, PostKind, StoryName

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_councils_are_in_every_state_of_a_warning_but_one() -> None:
    found = Counter(Notice.objects.filter(taken_back_at__isnull=True).values_list("answer", flat=True))
    assert set(found) == {"", *AnswerWord.values} - {"accepted"}


def test_only_made_up_councils_are_warned_and_some_not_at_all() -> None:
    left = read_data("warnings")["without"]
    assert not Notice.objects.filter(council__is_demonstration=False).exists()
    assert not Notice.objects.filter(council__code__in=left).exists()
    assert not Item.objects.filter(council__code__in=left).exclude(source="seen").exists()


def test_no_name_of_a_warning_is_a_real_one() -> None:
    names = list(
        StoryName.objects.filter(story__statements__source__key="demonstration").values_list("name", flat=True)
    )
    assert len(names) == 4
    assert all(name.startswith("DEMO-") for name in names)


def test_the_warp_has_written_opened_a_circle_and_seen_a_question_answered(told: datetime) -> None:
    assert Bulletin.objects.filter(state=BulletinState.PUBLISHED).count() == 2
    assert CircleMember.objects.count() == len(read_data("warnings")["circle"]["members"])
    kinds = Counter(Post.objects.values_list("kind", flat=True))
    assert kinds == {PostKind.QUESTION: 1, PostKind.ANSWER: 1}
    assert not Post.objects.filter(said_at__gt=told).exists()
