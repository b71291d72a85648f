"""Who records what else a council belongs to, and who reads it?"""

from datetime import timedelta

import pytest

from tests.unit.warn.board_town import BoardTown
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.warn.models import Joined
from wardmote.warn.schemes import schemes, title_of

CISP = {"scheme": "cisp", "since": "2020-05-04", "note": "Sponsored by the WARP"}
OURS, THEIRS = "/councils/ash/warnings/joined/", "/desk/the-warp/joined/ash/"


@pytest.fixture
def town(db: None) -> BoardTown:
    return BoardTown(World())


def test_a_council_records_what_it_belongs_to_and_its_warp_reads_it(town: BoardTown) -> None:
    lead = signed_in(town.world.lead_of(town.members["ash"]))
    assert lead.post(OURS, CISP).status_code == 302
    assert "Sponsored by the WARP" in lead.get(OURS).content.decode()
    assert "since 4 May 2020" in signed_in(town.operator).get("/desk/the-warp/joined/").content.decode()
    (event,) = AuditEntry.objects.filter(action="joined.recorded")
    assert event.after == {"scheme": "cisp", "since": "2020-05-04"}


def test_the_same_is_not_recorded_twice(town: BoardTown) -> None:
    operator = signed_in(town.operator)
    assert operator.post(THEIRS, {"scheme": "cisp"}).status_code == 302
    assert operator.post(THEIRS, {"scheme": "cisp"}).status_code == 409
    assert Joined.objects.get().since is None


def test_what_was_left_stays_on_record_and_can_be_joined_again(town: BoardTown) -> None:
    operator = signed_in(town.operator)
    operator.post(THEIRS, CISP)
    first = Joined.objects.get()
    assert operator.post(THEIRS, {"end": str(first.pk)}).status_code == 302
    first.refresh_from_db()
    assert first.until == town.bench.day
    assert operator.post(THEIRS, {"end": str(first.pk)}).status_code == 404
    assert operator.post(THEIRS, CISP).status_code == 302
    assert Joined.objects.count() == 2
    assert AuditEntry.objects.filter(action="joined.ended").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"scheme": "unheard-of"},
        {"scheme": ""},
        {"scheme": "cisp", "since": "never"},
        {"scheme": "cisp", "note": "n" * 201},
    ],
)
def test_what_can_not_be_read_is_refused_with_a_word(town: BoardTown, wrong: dict[str, str]) -> None:
    answer = signed_in(town.operator).post(THEIRS, wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_day_to_come_is_refused(town: BoardTown) -> None:
    tomorrow = town.bench.day + timedelta(days=2)
    answer = signed_in(town.operator).post(THEIRS, {"scheme": "cisp", "since": tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "Enter a day that has come" in answer.content.decode()


def test_others_record_nothing(town: BoardTown) -> None:
    viewer = signed_in(town.world.someone(town.members["ash"], Role.VIEWER))
    assert viewer.get(OURS).status_code == 200
    assert viewer.post(OURS, CISP).status_code == 403
    neighbour = signed_in(town.world.lead_of(town.members["bay"]))
    assert neighbour.post(OURS, CISP).status_code in (403, 404)
    assert neighbour.get(THEIRS).status_code == 404
    assert signed_in(town.operator).get("/desk/the-warp/joined/far/").status_code == 404
    assert not Joined.objects.exists()


def test_one_council_s_row_is_not_ended_through_another_s_page(town: BoardTown) -> None:
    operator = signed_in(town.operator)
    operator.post(THEIRS, CISP)
    row = Joined.objects.get()
    assert operator.post("/desk/the-warp/joined/bay/", {"end": str(row.pk)}).status_code == 404
    assert Joined.objects.get().until is None


def test_schemes_have_names_and_an_unknown_key_stays_as_it_is() -> None:
    assert title_of("cisp") == "CiSP"
    assert title_of("gone") == "gone"
    assert all(one.about.endswith(".") for one in schemes().values())
