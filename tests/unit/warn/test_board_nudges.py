"""Is a council reminded once a day at most, only where it waits and shares, and told of it once?"""

from datetime import timedelta

import pytest

from tests.unit.warn.board_town import BoardTown
from tests.worlds import World, signed_in
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models.sharing import Audience, Level
from wardmote.warn.actions.nudge import nudge
from wardmote.warn.models import Bulletin, Choice, Nudge, Pace, Telling
from wardmote.warn.telling import tell

DAY = timedelta(days=1)


@pytest.fixture
def town(db: None) -> BoardTown:
    return BoardTown(World())


@pytest.fixture
def bulletin(town: BoardTown) -> Bulletin:
    return town.bulletin()


def nudged(town: BoardTown, bulletin: Bulletin, council: str = "", *, after: timedelta = timedelta(0)) -> int:
    return nudge(by=town.bench.viewer, bulletin=bulletin, council=council, at=town.world.at + after)


def test_all_that_wait_are_reminded_and_nobody_else(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    town.answered("bay", bulletin)
    town.warned("cob", bulletin)
    assert nudged(town, bulletin) == 1
    assert list(Nudge.objects.values_list("council__code", "from_body__code")) == [("ash", "the-warp")]
    (event,) = AuditEntry.objects.filter(action="bulletin.nudged")
    assert event.after == {"councils": ["ash"]}


def test_who_asked_for_help_is_not_reminded(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("ash", bulletin, "need-help")
    with pytest.raises(Denied, match="Nobody is left"):
        nudged(town, bulletin)


def test_a_second_reminder_on_one_day_is_refused(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    town.warned("bay", bulletin)
    assert nudged(town, bulletin, "ash") == 1
    with pytest.raises(Denied) as refusal:
        nudged(town, bulletin, "ash")
    assert refusal.value.status == 409
    assert nudged(town, bulletin) == 1
    assert Nudge.objects.count() == 2
    assert nudged(town, bulletin, "ash", after=DAY) == 1


def test_a_council_that_does_not_share_can_not_be_reminded(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("cob", bulletin)
    with pytest.raises(Denied):
        nudged(town, bulletin, "cob")
    town.world.share(town.members["cob"], Audience.WARP, Level.RESULTS)
    assert nudged(town, bulletin, "cob") == 1
    town.world.share(town.members["cob"], Audience.WARP, Level.NOTHING)
    with pytest.raises(Denied):
        nudged(town, bulletin, "cob", after=DAY)


def test_only_those_who_run_the_desk_remind(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    other = town.world.someone(town.world.warp("other-warp", town.members["ash"]), Role.WARP_OPERATOR, "Otto")
    with pytest.raises(Denied):
        nudge(by=town.world.viewer(other), bulletin=bulletin, at=town.world.at)
    assert signed_in(other).post(f"/desk/the-warp/board/{bulletin.pk}/remind/").status_code == 404
    assert not Nudge.objects.exists()


def test_a_withdrawn_bulletin_is_not_asked_about(town: BoardTown) -> None:
    gone = town.bulletin(state="withdrawn", withdrawn_at=town.world.at)
    town.warned("ash", gone)
    with pytest.raises(Denied):
        nudged(town, gone)
    assert signed_in(town.operator).get(f"/desk/the-warp/board/{gone.pk}/").status_code == 404


def test_people_are_told_of_a_reminder_once(town: BoardTown, bulletin: Bulletin) -> None:
    council = town.members["ash"]
    lead = town.world.lead_of(council)
    Choice.objects.create(council=council, person=lead, pace=Pace.AT_ONCE, changed_at=town.world.at)
    town.warned("ash", bulletin)
    moment = town.world.at + timedelta(minutes=1)
    tell(council, moment)
    told = Letter.objects.count()
    nudged(town, bulletin, after=timedelta(minutes=2))
    assert tell(council, moment + timedelta(minutes=2)) == 1
    letter = Letter.objects.order_by("pk").last()
    assert Letter.objects.count() == told + 1
    assert letter is not None
    assert letter.subject == "An answer is asked for: Patch the gateways"
    assert "YOUR WARP ASKS HOW THESE STAND" in letter.text
    assert tell(council, moment + timedelta(minutes=3)) == 0
    assert tell(council, moment + timedelta(minutes=10)) == 0
    assert Telling.objects.filter(occasion="nudge").count() == 1


def test_the_council_is_told_by_a_job_when_the_reminder_is_kept(
    town: BoardTown, bulletin: Bulletin, django_capture_on_commit_callbacks: object
) -> None:
    town.warned("ash", bulletin)
    with django_capture_on_commit_callbacks() as jobs:  # type: ignore[operator]
        nudged(town, bulletin)
    assert len(jobs) == 1


def test_the_page_reminds_one_and_says_when_nobody_is_left(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    window = signed_in(town.operator)
    address = f"/desk/the-warp/board/{bulletin.pk}/"
    assert "Remind 1 council that waits" in window.get(address).content.decode()
    assert window.post(f"{address}remind/", {"council": "ash"}).status_code == 302
    assert "Remind 1 council" not in window.get(address).content.decode()
    again = window.post(f"{address}remind/", {"council": "ash"})
    assert again.status_code == 409
    assert "Nobody is left to remind today" in again.content.decode()
