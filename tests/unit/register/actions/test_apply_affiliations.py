"""Do councils join and leave WARPs and forums as a table says, with who belonged when kept?"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.worlds import World
from wardmote.kernel.models import AuditEntry
from wardmote.register.actions.apply_affiliations import apply_affiliations
from wardmote.register.models import Affiliation
from wardmote.register.queries.affiliations import AffiliationDifferences, affiliation_differences
from wardmote.register.tables import TableFault, is_affiliations, read_affiliations

Acts = Callable[[], list[str]]
HEADER = "group_code,member_code,valid_from,valid_to\n"


@pytest.fixture
def bodies(world: World) -> World:
    """A WARP and two councils, of which one belongs."""
    world.council("moe")
    world.warp("sewarp", world.council("elm"))
    return world


def put_in_force(world: World, *lines: str) -> AffiliationDifferences:
    """Apply, and check that what was shown beforehand is what was done."""
    rows = read_affiliations(HEADER + "\n".join(lines))
    shown = affiliation_differences(rows)
    assert apply_affiliations(by=None, rows=rows, source="test", at=world.at) == shown
    assert affiliation_differences(rows).is_empty
    return shown


def held() -> set[tuple[str, date | None, date | None]]:
    return set(Affiliation.objects.values_list("member__code", "valid_from", "valid_to"))


def test_a_council_joins_from_a_day_on(bodies: World, acts: Acts) -> None:
    acts()
    found = put_in_force(bodies, "sewarp,moe,2026-12-01,", "sewarp,elm,,")
    assert (len(found.added), len(found.ended), found.same) == (1, 0, 1)
    assert held() == {("elm", None, None), ("moe", date(2026, 12, 1), None)}
    assert acts() == ["register.affiliations-applied"]
    assert AuditEntry.objects.order_by("-sequence")[0].after == {"added": 1, "ended": 0, "source": "test"}


def test_a_council_leaves_and_that_it_belonged_is_kept(bodies: World) -> None:
    put_in_force(bodies, "sewarp,elm,,2026-12-01")
    assert held() == {("elm", None, date(2026, 12, 1))}


def test_a_council_that_left_may_join_again(bodies: World) -> None:
    put_in_force(bodies, "sewarp,elm,,2026-12-01")
    put_in_force(bodies, "sewarp,elm,2027-12-01,")
    assert held() == {("elm", None, date(2026, 12, 1)), ("elm", date(2027, 12, 1), None)}


def test_a_table_that_changes_nothing_isnt_an_act(bodies: World, acts: Acts) -> None:
    acts()
    put_in_force(bodies, "sewarp,elm,,", "sewarp,elm,,")
    assert acts() == []


def test_a_row_that_stands_there_twice_is_one(bodies: World) -> None:
    rows = read_affiliations(HEADER + "sewarp,moe,,\nsewarp,moe,,")
    apply_affiliations(by=None, rows=rows, source="test", at=bodies.at)
    assert Affiliation.objects.filter(member__code="moe").count() == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sewarp,nobody,,", "Line 3: the register has no body with the code nobody"),
        ("nobody,elm,,", "Line 3: the register has no body with the code nobody"),
        ("moe,elm,,", "Line 3: moe is no WARP"),
        ("sewarp,sewarp,,", "Line 3: sewarp can't belong to itself"),
        ("sewarp,demo-elm,,", "Line 3: the register has no body with the code demo-elm"),
        ("sewarp,moe,2026-01-01,2026-01-01", "Line 3: valid_to must be after valid_from"),
        ("sewarp,moe,soon,", "Line 3: valid_from must look like 2027-04-01"),
        ("sewarp,elm,,2020-01-01", "Line 3: "),
    ],
)
def test_what_cant_hold_is_refused_with_its_line(bodies: World, line: str, says: str) -> None:
    bodies.council("demo-elm", demonstration=True)
    Affiliation.objects.update(valid_from=date(2024, 1, 1))
    before = held()
    with pytest.raises(TableFault) as fault:
        put_in_force(bodies, "sewarp,moe,,", line)
    assert str(fault.value).startswith(says)
    assert held() == before


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(HEADER, True), ("\ufeffmember_code, group_code\r\n", True), ("code,gss,name,kind,nation\n", False), ("", False)],
)
def test_a_table_of_affiliations_is_known_by_its_first_line(text: str, is_one: bool) -> None:
    assert is_affiliations(text) == is_one
