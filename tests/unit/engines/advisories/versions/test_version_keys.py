"""Do the bytes of keys stand in the order of the versions, in each scheme?"""

from collections.abc import Callable
from functools import cmp_to_key, partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from packaging.version import Version as PythonVersion
from univers.versions import (
    AlpineLinuxVersion,
    DebianVersion,
    MavenVersion,
    RpmVersion,
    RubygemsVersion,
    SemverVersion,
    Version,
)

from wardmote.engines.advisories.versions import compare, family, key, key_asked, keys_of

SCHEMES = ("generic", "custom", "semver", "npm", "pypi", "deb", "rpm", "maven", "gem", "apk", "ebuild", "alpm", "what?")

# Each line goes upwards.
GENERIC_LADDERS = (
    "0.9 | 1.0-alpha | 1.0 beta | 1.0 beta 2 | 1.0-rc1 | 1.0-rc.2 | 1.0 | 1.0 sp1 | 1.0a | 1.0.1",
    "1.0.1 | 1.0.10 | 1.1 | 1.10 | 2",
    "1.0.1 | 1.0.2-beta3 | 1.0.2 | 1.0.2a | 1.0.2k | 1.0.2y | 1.0.2za | 1.0.2zk | 1.1.0 | 3.0.0-alpha4 | 3.0.0",
    "9.0 | 9.0 sp1 | 9.0 service pack 2 | 9.1",
    "15.2(7) | 15.2(7)E | 15.2(7)E2 | 15.2(7)E3 | 15.2(7)E3a | 15.2(7)E10 | 15.2(8)",
    "13.0-92.31 | 13.1-48.47 | 13.1-49.13 | 13.1-49.15 | 14.1-8.50",
    "8u191 | 1.8.0_201 | 8u202 | 1.8.0 update_203 | 1.8.0 update211 | 8u211-b02 | 11.0.2 | 11.0.12+7 | 11.0.12+8",
    "20.4R2 | 20.4R3 | 20.4R3-S1 | 20.4R3-S4 | 20.4R3-S10 | 21.1R1",
    "2016 | 2016 CU1 | 2016 Cumulative Update 22 | 2016 cu23 | 2019",
    "10.0.17763 | 10.0.19045.9 | 10.0.19045.3803 | 10.0.20348.1",
    "6.7 | 7.0 | 7.0 U1 | 7.0 Update 3c | 7.0 u3d | 8.0",
    "v7.0.11 | v7.0.12 | v7.2.0 | v7.2.5",
    "22.2R3 | 22.3R1 | 22.7R2.4 | 22.7R2.5",
    "5.0.0.RC1 | 5.0.0.Final | 5.0.1.Final",
    "8.8p1 | 8.9 | 8.9p1 | 9.0",
    "115.0b8 | 115.0b9 | 115.0 | 115.0esr | 115.0.1",
    "19.0 MR1 | 19.5 | 19.5 MR3 | 20.0",
    "21H1 | 21H2 | 22H2 | 23H2",
    "2.0-beta9 | 2.0-rc1 | 2.0 | 2.14.1 | 2.15.0-rc1 | 2.15.0",
    "12.4 | 12.4.2.02044 | 12.4.3-02758 | 12.5",
    "R77.30 | R80.10 | R80.40 | R81.20",
)
SEMVER_LADDERS = (
    "1.0.0-0 | 1.0.0-1 | 1.0.0-alpha | 1.0.0-alpha.1 | 1.0.0-alpha.beta | 1.0.0-beta",
    "1.0.0-beta | 1.0.0-beta.2 | 1.0.0-beta.11 | 1.0.0-rc.1 | 1.0.0 | 1.0.1",
    "0.0.0-20200101000000-aa | 0.0.0-20210101000000-bb | 0.1.0 | v1.0.0 | 1.2.0",
    "1.0.0-rc2 | 1.0.0-rc10 | 1.0.0",
    "2.0.0-SNAPSHOT | 2.0.0 | 2.0.0.1",
)
EQUALS = (
    ("generic", "1.0", "1.0.0"),
    ("generic", "v1.2", "1.2.0.0"),
    ("generic", "Version 3.1", "3.1"),
    ("generic", "1.0-RC1", "1.0.0 rc 1"),
    ("generic", "9.0 SP1", "9.0 service pack 1"),
    ("generic", "2016 CU23", "2016 cumulative_update_23"),
    ("generic", "1.8.0_202", "8u202"),
    ("generic", "1.8.0 update202", "8 Update 202"),
    ("generic", "9.8(4)29", "9.8.4.29"),
    ("generic", "12.0 build 6000", "12.0.6000"),
    ("generic", "5.0.0.Final", "5.0"),
    ("generic", "07.01.002", "7.1.2"),
    ("generic", "118.0.5993.70 (Official Build) (64-bit)", "118.0.5993.70"),
    ("generic", "19.0 x64", "19"),
    ("generic", "R80.40", "80.40"),
    ("generic", "NS13.1 49.15", "13.1-49.15"),
    ("generic", "Fireware 12.5", "12.5"),
    ("semver", "1.0", "v1.0.0"),
    ("semver", "1.0.0+build.5", "1.0.0"),
    ("semver", "1.0.0-RC.1", "1.0.0-rc1"),
    ("pypi", "1.0.0", "1"),
    ("pypi", "1.0a1", "1.0.alpha.1"),
    ("deb", "0:1.0-0", "1.0"),
    ("rpm", "1.0.a", "1.0a"),
    ("gem", "1.0.0", "1"),
    ("maven", "1.0.0.Final", "1.0"),
    ("maven", "1.0-rc1", "1.0-cr-1"),
    ("maven", "4.1.Beta2", "4.1-beta-2"),
)


