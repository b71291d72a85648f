"""Does the subject of a letter say that a warning was corrected or withdrawn, and no more than its label lets it?"""

from collections.abc import Callable

import pytest

from tests.unit.warn.test_desk_bulletins import DAY, Desk
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.models import Letter
from wardmote.warn.actions.correct_bulletin import correct_bulletin
from wardmote.warn.actions.tell_notices import tell_notices
from wardmote.warn.actions.withdraw_bulletin import withdraw_bulletin
from wardmote.warn.models import Bulletin
from wardmote.warn.queries.hearers import hearers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def told(desk: Desk, days: int) -> Letter:
    """Return the letter that a lead of Elm gets on a day."""
    at = desk.at + days * DAY
    hearers = [each for each in hearers_of(desk.elm, at.date()) if each.person == desk.world.lead_of(desk.elm)]
    assert tell_notices(council=desk.elm, hearer=hearers[0], at=at)
    return Letter.objects.latest("pk")


def corrected(desk: Desk, bulletin: Bulletin) -> Bulletin:
    return correct_bulletin(
        by=desk.world.viewer(desk.operator),
        bulletin=bulletin,
        wording=desk.wording(act="Update it to 14.2.", label=Label(bulletin.label)),
        correction="The version was wrong.",
        revision=bulletin.revision,
        at=desk.at + 2 * DAY,
    )


def withdrawn(desk: Desk, bulletin: Bulletin) -> Bulletin:
    operator = desk.world.viewer(desk.operator)
    return withdraw_bulletin(
        by=operator, bulletin=bulletin, why="A false alarm.", revision=bulletin.revision, at=desk.at + 2 * DAY
    )


def test_a_correction_says_that_it_is_one(desk: Desk) -> None:
    desk.world.lead_of(desk.elm)
    bulletin = desk.out()
    assert told(desk, 1).subject == "New warning: Close the gateway"
    corrected(desk, bulletin)
    letter = told(desk, 3)
    assert letter.subject == "Correction: Close the gateway"
    assert "The version was wrong." in letter.text


def test_a_withdrawal_says_that_it_is_withdrawn_and_why(desk: Desk) -> None:
    desk.world.lead_of(desk.elm)
    bulletin = desk.out()
    told(desk, 1)
    withdrawn(desk, bulletin)
    letter = told(desk, 3)
    assert letter.subject == "Withdrawn: Close the gateway"
    assert "A false alarm." in letter.text


@pytest.mark.parametrize(("change", "says"), [(corrected, "Correction"), (withdrawn, "Withdrawn")])
def test_what_is_stricter_than_green_puts_no_words_in_the_letter(
    desk: Desk, change: Callable[[Desk, Bulletin], Bulletin], says: str
) -> None:
    desk.world.lead_of(desk.elm)
    bulletin = desk.out(label=Label.AMBER)
    told(desk, 1)
    change(desk, bulletin)
    letter = told(desk, 3)
    assert letter.subject == f"{says}: A warning labelled TLP:AMBER"
    for words in ("gateway", "version was wrong", "false alarm", "14.2"):
        assert words not in letter.text + letter.html + letter.subject
