"""Does a match say how sure it is and why, and what takes it away?"""

from wardmote.engines.advisories.facts import ANY, Affected, Product, Span, Status
from wardmote.engines.advisories.matching import (
    Certainty,
    Held,
    Index,
    Meeting,
    Platforms,
    held_of,
    match,
    meeting,
    platforms_met,
    spans_said,
    takes_any_update,
    verdict,
)

CHROME = Product("Google", "Chrome", "cpe:2.3:a:google:chrome:*:*:*:*:*:*:*:*")
ON_ANDROID = Product("Google", "Chrome", "cpe:2.3:a:google:chrome:*:*:*:*:*:android:*:*")
BEFORE_120 = (Span("generic", "", True, "120.0", False),)
WINDOWS = Product(cpe="cpe:2.3:o:microsoft:windows_10:1809:*:*:*:*:*:*:*")


def held(cpe: str, version: str = "") -> Held:
    """Return what is run, by its CPE name."""
    return held_of(Product(cpe=f"cpe:2.3:{cpe}"), version)


def test_a_version_comes_out_of_the_cpe_with_its_update() -> None:
    item = held("a:x:y:9.0:sp1:*:*:*:windows:*:*")
    assert item.version == "9.0 sp1"
    assert item.product.cpe == "cpe:2.3:a:x:y:*:*:*:*:*:windows:*:*"
    assert held(r"o:cisco:ios:15.2\(7\)e3:*:*:*:*:*:*:*").version == "15.2(7)e3"
    assert held("a:x:y:9.0:sp1:*:*:*:*:*:*", "9.0").version == "9.0 sp1"
    assert held("a:x:y:9.0:sp1:*:*:*:*:*:*", "9.1").version == "9.1"
    assert held_of(Product("x", "y"), "latest").version == held_of(Product("x", "y"), "n/a").version == ""
    assert held("a:x:y:9.*:*:*:*:*:*:*:*").version == ""
    assert held("a:x:y:-:*:*:*:*:*:*:*").version == ""


def test_a_version_and_its_scheme_come_out_of_the_package_url() -> None:
    item = held_of(Product(purl="pkg:deb/ubuntu/nginx@1.18.0-6?arch=amd64&distro=jammy"))
    assert item == Held(Product(purl="pkg:deb/ubuntu/nginx?distro=jammy"), "1.18.0-6", "deb")
    assert held_of(Product("Civica", "Pay"), " 4.1 ") == Held(Product("Civica", "Pay"), "4.1", "generic")
    assert held_of(Product("Civica", "Pay"), "4.1", "semver").scheme == "semver"


def test_a_match_says_which_item_and_which_range() -> None:
    found = match(held_of(Product("Google", "Chrome"), "119.0"), Affected(CHROME, spans=BEFORE_120))
    assert found is not None
    assert found.certainty is Certainty.SURE
    assert found.span == BEFORE_120[0]
    assert found.why == "Google Chrome 119.0 is concerned by what is said of versions before 120.0 of Google Chrome."


def test_each_kind_of_range_is_said_in_words() -> None:
    item = held_of(Product("Google", "Chrome"), "2.0")
    said = {
        Span("generic", "1", True, "2", True): "versions from 1 up to and including 2 of",
        Span("generic", "1", False): "versions after 1 of",
        Span.one("2.0"): "version 2.0 of",
        ANY: "every version of",
    }
    for span, words in said.items():
        found = match(item, Affected(CHROME, spans=(span,)))
        assert found is not None
        assert words in found.why


def test_what_is_not_known_makes_a_match_likely_and_is_said() -> None:
    unknown = match(held_of(Product("Google", "Chrome")), Affected(CHROME, spans=BEFORE_120))
    in_words = match(held_of(Product("Google", "Chrome"), "1"), Affected(CHROME, unread="old ones"))
    system = match(held_of(Product("Google", "Chrome"), "1"), Affected(ON_ANDROID, spans=BEFORE_120))
    platform = match(held_of(Product("Google", "Chrome"), "1"), Affected(CHROME, spans=(ANY,), running_on=(WINDOWS,)))
    packaged = match(
        held_of(Product("Google", "Chrome", purl="pkg:deb/ubuntu/chrome"), "1-2"), Affected(CHROME, spans=BEFORE_120)
    )
    for found, words in (
        (unknown, "the version that is run isn't known"),
        (in_words, "no range of versions can be read: “old ones”"),
        (system, "doesn't say whether it is for target system android"),
        (platform, "only where it runs on microsoft windows 10"),
        (packaged, "may have repaired it under the old version's number"),
    ):
        assert found is not None
        assert found.certainty is Certainty.LIKELY
        assert words in found.why


def test_every_version_needs_no_version() -> None:
    found = match(held_of(Product("Google", "Chrome")), Affected(CHROME, spans=(ANY,)))
    assert found is not None
    assert found.certainty is Certainty.SURE


def test_only_what_is_affected_matches() -> None:
    item = held_of(Product("Google", "Chrome"), "1")
    for status in Status:
        assert (match(item, Affected(CHROME, status, (ANY,))) is not None) is (status is Status.AFFECTED)


