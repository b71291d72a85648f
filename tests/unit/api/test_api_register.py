"""Does the register answer everybody, about the real world, page by page?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Succession

Call = Callable[..., Any]


def codes(response: Any) -> list[str]:
    return [item["code"] for item in response.json()["items"]]


@pytest.mark.usefixtures("world")
def test_anybody_lists_the_live_councils_of_the_real_world(anybody: Call) -> None:
    assert codes(anybody("GET", "/councils")) == ["ELMTON", "OAKHAM"]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"as_at": "2019-01-01"}, ["ASHBY", "ELMTON", "OAKHAM"]),
        ({"region": "South East"}, ["ELMTON", "OAKHAM"]),
        ({"region": "Atlantis"}, []),
        ({"nation": "Wales"}, []),
        ({"kind": "district"}, ["ELMTON", "OAKHAM"]),
        ({"kind": "county"}, []),
        ({"kind": "warp"}, ["SEWARP"]),
        ({"kind": "programme"}, []),
        ({"q": "okham"}, ["OAKHAM"]),
        ({"q": "elmton.gov.uk"}, ["ELMTON"]),
        ({"q": "no such place at all"}, []),
    ],
)
def test_a_filter_narrows_the_list(anybody: Call, query: dict[str, str], expected: list[str]) -> None:
    assert codes(anybody("GET", "/councils", **query)) == expected


@pytest.mark.usefixtures("world")
def test_a_search_does_not_find_the_fictional_world(anybody: Call) -> None:
    assert "DEMOTON" not in codes(anybody("GET", "/councils", q="demoton"))


def test_the_best_match_comes_first_on_every_page(anybody: Call, make_body: Callable[..., Body]) -> None:
    for code in ("ABERFORD-1", "ABERFORD-2", "ABERFORD"):
        make_body(code)
    first = anybody("GET", "/councils", q="Aberford", limit=1)
    second = anybody("GET", "/councils", q="Aberford", limit=1, cursor=first.json()["next"])
    assert codes(first) == ["ABERFORD"]
    assert codes(second) == ["ABERFORD-1"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_give_every_council_once(anybody: Call, make_body: Callable[..., Body], limit: int) -> None:
    made = [make_body(f"C{number}").code for number in range(7)]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = anybody("GET", "/councils", limit=limit, cursor=cursor)
        assert len(codes(page)) <= limit
        seen += codes(page)
        cursor = page.json()["next"]
    assert seen == made


@pytest.mark.usefixtures("world")
def test_a_cursor_of_another_list_or_order_is_refused(anybody: Call) -> None:
    cursor = anybody("GET", "/councils", limit=1).json()["next"]
    for query in ({"cursor": cursor[:-1]}, {"cursor": "é"}, {"cursor": "\x00"}, {"cursor": cursor, "q": "oakham"}):
        refusal = anybody("GET", "/councils", **query)
        assert refusal.status_code == 422
        assert refusal.json()["errors"][0]["field"] == "query.cursor"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "9" * 400},
        {"as_at": "yesterday"},
        {"as_at": "1066-10-14"},
        {"as_at": "1700000000"},
        {"kind": "kingdom"},
        {"q": "\x00"},
        {"region": "x" * 121},
    ],
)
def test_a_value_that_makes_no_sense_is_named(anybody: Call, query: dict[str, Any]) -> None:
    refusal = anybody("GET", "/councils", **query)
    assert refusal.status_code == 422
    assert refusal["Content-Type"] == "application/problem+json"
    assert refusal.json()["errors"][0]["field"] == f"query.{next(iter(query))}"


def test_a_council_comes_with_predecessors_successors_and_records(anybody: Call, world: dict[str, Body]) -> None:
    with seeing_as_system():
        Succession.objects.create(
            predecessor=world["gone"], successor=world["own"], on=date(2020, 4, 1), share=0.5, source="test"
        )
    heir, gone = anybody("GET", "/councils/oakham").json(), anybody("GET", "/councils/ASHBY").json()
    assert heir["council"]["code"] == "OAKHAM"
    assert heir["status"] == "live"
    assert [p["code"] for p in heir["predecessors"]] == ["ASHBY"]
    assert [g["code"] for g in heir["groups"]] == ["SEWARP"]
    assert heir["records"][0]["name"] == "Oakham Council"
    assert gone["status"] == "dissolved"
    assert gone["successors"][0]["share"] == 0.5
    assert anybody("GET", "/councils/ASHBY", as_at="2019-01-01").json()["status"] == "live"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("code", ["NOWHERE", "DEMOTON", "PROG"])
def test_a_body_that_the_real_register_does_not_have_is_missing(anybody: Call, code: str) -> None:
    assert anybody("GET", f"/councils/{code}").status_code == 404


@pytest.mark.usefixtures("world")
def test_regions_count_their_live_councils(anybody: Call) -> None:
    here = {"nation": "England", "region": "South East"}
    assert anybody("GET", "/regions").json() == {"items": [here | {"councils": 2}]}
    assert anybody("GET", "/regions", as_at="2019-01-01").json() == {"items": [here | {"councils": 3}]}


def test_the_questions_are_data_for_everybody(anybody: Call) -> None:
    asked = anybody("GET", "/frameworks/stocktake").json()
    first = asked["areas"][0]["questions"][0]
    assert asked["key"] == "stocktake"
    assert [level["value"] for level in first["levels"]] == [0, 1, 2, 3, 4]
    assert [band["rating"] for band in asked["bands"]] == ["red", "amber-red", "amber", "amber-green", "green"]


def test_figures_of_few_councils_are_withheld(
    anybody: Call, make_body: Callable[..., Body], submit: Callable[..., None]
) -> None:
    for number in range(4):
        submit(make_body(f"C{number}"))
    submit(make_body("F1", demonstration=True))
    assert anybody("GET", "/figures").json()["total"] is None
    submit(make_body("C4"))
    assert anybody("GET", "/figures").json()["total"] == 5
