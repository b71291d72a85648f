"""Does what strangers put into a provider's tree or a document cost us more than its size?"""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.advisories.csaf.csaf_made import document, tree_of
from tests.unit.engines.advisories.csaf.test_csaf_provider_folder import SITE, START, published
from wardmote.engines.advisories.csaf.collecting import Failed, Received, collect, converse
from wardmote.engines.advisories.csaf.judging import judge
from wardmote.engines.advisories.csaf.parsing import parse
from wardmote.engines.advisories.csaf.provider import Provider
from wardmote.engines.advisories.csaf.ranges import spans_of, version_of
from wardmote.engines.advisories.csaf.reading import MOST_VULNERABILITIES, advisories
from wardmote.engines.advisories.csaf.texts import prose, url
from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError

SECONDS = 20  # what these take is well under one; a cost that grows by the square takes minutes
NAMES = sorted(published())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 400), st.binary(max_size=40), st.booleans())
def test_a_tree_with_other_bytes_somewhere_is_read_or_failed(name: str, at: int, other: bytes, is_cut: bool) -> None:
    data = published()[name]
    changed = published() | {name: data[:at] + other + (b"" if is_cut else data[at + len(other) :])}
    events = converse(collect(START), lambda wanted: changed.get(wanted.url.removeprefix(f"{SITE}/")))
    assert all(isinstance(event, Provider | Received | Failed) for event in events)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=10), below, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["head", "product_tree", "vulnerabilities"]), ANY_JSON, max_size=3))
def test_parts_of_any_type_are_read_or_refused(parts: dict[str, Any]) -> None:
    head = parts.pop("head", {})
    found = document(**parts, head=head if isinstance(head, dict) else {"tracking": head})
    try:
        assert all(isinstance(one, Advisory | Broken) for one in advisories(found))
    except ReadingError as refusal:
        text = str(refusal)
    else:
        text = "read."
    assert text.endswith(".")
    judge(found)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>=|vV019. -abeforpilst,:*/", max_size=60))
def test_any_words_of_a_range_are_read_or_left(words: str) -> None:
    assert all(span.low or span.high or span == spans_of("*")[0] for span in spans_of(words))
    version_of(words)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/scriptbi &;lg\x00", max_size=80))
def test_no_tag_is_left_in_prose(text: str) -> None:
    plain = prose(text).lower()
    assert "<script>" not in plain
    assert "<b>" not in plain
    assert "\x00" not in plain


COSTLY = {
    "one tag inside the other": "<b" * 10_000,
    "a tag that never ends": "<script " + "x" * 19_000,
    "tags in tags": "<<b>b>" * 3_000,
    "scripts that never end": "<script>" * 2_500,
    "entities": "&amp;lt;" * 2_500,
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_prose_costs_what_it_is_long(text: str) -> None:
    begun = time.process_time()
    prose(text)
    assert time.process_time() - begun < SECONDS


def related(number: int) -> dict[str, Any]:
    """Return the definition of a product that runs on another one, and on the product before it."""
    return {
        "category": "installed_on",
        "full_product_name": {"name": "x", "product_id": f"R{number}"},
        "product_reference": f"R{number - 1}" if number else "P1",
        "relates_to_product_reference": f"R{number - 1}" if number else "P1",
    }


def test_long_chains_many_products_and_many_entries_cost_what_they_are_long() -> None:
    chain = tree_of("product_version", "1") | {"relationships": [related(number) for number in range(20_000)]}
    statuses = {"known_affected": [f"R{number}" for number in range(20_000)]}
    begun = time.process_time()
    found = document(product_tree=chain, vulnerabilities=[{"product_status": statuses}])
    assert judge(found) == ()
    (one,) = advisories(found)
    assert isinstance(one, Advisory)
    assert max(len(affected.running_on) for affected in one.affected) <= 50
    assert time.process_time() - begun < SECONDS


def test_more_vulnerabilities_than_anybody_reads_are_told_of() -> None:
    note = {"category": "summary", "text": "x" * 20_000 + "<b>"}
    found = document(head={"notes": [note]}, vulnerabilities=[{}] * (MOST_VULNERABILITIES + 5))
    begun = time.process_time()
    first, *others = advisories(found)
    assert isinstance(first, Broken)
    assert "10005 vulnerabilities; the first 10000 are read" in first.says
    assert len(others) == MOST_VULNERABILITIES
    assert time.process_time() - begun < SECONDS


def test_very_many_keys_of_which_one_stands_twice_are_refused_at_once() -> None:
    begun = time.process_time()
    pairs = [f'"{number}": 1' for number in range(300_000)]
    with pytest.raises(ReadingError, match="twice"):
        parse(("{" + ",".join([*pairs, pairs[-1]]) + "}").encode())
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("written", ["javascript:alert(1)", "https://x y", "HTTPS://x/<", 7, None, "", "//x.example"])
def test_an_address_that_is_none_is_left_out(written: object) -> None:
    assert url(written) == ""


def test_a_feed_of_very_many_entries_is_listed_quickly() -> None:
    entry = {"content": {"src": "a.json"}, "link": [{"rel": "self", "href": "a.json"}]}
    feed = json.dumps({"feed": {"entry": [entry] * 20_000}}).encode()
    changed = {**published(), ".well-known/csaf/white/csaf-feed-tlp-white.json": feed}
    begun = time.process_time()
    events = list(converse(collect(START), lambda wanted: changed.get(wanted.url.removeprefix(f"{SITE}/"))))
    assert sum(isinstance(event, Failed) for event in events) == 1
    assert time.process_time() - begun < SECONDS