def test_not_affected_and_fixed_take_away_what_they_surely_name() -> None:
    item = held_of(CHROME, "119.0")
    affected = Affected(CHROME, spans=BEFORE_120)
    for status in (Status.NOT_AFFECTED, Status.FIXED):
        assert verdict(item, (affected, Affected(CHROME, status, (Span.one("119.0"),)))) is None
        assert verdict(item, (Affected(CHROME, status, (ANY,)), affected)) is None
        assert verdict(item, (affected, Affected(CHROME, status, (Span.one("118.0"),)))) is not None
        assert verdict(item, (affected, Affected(ON_ANDROID, status, (ANY,)))) is not None
        assert verdict(item, (affected, Affected(CHROME, status, unread="some"))) is not None
        assert verdict(item, (affected, Affected(CHROME, status, (ANY,), running_on=(WINDOWS,)))) is not None
    assert verdict(item, (affected, Affected(CHROME, Status.INVESTIGATED, (ANY,)))) is not None


def test_the_surest_of_several_entries_is_given() -> None:
    item = held_of(CHROME, "119.0")
    found = verdict(item, (Affected(CHROME, unread="?"), Affected(CHROME, spans=BEFORE_120)))
    assert found is not None
    assert found.certainty is Certainty.SURE


def test_a_platform_is_met_by_name_and_version() -> None:
    condition = (WINDOWS,)
    assert platforms_met((), ()) is Platforms.NO_CONDITION
    assert platforms_met(condition, ()) is Platforms.NOT_SEEN
    assert platforms_met(condition, [held("o:microsoft:windows_10:1809:*:*:*:*:*:*:*")]) is Platforms.MET
    assert platforms_met(condition, [held("o:microsoft:windows_10:*:*:*:*:*:*:*:*")]) is Platforms.MET
    assert platforms_met(condition, [held("o:microsoft:windows_10:1903:*:*:*:*:*:*:*")]) is Platforms.NOT_SEEN
    assert platforms_met(condition, [held("o:microsoft:windows_11:1809:*:*:*:*:*:*:*")]) is Platforms.NOT_SEEN


def test_the_owner_of_a_platform_is_never_warned() -> None:
    entry = Affected(CHROME, spans=(ANY,), running_on=(WINDOWS,))
    platform = held("o:microsoft:windows_10:1809:*:*:*:*:*:*:*")
    assert verdict(platform, (entry,), (held_of(CHROME, "1"),)) is None
    assert list(Index.of([("CVE-1", entry)]).matches(platform)) == []
    found = verdict(held_of(CHROME, "1"), (entry,), (platform,))
    assert found is not None
    assert found.certainty is Certainty.SURE
    assert found.running_on == (WINDOWS,)


def test_the_most_exact_names_decide() -> None:
    core, api = "pkg:maven/org.apache/log4j-core", "pkg:maven/org.apache/log4j-api"
    cpe = "cpe:2.3:a:apache:log4j:*:*:*:*:*:*:*:*"
    assert meeting(Product(cpe=cpe, purl=core), held_of(Product(cpe=cpe, purl=api))) is None
    assert meeting(Product(cpe=cpe, purl=core), held_of(Product(cpe=cpe))) is Meeting.SAME
    assert meeting(Product(cpe=cpe, purl=core), held_of(Product(cpe=cpe, purl="pkg:deb/debian/log4j"))) is Meeting.SAME
    assert (
        meeting(Product("", "forms", purl="pkg:npm/forms"), held_of(Product("", "forms", purl="pkg:pypi/forms")))
        is None
    )
    assert meeting(Product("", "forms", purl="pkg:npm/forms"), held_of(Product("", "forms"))) is Meeting.SAME


def test_a_cpe_with_a_version_and_no_span_speaks_of_that_version() -> None:
    entry = Affected(Product(cpe="cpe:2.3:a:x:y:9.0:sp1:*:*:*:*:*:*"))
    assert spans_said(entry) == (Span.one("9.0 sp1"),)
    assert match(held("a:x:y:9.0:sp1:*:*:*:*:*:*"), entry) is not None
    assert match(held("a:x:y:9.0:*:*:*:*:*:*:*"), entry) is None
    assert spans_said(Affected(CHROME)) == ()


def test_any_update_is_meant_where_the_cpe_leaves_it_open() -> None:
    assert takes_any_update(Product(cpe="cpe:2.3:a:x:y:9.0:*:*:*:*:*:*:*"))
    assert not takes_any_update(Product(cpe="cpe:2.3:a:x:y:9.0:-:*:*:*:*:*:*"))
    assert not takes_any_update(Product("x", "y"))
    item = held("a:x:y:9.0:sp1:*:*:*:*:*:*")
    assert match(item, Affected(Product(cpe="cpe:2.3:a:x:y:*:*:*:*:*:*:*:*"), spans=(Span.one("9.0"),))) is not None
    assert match(item, Affected(Product(cpe="cpe:2.3:a:x:y:*:-:*:*:*:*:*:*"), spans=(Span.one("9.0"),))) is None
