"""Does a newer register come into force from its day on, with the past kept and the difference shown beforehand?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from tests.worlds import World
from wardmote.kernel.models import AuditEntry
from wardmote.register.actions.apply_register import apply_register
from wardmote.register.models import Body, BodyRecord, Succession
from wardmote.register.queries.bodies import body_page, records_on
from wardmote.register.queries.differences import Change, differences
from wardmote.register.tables import CouncilRow, TableFault

Acts = Callable[[], list[str]]
NEW_YEAR, APRIL = date(2026, 1, 1), date(2027, 4, 1)
COUNTY = CouncilRow(
    "SRY", "E10000030", "Surrey County Council", "Surrey", "county", "England", "South East", "", "",
    "surreycc.gov.uk", 1_199_870, 51.2, -0.4, None, None, (),
)  # fmt: skip
ELM = replace(
    COUNTY, code="ELM", gss="E07000207", name="Elmbridge Borough Council", short_name="Elmbridge", kind="district",
    county_gss="E10000030", domain="elmbridge.gov.uk", population=137_215,
)  # fmt: skip
MOLE = replace(ELM, code="MOL", gss="E07000210", name="Mole Valley District Council", short_name="Mole Valley")
FIRST = (COUNTY, ELM, MOLE)


def put_in_force(world: World, rows: tuple[CouncilRow, ...], day: date | None) -> None:
    """Apply, and check that what was shown beforehand is what was done."""
    shown = differences(rows)
    assert apply_register(by=None, rows=rows, valid_from=day, source="test", at=world.at) == shown
    assert differences(rows).is_empty


@pytest.fixture
def first(world: World) -> World:
    """The world with the first register in force, since as far back as anybody recorded."""
    put_in_force(world, FIRST, None)
    return world


def name_on(code: str, day: date) -> str:
    return body_page(Body.objects.get(code=code), day).record.name


def test_an_empty_register_takes_everything_as_it_always_was(first: World) -> None:
    records = BodyRecord.objects.select_related("county").order_by("body__code")
    assert [(r.body.code, r.valid_from, r.valid_to) for r in records] == [
        ("ELM", None, None),
        ("MOL", None, None),
        ("SRY", None, None),
    ]
    assert [r.county.code if r.county else None for r in records] == ["SRY", "SRY", None]


def test_applying_is_audited_once_with_what_changed(first: World, acts: Acts) -> None:
    acts()
    put_in_force(first, (replace(ELM, population=140_000), replace(MOLE, code="NEW", gss="")), APRIL)
    assert acts() == ["register.applied"]
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.after["added"], entry.after["changed"]) == (["NEW"], ["ELM"])


def test_a_table_that_changes_nothing_isnt_an_act(first: World, acts: Acts) -> None:
    acts()
    put_in_force(first, FIRST, APRIL)
    assert acts() == []
    assert BodyRecord.objects.count() == 3


def test_the_difference_names_each_value_before_and_after(first: World) -> None:
    found = differences((replace(ELM, name="Elmbridge Council", population=None, county_gss=""), COUNTY))
    (changed,) = found.changed
    assert changed.changes == (
        Change("name", "Elmbridge Borough Council", "Elmbridge Council"),
        Change("population", "137215", ""),
        Change("county", "E10000030", ""),
    )
    assert (found.added, found.same, found.absent) == ((), 1, ("Mole Valley District Council",))


def test_a_new_name_holds_from_its_day_on_and_the_old_one_before(first: World) -> None:
    put_in_force(first, (replace(ELM, name="Elmbridge Council"),), APRIL)
    assert name_on("ELM", date(2027, 3, 31)) == "Elmbridge Borough Council"
    assert name_on("ELM", APRIL) == "Elmbridge Council"
    assert {r.name for r in records_on(date(2027, 3, 31))} >= {"Elmbridge Borough Council"}
    assert {r.name for r in records_on(APRIL)} >= {"Elmbridge Council"}
    assert BodyRecord.objects.filter(body__code="ELM").count() == 2


def test_a_new_fact_keeps_the_county(first: World) -> None:
    put_in_force(first, (replace(ELM, population=140_000), COUNTY), APRIL)
    records = BodyRecord.objects.filter(body__code="ELM").values_list("county__code", "valid_from")
    assert set(records) == {("SRY", None), ("SRY", APRIL)}


def test_a_new_county_holds_from_its_day_on(first: World) -> None:
    other = replace(COUNTY, code="WSX", gss="E10000032", name="West Sussex County Council")
    put_in_force(first, (other, replace(ELM, county_gss="E10000032")), APRIL)
    body = Body.objects.get(code="ELM")
    counties = [body_page(body, day).county for day in (NEW_YEAR, APRIL)]
    assert [county.code if county else None for county in counties] == ["SRY", "WSX"]


def test_a_county_taken_away_the_same_day_is_gone(first: World) -> None:
    put_in_force(first, (replace(ELM, population=140_000), COUNTY), APRIL)
    put_in_force(first, (replace(ELM, population=140_000, county_gss=""), COUNTY), APRIL)
    assert BodyRecord.objects.get(body__code="ELM", valid_to=None).county is None


def test_a_correction_of_the_same_day_replaces_the_record(first: World) -> None:
    put_in_force(first, (replace(ELM, name="Elmbrige Council"),), APRIL)
    put_in_force(first, (replace(ELM, name="Elmbridge Council"),), APRIL)
    assert [r.name for r in BodyRecord.objects.filter(body__code="ELM").order_by("pk")] == [
        "Elmbridge Borough Council",
        "Elmbridge Council",
    ]


def test_a_third_register_leaves_three_records_in_a_row(first: World) -> None:
    put_in_force(first, (replace(ELM, population=1),), APRIL)
    put_in_force(first, (replace(ELM, population=2),), date(2028, 4, 1))
    rows = BodyRecord.objects.filter(body__code="ELM").order_by("pk").values_list("valid_from", "valid_to")
    assert list(rows) == [(None, APRIL), (APRIL, date(2028, 4, 1)), (date(2028, 4, 1), None)]


def test_a_body_that_is_added_later_starts_on_the_tables_day(first: World) -> None:
    put_in_force(first, (replace(MOLE, code="NEW", gss="E07000999"),), APRIL)
    assert BodyRecord.objects.get(body__code="NEW").valid_from == APRIL


def test_an_end_and_successors_are_linked_and_the_facts_stay(first: World) -> None:
    east = replace(COUNTY, code="ESY", gss="E06000998", name="East Surrey Council", kind="unitary", start_date=APRIL)
    west = replace(east, code="WSY", gss="E06000999", name="West Surrey Council")
    gone = replace(COUNTY, end_date=APRIL, successor_codes=("ESY", "WSY"))
    put_in_force(first, (gone, replace(ELM, end_date=APRIL, successor_codes=("ESY",)), east, west), NEW_YEAR)
    found = Succession.objects.values_list("predecessor__code", "successor__code", "share", "on")
    assert set(found) == {("SRY", "ESY", None, APRIL), ("SRY", "WSY", None, APRIL), ("ELM", "ESY", 1.0, APRIL)}
    assert BodyRecord.objects.filter(body__code="SRY").count() == 1
    assert not records_on(APRIL).filter(body__code__in=["SRY", "ELM"]).exists()
    assert records_on(date(2027, 3, 31)).filter(body__code__in=["SRY", "ELM"]).count() == 2


def test_a_table_that_is_silent_about_an_end_doesnt_undo_one(first: World) -> None:
    put_in_force(first, (replace(ELM, end_date=APRIL),), NEW_YEAR)
    assert differences(FIRST).is_empty
    assert Body.objects.get(code="ELM").end_date == APRIL


def test_bodies_of_the_demonstration_and_of_staff_stay_out_of_it(first: World) -> None:
    first.council("demo-elm", demonstration=True)
    first.programme()
    found = differences(FIRST)
    assert (found.is_empty, found.absent) == (True, ())


def test_the_search_knows_a_new_name_at_once(first: World) -> None:
    from wardmote.register.queries.search import search_bodies

    put_in_force(first, (replace(ELM, name="Thamesmead Council", short_name="Thamesmead"),), APRIL)
    assert search_bodies("Thamesmead")[0].code == "ELM"


def test_a_failed_application_leaves_nothing_half_done(first: World, acts: Acts) -> None:
    before = list(BodyRecord.objects.order_by("pk").values())
    acts()
    twice = (
        replace(ELM, name="Elmbridge Council"),
        replace(MOLE, code="NEW", gss="", end_date=NEW_YEAR, start_date=APRIL),
    )
    with pytest.raises((IntegrityError, TableFault)):
        apply_register(by=None, rows=twice, valid_from=APRIL, source="test", at=first.at)
    assert list(BodyRecord.objects.order_by("pk").values()) == before
    assert acts() == []
