"""Does the desk's queue show only what attackers use, or only what is critical, when asked?"""

import pytest

from tests.unit.warn.test_desk_bulletins import Desk
from tests.unit.warn.warned import a_story
from tests.worlds import World, signed_in
from wardmote.kernel.moments import now, today
from wardmote.warn.models import Story

pytestmark = pytest.mark.django_db


def test_the_queue_shows_what_was_asked_for_and_all_for_an_unknown_word(world: World) -> None:
    desk = Desk(world)
    for number, (title, score, exploited) in enumerate(
        (("Used", 7.5, True), ("Worst", 9.8, False), ("Bad", 7.2, False))
    ):
        story = a_story(f"{title} gateway", f"CVE-2026-{number + 1}", at=now())
        day = today() if exploited else None
        Story.objects.filter(pk=story.pk).update(score=score, published_at=now(), exploited_on=day)
    client = signed_in(desk.operator)

    def shown(only: str) -> set[str]:
        page = client.get(f"/desk/the-warp/?only={only}").content.decode()
        return {title for title in ("Used", "Worst", "Bad") if f"{title} gateway" in page}

    assert shown("") == {"Used", "Worst", "Bad"}
    assert shown("exploited") == {"Used"}
    assert shown("critical") == {"Worst"}
    assert shown("nonsense") == {"Used", "Worst", "Bad"}
