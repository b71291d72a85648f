"""Does a range hold what lies in it, by bytes and by comparing?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wardmote.engines.advisories.facts import ANY, Span
from wardmote.engines.advisories.versions import NOTHING_ABOVE, bounds, compare, holds, key

HOLDS: tuple[tuple[Span, list[str], list[str]], ...] = (
    (
        Span("generic", "1.0", True, "2.0", False),
        ["1.0", "1.0.0", "1.5", "2.0-rc1"],
        ["0.9", "1.0-rc1", "2.0", "2.0.0"],
    ),
    (Span("generic", "1.0", False, "2.0", True), ["1.0.1", "2.0", "2.0.0"], ["1.0", "1.0.0", "2.0.1", "2.0 sp1"]),
    (Span("generic", "", True, "3.4.1", False), ["0", "3.4", "1.0-alpha"], ["3.4.1", "4"]),
    (Span("generic", "3.4.1"), ["3.4.1", "99"], ["3.4"]),
    (ANY, ["0", "anything", "2026"], []),
    (Span.one("1.0.2k"), ["1.0.2k", "1.0.2K"], ["1.0.2", "1.0.2l"]),
    (Span.one("2.4.x"), ["2.4", "2.4.0", "2.4.57", "2.4-beta"], ["2.3.9", "2.5", "2.5-rc1", "24.0"]),
    (Span("generic", "2.0", True, "2.4.*", True), ["2.0", "2.4.9"], ["2.5.0", "1.9"]),
    (Span("deb", "", True, "1.18.0-6ubuntu14.4", False), ["1.18.0-6ubuntu14.3", "1.18.0-6"], ["1.18.0-6ubuntu14.4"]),
    (Span("pypi", "1.0", True, "2.0", False), ["1.5.post1", "2.0.dev1", "2.0a1"], ["2.0", "1.0rc1"]),
    (Span("maven", "2.0-beta9", True, "2.15.0", False), ["2.0", "2.14.1", "2.0-rc1"], ["2.0-beta8", "2.15.0"]),
    (Span("alpm", "1.0-1", True, "1.2-1", True), ["1.1-3", "1.2-1"], ["1.3-1", "0.9-1"]),
)


@pytest.mark.parametrize(
    ("span", "version", "inside"),
    [(span, version, True) for span, inside, _ in HOLDS for version in inside]
    + [(span, version, False) for span, _, outside in HOLDS for version in outside],
    ids=str,
)
def test_a_span_holds_what_lies_in_it(span: Span, version: str, inside: bool) -> None:
    assert holds(span, version) is inside


def test_an_open_end_has_the_lowest_and_the_highest_bytes() -> None:
    assert bounds(ANY) == (b"", NOTHING_ABOVE)


def test_a_span_without_keys_has_no_bounds() -> None:
    assert bounds(Span("alpm", "1.0-1")) is None
    assert bounds(Span("pypi", "1.0", True, "what?", False)) is None


def test_updates_belong_to_a_version_where_the_cpe_says_any_update() -> None:
    span = Span.one("9.0")
    assert not holds(span, "9.0 sp1")
    for version in ("9.0", "9.0 sp1", "9.0 CU5", "9.0 update 3c"):
        assert holds(span, version, any_update=True)
    for version in ("9.0a", "9.0.1", "9.1", "9.0-beta"):
        assert not holds(span, version, any_update=True)


versions = some.lists(some.integers(0, 12).map(str), min_size=1, max_size=3).map(".".join)


@given(versions, some.booleans(), versions, some.booleans(), versions, some.sampled_from(["generic", "pypi", "rpm"]))
def test_bytes_and_comparing_agree(low: str, has_low: bool, high: str, has_high: bool, one: str, scheme: str) -> None:
    ends = bounds(Span(scheme, low, has_low, high, has_high))
    found = key(scheme, one)
    assert ends is not None
    assert found is not None
    below, above = compare(scheme, one, low), compare(scheme, one, high)
    inside = (below > 0 or (below == 0 and has_low)) and (above < 0 or (above == 0 and has_high))
    assert (ends[0] <= found < ends[1]) is inside


@given(some.text(max_size=300), some.text(max_size=300), some.text(max_size=300))
def test_any_texts_can_be_asked(low: str, high: str, version: str) -> None:
    for scheme in ("generic", "semver", "pypi", "maven", "deb", "rpm", "gem", "apk", "alpm"):
        assert holds(Span(scheme, low, True, high, True), version) in (True, False)
