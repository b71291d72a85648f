"""Do those who run a desk see of their members' answers what each member lets them see, and no more?"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.unit.warn.board_town import BoardTown
from tests.worlds import World, signed_in
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation, Reading
from wardmote.register.models.sharing import Audience, Level
from wardmote.warn.models import Bulletin, Notice
from wardmote.warn.queries.acting import acting_of, median
from wardmote.warn.queries.board import Cell, board_of
from wardmote.warn.queries.board_of_one import stand_of
from wardmote.warn.queries.desk_access import Bench


@pytest.fixture
def town(db: None) -> BoardTown:
    return BoardTown(World())


@pytest.fixture
def bulletin(town: BoardTown) -> Bulletin:
    return town.bulletin()


def cells(bench: Bench) -> dict[str, Cell]:
    """Return the first bulletin's cell of each member."""
    return {row.member.code: row.cells[0] for row in board_of(bench).rows}


def page(town: BoardTown, address: str = "") -> str:
    return signed_in(town.operator).get(f"/desk/the-warp/board/{address}").content.decode()


def share(town: BoardTown, bulletin: Bulletin, number: int) -> Notice:
    """Let another member in that shares, and warn it."""
    code = f"more-{number}"
    town.members[code] = body = town.world.council(code)
    Affiliation.objects.create(group=town.warp, member=body, source="test")
    town.world.share(body, Audience.WARP, Level.RESULTS)
    return town.warned(code, bulletin)


