"""Does the reader of CVE records give each version the status that its publisher meant?"""

import io
import json
import zipfile
from typing import Any

import pytest

from wardmote.engines.advisories.facts import ANY, Advisory, Affected, Broken, Product, Span, Status
from wardmote.engines.advisories.readers import cve_record
from wardmote.engines.advisories.shelf import reader_of


def record(*affected: dict[str, Any], **cna: Any) -> dict[str, Any]:
    """Return a published record."""
    return {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": "CVE-2026-12345", "state": "PUBLISHED", "dateUpdated": "2026-03-04T05:06:07"},
        "containers": {"cna": {"providerMetadata": {"shortName": "acme"}, "affected": list(affected), **cna}},
    }


def read(given: Any) -> Advisory:
    """Read the one advisory of a document."""
    (found,) = cve_record.read(io.BytesIO(json.dumps(given).encode()))
    assert isinstance(found, Advisory)
    return found


def said(*versions: dict[str, Any], default: str = "unknown", **more: Any) -> tuple[Affected, ...]:
    """Return what a record says of such versions of one product."""
    entry = {"vendor": "Acme", "product": "App", "defaultStatus": default, "versions": list(versions), **more}
    return read(record(entry)).affected


def spans(found: tuple[Affected, ...], status: Status = Status.AFFECTED) -> list[Span]:
    """Return the spans with a status."""
    return [span for affected in found if affected.status is status for span in affected.spans]


def hit(version: str, **more: Any) -> dict[str, Any]:
    """Return an affected version."""
    return {"version": version, "status": "affected", **more}


def well(version: str, **more: Any) -> dict[str, Any]:
    """Return an unaffected version."""
    return {"version": version, "status": "unaffected", **more}


CASES: list[tuple[dict[str, Any], Span]] = [
    (hit("1.0"), Span.one("1.0")),
    (hit("v1.0"), Span.one("1.0")),
    (hit("1.0", lessThan="2.0", versionType="custom"), Span(low="1.0", high="2.0")),
    (hit("1.0", lessThan="2.0", versionType="semver"), Span("semver", "1.0", True, "2.0", False)),
    (hit("1.0", lessThanOrEqual="2.0", versionType="rpm"), Span("rpm", "1.0", True, "2.0", True)),
    (hit("0", lessThan="2.0", versionType="python"), Span("pypi", high="2.0")),
    (hit("unspecified", lessThan="2.0"), Span(high="2.0")),
    (hit("1.0", lessThan="*"), Span(low="1.0")),
    (hit("1.0", lessThan="2.*"), Span(low="1.0", high="3")),
    (hit("5.4.2", lessThanOrEqual="5.4.*"), Span(low="5.4.2", high="5.5")),
    (hit("next of 5.2"), Span(low="5.2", low_included=False)),
    (hit("< 5.6.1"), Span(high="5.6.1")),
    (hit(">= 1.0, < 2.0"), Span(low="1.0", high="2.0")),
    (hit("All versions < V2.0"), Span(high="2.0")),
    (hit("before 3.1"), Span(high="3.1")),
    (hit("5.2 and earlier"), Span(high="5.2", high_included=True)),
    (hit("1.0 through 1.4"), Span(low="1.0", high="1.4", high_included=True)),
    (hit("All"), ANY),
    (hit("0"), ANY),
]


@pytest.mark.parametrize(("given", "expected"), CASES, ids=lambda value: str(value)[:60])
def test_a_version_is_read_as_its_span(given: dict[str, Any], expected: Span) -> None:
    assert spans(said(given)) == [expected]


@pytest.mark.parametrize("words", ["n/a", "unspecified", "see the notes", "Samba before the fix of May"])
def test_words_that_are_no_version_go_to_an_editor(words: str) -> None:
    (found,) = said(hit(words))
    assert (found.spans, found.unread) == ((), words)


def test_a_status_that_changes_cuts_the_range() -> None:
    points = [
        {"at": "2.6.3", "status": "unaffected"},
        {"at": "2.5.2", "status": "unaffected"},
        {"at": "2.6.0", "status": "affected"},
    ]
    found = said(hit("2.0.0", lessThan="2.*", versionType="semver", changes=points))
    assert [(span.low, span.high) for span in spans(found)] == [("2.0.0", "2.5.2"), ("2.6.0", "2.6.3")]
    assert [(span.low, span.high) for span in spans(found, Status.NOT_AFFECTED)] == [("2.5.2", "2.6.0"), ("2.6.3", "3")]


def test_a_change_at_the_very_end_leaves_no_empty_range() -> None:
    found = said(hit("10.2.0", lessThan="10.2.9-h1", changes=[{"at": "10.2.9-h1", "status": "unaffected"}]))
    assert [affected.status for affected in found] == [Status.AFFECTED]


def test_affected_by_default_means_what_lies_between_the_exceptions() -> None:
    exceptions = [
        well("6.1", lessThanOrEqual="*", versionType="semver"),
        well("0", lessThan="4.1", versionType="semver"),
        well("5.4.200", lessThanOrEqual="5.4.*", versionType="semver"),
    ]
    found = said(hit("4.1"), *exceptions, default="affected")
    assert [(span.low, span.high) for span in spans(found)] == [("4.1", "5.4.200"), ("5.5", "6.1")]


def test_affected_by_default_without_exceptions_means_every_version() -> None:
    assert spans(said(default="affected")) == [ANY]


