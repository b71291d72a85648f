"""Does the search find the body that the reader meant, however it is spelt?"""

import time

import pytest

from tests.worlds import World
from wardmote.register.models import BodyRecord
from wardmote.register.queries.search import distinctive, fold, search_bodies

on_real_data = pytest.mark.usefixtures("real_register")
STAFF = ["programme", "platform"]

FIRST = [
    # names, whole and in part
    ("Elmbridge", "ELM"),
    ("elmbridge borough council", "ELM"),
    ("ELMBRIDGE BOROUGH COUNCIL", "ELM"),
    ("council of the isles of scilly", "IOS"),
    ("Somerset", "SMT"),
    ("Durham", "DUR"),
    ("East Surrey", "east-surrey"),
    ("Mid Essex Council", "mid-essex"),
    # codes of both kinds
    ("elm", "ELM"),
    ("E07000207", "ELM"),
    ("e07000207", "ELM"),
    ("east-surrey", "east-surrey"),
    # domains, addresses' ends and hyphens
    ("elmbridge.gov.uk", "ELM"),
    ("mail.elmbridge.gov.uk", "ELM"),
    ("surreycc", "SRY"),
    ("cne-siar.gov.uk", "ELS"),
    ("north-herts.gov.uk", "NHE"),
    ("newcastle-staffs.gov.uk", "NEC"),
    ("n-somerset.gov.uk", "NSM"),
    # spelling
    ("Elmbrige", "ELM"),
    ("Wokking", "WOI"),
    ("Guilford", "GRT"),
    ("Middlesborough", "MDB"),
    ("Gatehead", "GAT"),
    ("Reigate & Banstead", "REI"),
    ("reigate and banstead", "REI"),
    # apostrophes and other languages
    ("King's Lynn", "KIN"),
    ("Kings Lynn and West Norfolk", "KIN"),
    ("Kings Lynn & West Norfolk", "KIN"),
    ("St Helens", "SHN"),
    ("St. Helens", "SHN"),
    ("Angelsey", "AGY"),
    ("Cyngor Gwynedd", "GWN"),
    ("Rhondda Cynon Taf", "RCT"),
    ("Comhairle nan Eilean Siar", "ELS"),
    ("Derry City and Strabane", "DRS"),
    # councils that are gone
    ("Aylesbury Vale", "AYL"),
    ("Taunton Deane", "TAU"),
    ("Buckinghamshire County Council", "BKM"),
    ("Buckinghamshire Council", "BUC"),
]  # fmt: skip


@on_real_data
def test_each_council_comes_first_for_what_people_call_it() -> None:
    found = [(text, next((hit.code for hit in search_bodies(text)), None)) for text, _code in FIRST]
    assert found == FIRST


NOTHING = ["", "   ", "'", "–", "zzzzzzzz", "12345678901234567890", "\x00", "🦉", "%", "' OR 1=1 --", "x" * 100_000]


@on_real_data
def test_nothing_is_found_where_nothing_was_meant() -> None:
    assert [text for text in NOTHING if search_bodies(text)] == []


@on_real_data
def test_every_body_is_found_by_its_own_name_code_and_domain() -> None:
    """By code it comes first; by name or domain at least second, for some share one."""
    records = BodyRecord.objects.exclude(body__kind__in=STAFF).order_by("name", "body__code").select_related("body")
    missed = [
        text
        for record in records[::9]
        for text, most in ((record.body.code, 1), (record.body.gss, 1), (record.name, 2), (record.domain, 2))
        if text and record.body.code not in [hit.code for hit in search_bodies(text, limit=most)]
    ]
    assert missed == []


@on_real_data
def test_two_councils_that_share_a_domain_are_both_found_by_it() -> None:
    assert [hit.code for hit in search_bodies("adur-worthing.gov.uk", limit=2)] == ["ADU", "WOT"]
    assert {hit.code for hit in search_bodies("lewes-eastbourne.gov.uk", limit=2)} == {"EAS", "LEE"}


@on_real_data
def test_a_live_council_comes_before_a_dissolved_one_of_the_same_name() -> None:
    hits = search_bodies("Dorset")
    assert hits[0].end_date is None
    assert [hit.code for hit in hits[:2]] == ["DST", "DOR"]


@on_real_data
def test_a_hit_says_what_a_list_shows() -> None:
    hit = search_bodies("E07000207")[0]
    assert (hit.code, hit.gss, hit.name) == ("ELM", "E07000207", "Elmbridge Borough Council")
    assert (hit.kind, hit.region, hit.domain) == ("district", "South East", "elmbridge.gov.uk")
    assert str(hit.end_date) == "2027-04-01"


@on_real_data
def test_no_more_is_found_than_was_asked_for() -> None:
    assert len(search_bodies("North", limit=3)) == 3


@on_real_data
def test_neither_staff_bodies_nor_the_other_world_are_found(world: World) -> None:
    world.council("demo-elm", demonstration=True, name="Elmbridge of the fiction", short_name="Elmbridge fiction")
    assert "demo-elm" not in {hit.code for hit in search_bodies("Elmbridge")}
    assert [hit.code for hit in search_bodies("Elmbridge", demonstration=True)] == ["demo-elm"]
    assert "national-programme" not in {hit.code for hit in search_bodies("National programme")}


@on_real_data
def test_the_best_answer_comes_first_and_scores_fall() -> None:
    scores = [hit.score for hit in search_bodies("Norfolk")]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 3


@on_real_data
def test_a_search_over_every_body_is_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        search_bodies("Elmbrige")


@on_real_data
def test_no_spelling_takes_the_search_longer_than_a_blink() -> None:
    started = time.perf_counter()
    search_bodies("the city and county borough council of " * 10)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "folded", "core"),
    [
        ("Bath & North East Somerset", "bath and north east somerset", "bath north east somerset"),
        ("King’s Lynn", "kings lynn", "kings lynn"),
        ("Ynys Môn", "ynys mon", "ynys mon"),
        ("City of London Corporation", "city of london corporation", "corporation"),
        ("The Council", "the council", "the council"),
        ("St.-Albans", "st. albans", "st. albans"),
    ],
)
def test_words_that_half_of_all_councils_carry_dont_count(text: str, folded: str, core: str) -> None:
    assert fold(text) == folded
    assert distinctive(text) == core