def test_a_member_that_shares_is_shown_with_its_word(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("ash", bulletin)
    assert cells(town.bench)["ash"] == Cell("answered", "We have fixed it")


def test_a_member_that_waits_is_shown_with_whether_it_read(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    assert cells(town.bench)["ash"] == Cell("waits", "Waits for an answer", read=False)
    town.warned("bay", bulletin, read_at=town.world.at, due_on=town.bench.day - timedelta(days=1))
    assert cells(town.bench)["bay"] == Cell("overdue", "Waits for an answer, overdue", read=True)


def test_what_a_silent_member_says_and_whether_it_is_concerned_stays_its_own(
    town: BoardTown, bulletin: Bulletin
) -> None:
    assert cells(town.bench)["cob"].says == "Doesn't share"
    assert cells(town.bench)["ash"].says == "Not concerned"
    town.answered("cob", bulletin, "need-help")
    assert cells(town.bench)["cob"] == Cell("hidden", "Doesn't share")


def test_sharing_that_is_withdrawn_closes_what_was_seen(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("ash", bulletin)
    assert cells(town.bench)["ash"].kind == "answered"
    town.world.share(town.members["ash"], Audience.WARP, Level.NOTHING)
    assert cells(town.bench)["ash"].kind == "hidden"
    stand = stand_of(town.bench, bulletin)
    assert {line.member.code for line in stand.of("hidden")} == {"ash", "cob"}
    assert all(line.notice is None for line in stand.of("hidden"))


def test_reasons_are_shown_of_those_who_share_reasons_only(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("ash", bulletin, "not-affected", reason="Ash has none of these.")
    town.answered("bay", bulletin, "not-affected", reason="Bay has none of these.")
    shown = page(town, f"{bulletin.pk}/")
    assert "Bay has none of these." in shown
    assert "Ash has none of these." not in shown
    rows = page(town, f"{bulletin.pk}/board.csv")
    assert "Bay has none of these." in rows
    assert "Ash has none of these." not in rows


def test_a_member_of_another_warp_is_not_on_the_board(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("far", bulletin)
    assert sorted(cells(town.bench)) == ["ash", "bay", "cob"]
    Affiliation.objects.create(group=town.warp, member=town.members["far"], source="test")
    assert cells(town.bench)["far"].kind == "answered"


def test_a_member_that_left_the_warp_is_not_on_the_board(town: BoardTown, bulletin: Bulletin) -> None:
    town.answered("ash", bulletin)
    Affiliation.objects.filter(member=town.members["ash"]).update(valid_to=town.bench.day)
    assert sorted(cells(town.bench)) == ["bay", "cob"]


def test_an_operator_of_another_warp_finds_no_board(town: BoardTown, bulletin: Bulletin) -> None:
    other = town.world.someone(town.world.warp("other-warp"), Role.WARP_OPERATOR, "Otto")
    for address in ("", f"{bulletin.pk}/", f"{bulletin.pk}/board.csv"):
        assert signed_in(other).get(f"/desk/the-warp/board/{address}").status_code == 404
        assert signed_in(other).get(f"/desk/other-warp/board/{address}").status_code == (200 if not address else 404)
    assert signed_in(town.operator).get("/desk/the-warp/board/").status_code == 200
    member = town.world.someone(town.warp, Role.WARP_MEMBER, "Mo")
    assert signed_in(member).get("/desk/the-warp/board/").status_code == 404
    assert Client().get("/desk/the-warp/board/").status_code in (302, 401)


def test_fictional_councils_are_on_fictional_boards_only(town: BoardTown) -> None:
    dream = town.world.council("dream", demonstration=True)
    programme = town.world.programme("the-programme")
    dreamed = town.world.programme("dream-programme", demonstration=True)
    real, other = (town.world.someone(body, Role.PROGRAMME_TEAM, body.code) for body in (programme, dreamed))
    town.bulletin(owner=programme, label="clear")
    town.bulletin(owner=dreamed, label="clear", reference="D-1")
    assert dream.code not in cells(Bench(town.world.viewer(real), programme, town.world.at))
    assert list(cells(Bench(town.world.viewer(other), dreamed, town.world.at))) == ["dream"]


def test_the_programme_sees_whoever_has_not_said_no(town: BoardTown) -> None:
    programme = town.world.programme("the-programme")
    person = town.world.someone(programme, Role.PROGRAMME_TEAM, "Petra")
    bulletin = town.bulletin(owner=programme, label="clear")
    town.answered("cob", bulletin)
    town.answered("ash", bulletin)
    town.world.share(town.members["ash"], Audience.PROGRAMME, Level.NOTHING)
    seen = cells(Bench(town.world.viewer(person), programme, town.world.at))
    assert seen["cob"].kind == "answered"
    assert seen["ash"].kind == "hidden"


def test_drafts_and_old_bulletins_are_not_on_the_board(town: BoardTown) -> None:
    old = town.world.at - timedelta(days=91)
    town.bulletin("Old one", published_at=old)
    assert board_of(town.bench).columns == ()
    town.bulletin("New one")
    assert [column.bulletin.title for column in board_of(town.bench).columns] == ["New one"]
    assert board_of(town.bench, priority=1).columns == ()


def test_whose_board_is_read_can_see_that_it_was(town: BoardTown, bulletin: Bulletin) -> None:
    page(town)
    page(town, f"{bulletin.pk}/")
    page(town, f"{bulletin.pk}/board.csv")
    assert not Reading.objects.filter(council__isnull=False).exists()
    read = Reading.objects.values_list("audience", "on_behalf_of", "what").order_by("pk")
    assert list(read) == [
        ("warp", town.warp.pk, "answers to warnings"),
        ("warp", town.warp.pk, "answers to a warning"),
        ("warp", town.warp.pk, "answers to a warning"),
    ]


def test_who_needs_help_stands_first(town: BoardTown, bulletin: Bulletin) -> None:
    town.warned("ash", bulletin)
    town.answered("bay", bulletin, "need-help", reason="Nobody knows the box.")
    lines = stand_of(town.bench, bulletin).lines
    assert [(line.member.code, line.cell.kind) for line in lines] == [
        ("bay", "help"),
        ("ash", "waits"),
        ("cob", "hidden"),
    ]
    shown = page(town, f"{bulletin.pk}/")
    assert "Nobody knows the box." in shown


def test_sums_need_five_councils_that_share(town: BoardTown, bulletin: Bulletin) -> None:
    for number in range(2):
        share(town, bulletin, number)
    town.answered("ash", bulletin)
    town.answered("bay", bulletin)
    (column,) = board_of(town.bench).columns
    assert (column.answered, column.concerned) == (None, None)
    assert [line.raised for line in acting_of(town.bench)] == [None] * 4
    share(town, bulletin, 2)
    (column,) = board_of(town.bench).columns
    assert (column.answered, column.concerned) == (2, 5)
    soon = acting_of(town.bench)[1]
    assert (soon.raised, soon.read, soon.acted, soon.days) == (5, 2, None, None)
    assert "too few to show" in page(town)


def test_days_to_act_are_the_middle_of_five(town: BoardTown, bulletin: Bulletin) -> None:
    for number, days in enumerate((1, 2, 3, 9, 9)):
        notice = share(town, bulletin, number)
        notice.answers.create(council=notice.council, word="planned", until=town.bench.day, at=notice.raised_at)
        notice.answers.create(council=notice.council, word="fixed", at=notice.raised_at + timedelta(days=days))
    soon = acting_of(town.bench)[1]
    assert (soon.acted, soon.days) == (5, 3)


def test_the_middle_of_an_even_number_lies_halfway() -> None:
    assert median(Counter({1: 1, 4: 1})) == 2.5
    assert median(Counter({7: 3})) == 7


def test_a_big_board_asks_the_database_a_fixed_number_of_times(
    town: BoardTown, django_assert_max_num_queries: Any
) -> None:
    bulletins = [town.bulletin(f"Number {number}") for number in range(12)]
    for number in range(27):
        share(town, bulletins[0], number)
        for one in bulletins[1:]:
            town.warned(f"more-{number}", one)
    bench = town.bench
    with django_assert_max_num_queries(3):
        board = board_of(bench)
    assert len(board.rows) == 30
    assert len(board.columns) == 12
    window = signed_in(town.operator)
    with django_assert_max_num_queries(25):
        assert window.get("/desk/the-warp/board/").status_code == 200


def test_a_council_reads_who_sees_that_it_needs_help(town: BoardTown, bulletin: Bulletin) -> None:
    says = {
        "ash": "Those who run your WARP see that you need help, but not what you write.",
        "bay": "Those who run your WARP see it, with what you write.",
        "cob": "Those who run your WARP don&#39;t see it, as you don&#39;t share your results with them.",
    }
    for code, words in says.items():
        notice = town.warned(code, bulletin)
        window = signed_in(town.world.lead_of(town.members[code]))
        assert words in window.get(f"/councils/{code}/warnings/{notice.pk}/").content.decode()


def test_the_table_holds_no_formulas(town: BoardTown) -> None:
    bulletin = town.bulletin()
    town.answered("bay", bulletin, "not-affected", reason="=1+1")
    rows = page(town, f"{bulletin.pk}/board.csv")
    assert ",'=1+1," in rows
    assert ",=1+1," not in rows
