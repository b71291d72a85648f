"""Does the register that ships with Wardmote say what is known of the councils of the United Kingdom?"""

from collections import Counter
from datetime import date
from importlib import resources

import pytest
from django.db.models import F

from wardmote.kernel.moments import now
from wardmote.register.actions.load_register import load_register
from wardmote.register.models import Body, BodyRecord, Succession
from wardmote.register.models.bodies import COUNCILS, LIKE_COUNCILS, LOWER_TIER, UPPER_TIER, Kind, Status
from wardmote.register.queries.bodies import bodies_listed, body_page, find_body, records_on
from wardmote.register.queries.differences import differences
from wardmote.register.tables import read_councils

NOVEMBER_2026, VESTING_2027, VESTING_2028 = date(2026, 11, 23), date(2027, 4, 1), date(2028, 4, 1)
pytestmark = pytest.mark.usefixtures("real_register")


def shipped() -> str:
    return (resources.files("wardmote.register") / "data" / "councils.csv").read_text(encoding="utf-8")


def count(day: date, nation: str, kinds: tuple[Kind, ...] = COUNCILS) -> int:
    return records_on(day).filter(nation=nation, body__kind__in=kinds).count()


def test_every_nation_has_as_many_councils_as_it_has() -> None:
    counts = {n: count(NOVEMBER_2026, n) for n in ("England", "Wales", "Scotland", "Northern Ireland")}
    assert counts == {"England": 317, "Wales": 22, "Scotland": 32, "Northern Ireland": 11}
    assert bodies_listed(NOVEMBER_2026, demonstration=False).count() == 382


def test_every_kind_in_england_has_as_many_councils_as_it_has() -> None:
    found = records_on(NOVEMBER_2026).filter(nation="England", body__kind__in=COUNCILS)
    assert Counter(found.values_list("body__kind", flat=True)) == {
        "county": 21,
        "district": 164,
        "unitary": 63,
        "metropolitan_district": 36,
        "london_borough": 32,
        "city_corporation": 1,
    }


def test_each_tier_covers_the_country_once() -> None:
    lower = records_on(NOVEMBER_2026).filter(body__kind__in=LOWER_TIER)
    upper = records_on(NOVEMBER_2026).filter(body__kind__in=UPPER_TIER)
    assert (lower.filter(nation="England").count(), lower.count()) == (296, 361)
    assert (upper.filter(nation="England").count(), upper.count()) == (153, 218)


def test_every_live_council_can_be_put_on_the_map_and_written_to() -> None:
    found = bodies_listed(NOVEMBER_2026, demonstration=False)
    assert not found.filter(latitude__isnull=True).exists()
    assert not found.filter(domain="").exists()
    assert not found.filter(region="", nation="England").exists()
    assert not found.filter(body__gss="").exists()


def test_every_district_has_a_county_of_its_own_region() -> None:
    districts = records_on(NOVEMBER_2026).filter(body__kind=Kind.DISTRICT)
    assert not districts.filter(county__isnull=True).exists()
    assert (
        not districts.filter(county__records__valid_to__isnull=True)
        .exclude(county__records__region=F("region"))
        .exists()
    )
    assert set(districts.values_list("county__kind", flat=True)) == {"county"}


def test_in_april_2027_surreys_twelve_councils_are_gone_and_two_are_there() -> None:
    before, after = (
        set(records_on(day).filter(nation="England", body__kind__in=COUNCILS).values_list("body__code", flat=True))
        for day in (date(2027, 3, 31), VESTING_2027)
    )
    assert after - before == {"east-surrey", "west-surrey"}
    assert before - after == {
        "SRY", "ELM", "EPS", "MOL", "REI", "TAN", "GRT", "RUN", "SPE", "SUR", "WAE", "WOI"
    }  # fmt: skip
    assert (len(before), len(after)) == (317, 307)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 1, 1), Status.PLANNED),
        (date(2026, 5, 6), Status.PLANNED),
        (date(2026, 5, 7), Status.SHADOW),
        (NOVEMBER_2026, Status.SHADOW),
        (date(2027, 3, 31), Status.SHADOW),
        (VESTING_2027, Status.LIVE),
        (date(2040, 1, 1), Status.LIVE),
    ],
)
def test_east_surrey_is_planned_then_shadow_then_live(day: date, status: Status) -> None:
    page = body_page(find_body("east-surrey"), day)
    assert page.status == status
    assert page.record.name == "East Surrey Council"


def test_successors_of_2028_are_planned_until_their_shadow_elections() -> None:
    body = find_body("mid-essex")
    assert [body.status_on(d) for d in (NOVEMBER_2026, date(2027, 5, 6), VESTING_2028)] == [
        Status.PLANNED,
        Status.SHADOW,
        Status.LIVE,
    ]


def test_a_county_that_is_split_has_two_successors_without_a_known_share() -> None:
    page = body_page(find_body("SRY"), NOVEMBER_2026)
    assert [(r.code, r.on, r.share) for r in page.successors] == [
        ("east-surrey", VESTING_2027, None),
        ("west-surrey", VESTING_2027, None),
    ]


def test_a_merged_council_names_all_whom_it_takes_over_from() -> None:
    page = body_page(find_body("east-surrey"), NOVEMBER_2026)
    assert {(r.code, r.share) for r in page.predecessors} == {
        ("SRY", None), ("ELM", 1.0), ("EPS", 1.0), ("MOL", 1.0), ("REI", 1.0), ("TAN", 1.0)
    }  # fmt: skip


def test_successions_are_many_to_many() -> None:
    split = Succession.objects.filter(predecessor__code="SNO").values_list("successor__code", flat=True)
    assert set(split) == {"west-norfolk", "greater-norwich", "east-norfolk"}
    assert Succession.objects.filter(successor__code="greater-norwich").count() == 3


def test_dissolved_councils_name_their_successors() -> None:
    page = body_page(find_body("BKM"), NOVEMBER_2026)
    assert page.status == Status.DISSOLVED
    assert [(r.code, r.on) for r in page.successors] == [("BUC", date(2020, 4, 1))]


def test_a_planned_council_lies_among_its_districts() -> None:
    record = BodyRecord.objects.get(body__code="east-surrey")
    places = BodyRecord.objects.filter(body__code__in=["ELM", "EPS", "MOL", "REI", "TAN"])
    latitudes, longitudes = (list(places.values_list(what, flat=True)) for what in ("latitude", "longitude"))
    assert min(latitudes) < record.latitude < max(latitudes)
    assert min(longitudes) < record.longitude < max(longitudes)


def test_loading_again_changes_nothing() -> None:
    tables = (Body, BodyRecord, Succession)
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    assert load_register(at=now()) == Body.objects.count()
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before


def test_the_shipped_table_shows_no_difference_to_what_was_loaded() -> None:
    found = differences(read_councils(shipped()))
    assert found.is_empty
    assert (found.same, found.absent) == (445, ())


def test_the_bodies_that_staff_belong_to_are_there_but_arent_councils() -> None:
    assert set(Body.objects.filter(kind__in=[Kind.PROGRAMME, Kind.PLATFORM]).values_list("code", "kind")) == {
        ("national-programme", "programme"),
        ("wardmote", "platform"),
    }
    assert not {Kind.PROGRAMME, Kind.PLATFORM} & set(LIKE_COUNCILS)