def ladders(lines: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the pairs of neighbours of each line."""
    return [pair for line in lines for pair in pairwise([step.strip() for step in line.split("|")])]


@pytest.mark.parametrize(("low", "high"), ladders(GENERIC_LADDERS))
def test_a_version_without_a_scheme_stands_where_a_person_would_put_it(low: str, high: str) -> None:
    assert compare("generic", low, high) == -1
    assert compare("generic", high, low) == 1


@pytest.mark.parametrize(("low", "high"), ladders(SEMVER_LADDERS))
def test_a_semantic_version_stands_where_its_standard_puts_it(low: str, high: str) -> None:
    assert compare("semver", low, high) == -1


@pytest.mark.parametrize(("scheme", "one", "other"), EQUALS)
def test_two_ways_to_write_a_version_are_one(scheme: str, one: str, other: str) -> None:
    assert key(scheme, one) == key(scheme, other)
    assert key(scheme, one) is not None


def test_a_plain_version_has_the_same_key_in_every_scheme_of_the_generic_family() -> None:
    assert {key(scheme, "1.20.3") for scheme in ("generic", "semver", "npm", "golang", "custom", "nuget")} == {
        key("generic", "1.20.3")
    }
    assert key("generic", "1.20.3-rc.1") == key("semver", "1.20.3-rc.1")


def test_what_follows_a_hyphen_counts_by_the_scheme_of_its_side() -> None:
    assert compare("generic", "13.1-49.15", "13.1") == 1
    assert compare("npm", "13.1.0-49.15", "13.1.0") == -1
    assert key_asked("semver", "1.0-1", "generic") == key("generic", "1.0-1")
    assert key_asked("generic", "1.0.0-1", "npm") == key("npm", "1.0.0-1")
    assert key_asked("deb", "1.0-1", "generic") == key("deb", "1.0-1")
    assert key_asked("semver", "1.0-1", "pypi") == key("generic", "1.0-1")


def test_a_line_has_a_key_for_each_family_that_asks() -> None:
    assert keys_of("1.0-1", "deb", asked=("semver", "custom", "rpm")) == {
        "generic": key("custom", "1.0"),
        "rpm": key("rpm", "1.0-1"),
        "deb": key("deb", "1.0-1"),
    }
    assert keys_of("no python version", asked=("pypi",)).keys() == {"generic"}


@pytest.mark.parametrize(
    ("own", "version", "maker"),
    [
        ("deb", "1:9.2p1-2+deb12u3", "9.2p1"),
        ("deb", "1.18.0-6ubuntu14.4", "1.18.0"),
        ("deb", "2.4.57+dfsg-2", "2.4.57"),
        ("rpm", "4.18.0-477.27.1.el8_8", "4.18.0"),
        ("apk", "3.1.4-r1", "3.1.4"),
    ],
)
def test_a_distributions_version_is_asked_for_its_makers_part(own: str, version: str, maker: str) -> None:
    assert key_asked("generic", version, own) == key("generic", maker)
    assert key_asked(own, version, own) == key(own, version)


def test_schemes_that_nobody_knows_are_generic() -> None:
    assert {family(scheme) for scheme in ("custom", "git", "", "Foo/Bar", "semver", "NPM")} == {"generic"}
    assert family("RPM") == "rpm"


def test_an_empty_version_has_no_key() -> None:
    assert {key(scheme, text) for scheme in SCHEMES for text in ("", "  ")} == {None}


hostile = some.text(max_size=400) | some.text("0123456789.-_+~^:abrc x*", max_size=400)


@given(some.sampled_from(SCHEMES), hostile)
def test_any_text_has_a_short_key_or_none(scheme: str, text: str) -> None:
    found = key(scheme, text)
    assert found is None or (0 < len(found) <= 200 and found[0] < 0xFF)


@given(some.sampled_from(SCHEMES), hostile, hostile)
def test_any_two_texts_can_be_compared_both_ways(scheme: str, one: str, other: str) -> None:
    assert compare(scheme, one, other) == -compare(scheme, other, one)
    assert compare(scheme, one, one) == 0


@pytest.mark.parametrize("text", ["9" * 5000, "1." * 5000, "a" * 5000, "1a" * 3000, "~" * 900, "\0\ud800\uffff", "٣.٤"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_giants_and_oddities_are_keyed_or_left(scheme: str, text: str) -> None:
    found = key(scheme, text)
    assert found is None or len(found) <= 200


counts = some.integers(0, 30).map(str) | some.sampled_from(["0", "0", "1", "255", "256", "65536", "20230101"])
dotted = some.lists(counts, min_size=1, max_size=4).map(".".join)
identifier = counts | some.sampled_from(["alpha", "beta", "x", "a-b", "rc", "z1y"])
semver = some.builds(
    lambda core, label: f"{core}-{label}" if label else core,
    some.lists(counts, min_size=3, max_size=3).map(".".join),
    some.lists(identifier, max_size=3).map(".".join),
)
python = some.from_regex(
    r"([12]!)?[0-9]{1,2}(\.[0-9]{1,2}){0,3}((a|b|rc)[0-9])?(\.post[0-9])?(\.dev[0-9])?(\+[a-c0-9]{1,2}(\.[a-c0-9])?)?",
    fullmatch=True,
)
debian = some.from_regex(r"([12]:)?[0-9][0-9a-c.+~]{0,6}(-[0-9a-c.+~]{1,4})?", fullmatch=True)
red_hat = some.from_regex(r"([12]:)?[0-9][0-9a-c._~^]{0,6}(-[0-9a-c._~^]{1,4})?", fullmatch=True)
ruby = some.from_regex(r"[0-9]{1,2}(\.([0-9]{1,2}|[ab]|rc[0-9]?)){0,4}", fullmatch=True)
java = some.builds(
    lambda core, sign, name, count: core + (sign + name + count if name else ""),
    dotted,
    some.just("-"),
    some.sampled_from(["", "alpha", "beta", "rc", "SNAPSHOT", "sp", "jre", "foo"]),
    some.sampled_from(["", "1", "2", "10"]),
)
alpine = some.from_regex(
    r"(0|[1-9][0-9]?)(\.[0-9]{1,2}){0,2}[ab]?(_(alpha|beta|pre|rc|p)[1-9]?){0,2}(-r[1-9])?", fullmatch=True
)


def agree(scheme: str, judge: type[Version], one: str, other: str) -> None:
    """Hold our order against that of univers."""
    first, second = judge(one), judge(other)
    theirs = (first > second) - (first < second)
    left, right = key(scheme, one), key(scheme, other)
    assert left is not None
    assert right is not None
    assert (left > right) - (left < right) == theirs, (one, other)


many = settings(max_examples=400, deadline=None)


@many
@given(semver, semver)
def test_semver_agrees_with_univers(one: str, other: str) -> None:
    agree("semver", SemverVersion, one, other)


@many
@given(python, python)
def test_pypi_agrees_with_packaging(one: str, other: str) -> None:
    first, second = PythonVersion(one), PythonVersion(other)
    left, right = key("pypi", one), key("pypi", other)
    assert left is not None
    assert right is not None
    assert ((left > right) - (left < right)) == ((first > second) - (first < second))


@many
@given(debian, debian)
def test_deb_agrees_with_univers(one: str, other: str) -> None:
    agree("deb", DebianVersion, one, other)


@many
@given(red_hat, red_hat)
def test_rpm_agrees_with_univers(one: str, other: str) -> None:
    agree("rpm", RpmVersion, one, other)


@many
@given(ruby, ruby)
def test_gem_agrees_with_univers(one: str, other: str) -> None:
    agree("gem", RubygemsVersion, one, other)


@many
@given(java, java)
def test_maven_agrees_with_univers(one: str, other: str) -> None:
    agree("maven", MavenVersion, one, other)


@many
@given(alpine, alpine)
def test_apk_agrees_with_univers(one: str, other: str) -> None:
    agree("apk", AlpineLinuxVersion, one, other)


@given(some.lists(dotted, min_size=2, max_size=8))
def test_dotted_numbers_sort_as_their_numbers_do(versions: list[str]) -> None:
    by_numbers = sorted(versions, key=lambda version: ([int(part) for part in version.split(".")] + [0] * 4)[:4])
    order: Callable[[str, str], int] = partial(compare, "generic")
    by_keys = sorted(versions, key=cmp_to_key(order))
    assert [key("generic", one) for one in by_numbers] == [key("generic", one) for one in by_keys]


def test_what_has_no_key_is_compared_by_univers() -> None:
    assert key("alpm", "1.0-1") is None
    assert compare("alpm", "1.0a", "1.0") == -1
    assert compare("maven", "1.0-alpha-jre-2", "1.0") == -1
    assert key("maven", "1.0-alpha-jre-2") is None


def test_what_nobody_can_read_is_compared_as_generic() -> None:
    assert compare("pypi", "2019 CU1", "2019 CU2") == -1
