"""Can a program keep its own council's list of domains, and nobody else's?"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.estate.stated_dns import StatedDns
from tests.unit.estate.test_estate_rest import Call, program_of
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.estate.queries.domains import domains_of
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer

ListDomain = Callable[..., Domain]
DOMAINS = "/councils/elm/estate/domains"


@pytest.fixture
def program(world: World, ada: Viewer) -> Call:
    return program_of(world, ada)


def test_a_domain_is_added_once_listed_changed_and_removed(program: Call, council: Body) -> None:
    sent = {"name": "https://Elm.gov.uk/", "selectors": ["s1"], "renews_on": "2027-03-31"}
    made, again = program("POST", DOMAINS, sent), program("POST", DOMAINS, sent)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    found = made.json()
    assert (found["name"], found["proof"], found["selectors"]) == ("elm.gov.uk", "register", ["s1"])
    assert program("GET", DOMAINS).json() == {"items": [found], "next": None}
    place = f"{DOMAINS}/{found['id']}"
    saved = program("PUT", place, {"is_parked": True, "look_alikes": ["e1m.gov.uk"]}).json()
    assert (saved["is_parked"], saved["look_alikes"], saved["selectors"]) == (True, ["e1m.gov.uk"], [])
    assert [program("DELETE", place).status_code for _ in range(2)] == [204, 404]
    assert not domains_of(council).exists()


def test_a_program_learns_what_to_publish_and_proves_the_domain(
    program: Call, list_domain: ListDomain, dns: StatedDns
) -> None:
    domain = list_domain("elm.org.uk")
    place = f"{DOMAINS}/{domain.pk}/verify"
    dns.publish("elm.org.uk", "something else")
    told = program("POST", place).json()
    assert (told["seen"], told["texts"], told["domain"]["proof"]) == ("other", ["something else"], None)
    dns.publish(told["record_name"].removeprefix("_wardmote."), told["record_text"])
    done = program("POST", place).json()
    assert (done["seen"], done["domain"]["proof"]) == ("found", "dns")
    assert program("POST", place).json()["seen"] is None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "gov.uk"}, 403),
        ({"name": "not this"}, 403),
        ({"name": "x" * 300}, 422),
        ({"name": "a\x00.uk"}, 422),
        ({"selectors": ["a b"]}, 403),
        ({"selectors": ["s"] * 51}, 422),
        ({"look_alikes": ["www.elm.org.uk"]}, 403),
        ({"renews_on": "soon"}, 422),
        ({"renews_on": "1900-01-01"}, 403),
        ({"owner": "x" * 121}, 422),
    ],
)
def test_an_unfit_domain_is_refused_and_not_kept(
    program: Call, council: Body, change: dict[str, Any], status: int
) -> None:
    assert program("POST", DOMAINS, {"name": "elm.org.uk"} | change).status_code == status
    assert not domains_of(council).exists()


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_programs_do_what_their_people_may(
    world: World, council: Body, list_domain: ListDomain, dns: StatedDns, role: Role
) -> None:
    domain = list_domain("elm.org.uk")
    program = program_of(world, world.viewer(world.someone(council, role)))
    assert program("GET", DOMAINS).status_code == (200 if role in READS_ANSWERS else 403)
    writes = [
        program("POST", DOMAINS, {"name": "new.org.uk"}).status_code,
        program("PUT", f"{DOMAINS}/{domain.pk}", {}).status_code,
        program("POST", f"{DOMAINS}/{domain.pk}/verify").status_code,
        program("DELETE", f"{DOMAINS}/{domain.pk}").status_code,
    ]
    assert writes == ([201, 200, 200, 204] if role in WRITES_ANSWERS else [403] * 4)


def test_another_councils_domains_arent_there(world: World, program: Call) -> None:
    oak = world.council("oak")
    theirs = Domain.objects.create(council=oak, name="oak.gov.uk", token="x", added_at=world.at)
    assert program("GET", "/councils/oak/estate/domains").status_code == 404
    for place in (f"/councils/oak/estate/domains/{theirs.pk}", f"{DOMAINS}/{theirs.pk}"):
        assert program("PUT", place, {}).status_code == 404
        assert program("POST", f"{place}/verify").status_code == 404
        assert program("DELETE", place).status_code == 404
