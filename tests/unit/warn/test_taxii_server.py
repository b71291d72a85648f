"""Does the server speak TAXII 2.1 as the standard has it, and take only what it may?"""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.warn.shared_town import TAXII, Program, SharedTown, address, identity, indicator, stamp
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.engines.advisories.stix.markings import MARKING_IDS
from wardmote.kernel.roles import Role
from wardmote.warn.actions import add_objects as adding
from wardmote.warn.models import StixObject


@pytest.fixture
def town(world: World) -> SharedTown:
    """A WARP with a circle."""
    return SharedTown(world)


@pytest.fixture
def lead(town: SharedTown) -> Program:
    """A program of the lead of the council that is in the circle."""
    return town.program(town.world.someone(town.elm, Role.LEAD))


def names(answer: Any) -> list[str]:
    """Return what the objects of an answer are called."""
    return [thing["name"] for thing in answer.json().get("objects", [])]


def test_a_client_finds_its_way_from_the_first_address_to_an_object(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    town.add(collection, indicator(1))
    roots = lead.get("/taxii2/").json()["api_roots"]
    assert [root.partition("/taxii2/")[2] for root in roots] == ["the-warp/"]
    root = lead.get("/taxii2/the-warp/").json()
    assert (root["versions"], root["max_content_length"]) == ([TAXII], 10_000_000)
    found = lead.get("/taxii2/the-warp/collections/").json()["collections"]
    assert [one["id"] for one in found] == [str(collection.uuid)]
    assert lead.get(address(collection, "")).json() == found[0]
    assert (found[0]["can_read"], found[0]["can_write"]) == (True, True)
    assert names(lead.get(address(collection))) == ["Number 1"]


def test_an_object_comes_back_letter_by_letter(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    text = json.dumps(indicator(1)).replace('"Number 1"', '"N\\u00famber  1", "x_score": 1.10')
    lead.send(address(collection), f'{{"objects": [ {text} ]}}'.encode())
    assert text in lead.get(address(collection)).content.decode()


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (TAXII, 200),
        ("application/taxii+json", 200),
        ("application/taxii+json; version=2.1", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/taxii+json;version=2.0", 406),
        ("application/vnd.oasis.taxii+json;version=2.0", 406),
        ("text/html", 406),
    ],
)
def test_only_taxii_2_1_is_spoken(town: SharedTown, lead: Program, accept: str, status: int) -> None:
    town.collection()
    answer = lead.get("/taxii2/", Accept=accept)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == TAXII
    if status != 200:
        assert answer.json()["http_status"] == str(status)


@pytest.mark.parametrize("kind", ["application/json", "application/taxii+json;version=2.0", ""])
def test_only_taxii_2_1_is_taken(town: SharedTown, lead: Program, kind: str) -> None:
    assert lead.send(address(town.collection()), b"{}", kind=kind).status_code == 415


def test_a_token_comes_in_three_ways(town: SharedTown, lead: Program) -> None:
    town.collection()
    pair = base64.b64encode(f"whoever:{lead.secret}".encode()).decode()
    for header in (f"Bearer {lead.secret}", f"Token {lead.secret}", f"Basic {pair}"):
        assert Program("").get("/taxii2/", Authorization=header).status_code == 200
    for header in ("", "Bearer", "Basic !", f"Basic {base64.b64encode(bytes([255])).decode()}", f"Digest {pair}"):
        answer = Program("").get("/taxii2/", Authorization=header)
        assert (answer.status_code, answer.headers["WWW-Authenticate"][:5]) == (401, "Basic")


def test_a_token_does_what_it_was_made_for(town: SharedTown) -> None:
    person, collection = town.world.someone(town.elm, Role.LEAD), town.collection()
    reading, other = town.program(person, ["warnings:read"]), town.program(person, ["estate:read"])
    assert reading.get(address(collection)).status_code == 200
    assert reading.get(address(collection, "")).json()["can_write"] is False
    assert reading.post(address(collection), indicator(1)).status_code == 403
    assert other.get(address(collection)).status_code == 403


def test_a_page_says_when_its_objects_were_added_and_where_the_next_one_begins(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    town.add(collection, *[indicator(n) for n in range(5)])
    first = lead.get(f"{address(collection)}?limit=2")
    assert names(first) == ["Number 0", "Number 1"]
    assert first.json()["more"] is True
    second = lead.get(f"{address(collection)}?limit=2&next={first.json()['next']}")
    assert names(second) == ["Number 2", "Number 3"]
    last = lead.get(f"{address(collection)}?limit=2&next={second.json()['next']}")
    assert names(last) == ["Number 4"]
    assert last.json()["more"] is False
    reached = first.headers["X-TAXII-Date-Added-Last"]
    assert first.headers["X-TAXII-Date-Added-First"] < reached < second.headers["X-TAXII-Date-Added-First"]
    assert names(lead.get(f"{address(collection)}?limit=9&added_after={reached}")) == [f"Number {n}" for n in (2, 3, 4)]
    mixed = f"{address(collection)}?limit=9&added_after={reached}&next={second.json()['next']}"
    assert names(lead.get(mixed)) == ["Number 4"]
    after_all = lead.get(f"{address(collection)}?added_after={last.headers['X-TAXII-Date-Added-Last']}")
    assert after_all.json() == {}
    assert "X-TAXII-Date-Added-First" not in after_all.headers


def test_whatever_comes_while_a_client_reads_comes_after_what_it_has_read(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    town.add(collection, indicator(1), indicator(2))
    first = lead.get(f"{address(collection)}?limit=1").json()
    # Added at the same moment, by a clock that stands still.
    town.add(collection, indicator(3), indicator(1, modified=stamp(1), name="Number 1 again"))
    rest = lead.get(f"{address(collection)}?limit=9&next={first['next']}")
    assert names(rest) == ["Number 2", "Number 3", "Number 1 again"]


def test_filters_choose_ids_types_and_versions(town: SharedTown, lead: Program) -> None:
    collection, who = town.collection(), identity()
    town.add(collection, indicator(1), who, indicator(1, modified=stamp(3), name="third"))
    town.add(collection, indicator(1, modified=stamp(2), name="second"))

    def asked(query: str) -> list[str]:
        return names(lead.get(f"{address(collection)}?{query}"))

    assert asked("") == ["A council", "third"]
    assert asked("match[type]=identity") == ["A council"]
    assert asked("match[type]=identity,indicator") == ["A council", "third"]
    assert asked(f"match[id]={who['id']}") == ["A council"]
    assert asked("match[version]=first&match[type]=indicator") == ["Number 1"]
    assert asked("match[version]=all&match[type]=indicator") == ["Number 1", "third", "second"]
    assert asked(f"match[version]={stamp(2)}") == ["second"]
    assert asked(f"match[version]=first,{stamp(2)},last") == ["Number 1", "A council", "third", "second"]
    assert asked("match[spec_version]=2.0") == []
    assert asked("match[spec_version]=2.1&match[type]=report") == []


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "next=abc", "added_after=today", "match[name]=x"])
def test_a_question_that_cant_be_meant_is_told_so(town: SharedTown, lead: Program, query: str) -> None:
    answer = lead.get(f"{address(town.collection())}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, TAXII)


def test_one_object_its_versions_and_the_manifest_agree(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    town.add(collection, indicator(1), indicator(1, modified="2026-02-02T00:00:00.123456Z", name="later"), indicator(2))
    one = address(collection, f"objects/{indicator(1)['id']}/")
    assert names(lead.get(one)) == ["later"]
    assert names(lead.get(f"{one}?match[version]=all")) == ["Number 1", "later"]
    assert lead.get(f"{one}?match[version]={stamp(9)}").json() == {}
    versions = lead.get(f"{one}versions/").json()
    assert versions == {"more": False, "versions": ["2026-01-31T09:00:00.000Z", "2026-02-02T00:00:00.123456Z"]}
    listed = lead.get(f"{address(collection, 'manifest/')}?match[version]=all").json()["objects"]
    assert [line["version"] for line in listed[:2]] == versions["versions"]
    assert listed[0]["media_type"] == "application/stix+json;version=2.1"
    assert lead.get(address(collection, f"objects/{indicator(7)['id']}/")).status_code == 404
    assert lead.get(address(collection, f"objects/{indicator(7)['id']}/versions/")).status_code == 404


def test_nothing_is_taken_out(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    town.add(collection, indicator(1))
    one = address(collection, f"objects/{indicator(1)['id']}/")
    answer = lead.client.delete(one, headers={"Accept": TAXII, "Authorization": f"Bearer {lead.secret}"})
    assert answer.status_code == 403
    assert StixObject.objects.count() == 1


def test_each_object_is_stored_or_told_why_not(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    answer = lead.post(
        address(collection),
        indicator(1),
        {"type": "indicator"},
        indicator(2, object_marking_refs=[MARKING_IDS[Label.RED]]),
        indicator(3, object_marking_refs=[MARKING_IDS[Label.GREEN]]),
    )
    told = answer.json()
    assert answer.status_code == 202
    assert (told["status"], told["total_count"], told["success_count"], told["failure_count"]) == ("complete", 4, 2, 2)
    assert [one["id"] for one in told["successes"]] == [indicator(1)["id"], indicator(3)["id"]]
    assert "marked for fewer readers" in told["failures"][1]["message"]
    assert names(lead.get(address(collection))) == ["Number 1", "Number 3"]
    assert lead.get(f"/taxii2/the-warp/status/{told['id']}/").json() == told


def test_the_same_object_sent_again_is_there_once(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    for _ in range(2):
        assert lead.post(address(collection), indicator(1), indicator(1)).json()["success_count"] == 2
    changed = lead.post(address(collection), indicator(1, name="Another name")).json()
    assert "other content" in changed["failures"][0]["message"]
    assert names(lead.get(address(collection))) == ["Number 1"]


def test_what_has_no_version_is_there_once(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    host = {"type": "domain-name", "id": "domain-name--3c10e93f-798e-5a26-a0c1-08156efab7f5", "value": "a.example"}
    for _ in range(2):
        lead.post(address(collection), host)
    assert lead.get(address(collection)).json()["objects"] == [host]


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{", b'{"objects": {}}', b'{"objects": 1}', b'{"objects": [1', b"[" * 100_000, b'{"objects": "x"}'],
)
def test_what_is_no_envelope_is_refused(town: SharedTown, lead: Program, body: bytes) -> None:
    assert lead.send(address(town.collection()), body).status_code == 400


@pytest.mark.parametrize("thing", ["1", "null", '{"type": "indicator", "type": "report"}', "[" * 90 + "]" * 90, '"x"'])
def test_what_is_no_object_is_told_so(town: SharedTown, lead: Program, thing: str) -> None:
    told = lead.send(address(town.collection()), f'{{"objects": [{thing}]}}'.encode()).json()
    assert (told["success_count"], told["failure_count"]) == (0, 1)


def test_an_envelope_of_more_than_10_mb_is_refused_unread(town: SharedTown, lead: Program) -> None:
    large = json.dumps({"objects": [], "x": "x" * 10_000_001}).encode()
    assert lead.send(address(town.collection()), large).status_code == 413
    fits = json.dumps({"objects": [indicator(1)], "x": "x" * 5_000_000}).encode()
    assert lead.send(address(town.collection(title="Two")), fits).status_code == 202


def test_a_program_that_sends_without_end_is_told_to_wait(
    town: SharedTown, lead: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_A_MINUTE", 2)
    collection = town.collection()
    found = [lead.post(address(collection), indicator(n)) for n in range(3)]
    assert [answer.status_code for answer in found] == [202, 202, 429]
    assert found[2].headers["Retry-After"] == "60"


def test_a_status_is_forgotten_after_a_week(town: SharedTown, lead: Program) -> None:
    collection = town.collection()
    old = town.add(collection, indicator(1))
    town.world.at += timedelta(days=8)
    town.add(collection, indicator(2))
    assert not type(old).objects.filter(pk=old.pk).exists()


def test_only_known_methods_are_answered(town: SharedTown, lead: Program) -> None:
    answer = lead.post("/taxii2/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