def test_commits_are_no_versions_but_an_editor_sees_them_where_nothing_else_is_said() -> None:
    commits = hit("abc", lessThan="def", versionType="git")
    assert said(commits)[0].unread == "abc < def"
    both = read(
        record(
            {"vendor": "L", "product": "L", "versions": [commits]},
            {"vendor": "L", "product": "L", "versions": [hit("1")]},
        )
    )
    assert [affected.unread for affected in both.affected] == [""]


def test_a_product_without_a_name_is_no_product() -> None:
    assert read(record({"vendor": "n/a", "product": "n/a", "versions": [hit("n/a")]})).affected == ()


def test_machine_names_come_without_versions() -> None:
    (found,) = said(hit("1.0"), cpes=["cpe:2.3:a:acme:app:1.0:*:*:*:*:*:*:*"], packageURL="pkg:npm/app@1.0")
    assert found.product == Product("Acme", "App", "cpe:2.3:a:acme:app:*:*:*:*:*:*:*:*", "pkg:npm/app")


def test_a_package_is_known_by_its_index() -> None:
    entry = {"collectionURL": "https://repo1.maven.org/maven2", "packageName": "org.a:b", "versions": [hit("1")]}
    assert read(record(entry)).affected[0].product.purl == "pkg:maven/org.a/b"


def test_a_rejected_record_is_withdrawn() -> None:
    given = record(rejectedReasons=[{"lang": "en", "value": "Not a flaw."}])
    given["cveMetadata"]["state"] = "REJECTED"
    found = read(given)
    assert (found.is_withdrawn, found.summary) == (True, "Not a flaw.")


def test_the_catalogue_counts_as_exploitation_and_a_coordinators_guess_does_not() -> None:
    given = record()
    other = {"type": "ssvc", "content": {"options": [{"Exploitation": "active"}]}}
    cisa = {"providerMetadata": {"shortName": "CISA-ADP"}, "metrics": [{"other": other}]}
    given["containers"]["adp"] = [cisa]
    assert read(given).exploited is None
    cisa["metrics"] = [{"other": {"type": "kev", "content": {"dateAdded": "2026-03-04"}}}]
    found = read(given).exploited
    assert found is not None
    assert found.listed_on.isoformat() == "2026-03-04"


def test_a_reserved_record_is_broken_and_says_so() -> None:
    given = {"cveMetadata": {"cveId": "CVE-2026-1111", "state": "RESERVED"}}
    (found,) = cve_record.read(io.BytesIO(json.dumps(given).encode()))
    assert found == Broken("CVE-2026-1111", "It holds no words of its publisher: the id is only reserved.")


def test_a_list_and_lines_of_records_are_read_alike() -> None:
    lines = b"\n".join(json.dumps(record()).encode() for _ in range(3))
    listed = json.dumps([record()] * 3).encode()
    assert list(cve_record.read(io.BytesIO(lines))) == list(cve_record.read(io.BytesIO(listed)))


def test_an_archive_in_an_archive_is_read_without_what_stands_beside_the_records() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cves/", "")
        archive.writestr("cves/delta.json", '{"new": []}')
        archive.writestr("cves/2026/12xxx/CVE-2026-12345.json", json.dumps(record()))
        archive.writestr("cves/2026/12xxx/CVE-2026-12346.json", "{")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("cves.zip", inner.getvalue())
    raw = outer.getvalue()
    reader = reader_of(raw[:4096], "2026-03-04_all_CVEs_at_midnight.zip.zip")
    assert reader is not None
    good, broken = reader.read(io.BytesIO(raw))
    assert isinstance(good, Advisory)
    assert isinstance(broken, Broken)
    assert broken.place == "cves/2026/12xxx/CVE-2026-12346.json"


def test_a_range_that_ends_where_it_begins_means_all_before() -> None:
    found = said(hit("126.0.6478.114", lessThan="126.0.6478.114", versionType="custom"))
    assert found == (Affected(Product("Acme", "App"), Status.AFFECTED, (Span(high="126.0.6478.114"),)),)


def test_changes_outside_of_a_range_dont_stretch_it() -> None:
    later = said(hit("1.0", lessThan="3.0", changes=[{"at": "4.0", "status": "unaffected"}]))
    assert spans(later) == [Span(low="1.0", high="3.0")]
    assert not spans(later, Status.NOT_AFFECTED)
    earlier = said(hit("2.0", lessThan="3.0", changes=[{"at": "1.5", "status": "unaffected"}]))
    assert not spans(earlier)
    assert spans(earlier, Status.NOT_AFFECTED) == [Span(low="2.0", high="3.0")]


@pytest.mark.parametrize("part", [{"platforms": ["Linux"]}, {"modules": ["reporting"]}])
def test_what_is_unaffected_on_one_platform_calms_nobody_on_another(part: dict[str, Any]) -> None:
    windows = {"vendor": "Acme", "product": "App", "platforms": ["Windows"], "versions": [hit("0", lessThan="5")]}
    other = {"vendor": "Acme", "product": "App", "defaultStatus": "unaffected", **part}
    found = read(record(windows, other)).affected
    assert spans(found) == [Span(high="5")]
    assert not spans(found, Status.NOT_AFFECTED)
    assert spans(said(default="unaffected"), Status.NOT_AFFECTED) == [ANY]
