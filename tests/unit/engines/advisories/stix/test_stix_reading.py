"""Which advisories come out of the objects of a bundle, and which labels do they get?"""

import io
import json
from typing import Any

import pytest

from wardmote.engines.advisories.facts import ANY, Advisory, Broken, Label, ReadingError, Span, Status
from wardmote.engines.advisories.readers.stix_bundle import READER
from wardmote.engines.advisories.stix.links import MOST_LINKED, Links
from wardmote.engines.advisories.stix.markings import MARKING_IDS, label_of, marking_object

IDS = {kind: f"{kind}--00000000-0000-4000-8000-00000000000" for kind in ("vulnerability", "software", "report")}
FLAW = {
    "type": "vulnerability",
    "id": IDS["vulnerability"] + "1",
    "created": "2026-01-02T03:04:05.678Z",
    "modified": "2026-01-03T03:04:05.678Z",
    "name": "CVE-2026-0001",
    "description": "<script>alert(1)</script>\x00Bad.",
    "external_references": [
        {"source_name": "cve", "external_id": "CVE-2026-0001", "url": "https://cve.example/1"},
        {"source_name": "evil", "url": "javascript:alert(1)"},
    ],
}
SOFTWARE = {"type": "software", "id": IDS["software"] + "1", "name": "Uniform", "vendor": "Idox", "version": "10.4"}


def relation(kind: str, source: str, target: str) -> dict[str, Any]:
    """Return a relationship."""
    return {"type": "relationship", "relationship_type": kind, "source_ref": source, "target_ref": target}


def read(*things: Any) -> list[Advisory | Broken]:
    """Read a bundle of objects."""
    content = json.dumps({"type": "bundle", "id": "bundle--1", "objects": list(things)}).encode()
    return list(READER.read(io.BytesIO(content)))


def one(*things: Any) -> Advisory:
    """Read a bundle that holds one advisory."""
    (found,) = read(*things)
    assert isinstance(found, Advisory)
    return found


def test_a_vulnerability_is_an_advisory_without_markup_or_links_that_run() -> None:
    found = one(FLAW)
    assert (found.key, found.ids, found.label) == (FLAW["id"], ("CVE-2026-0001",), Label.CLEAR)
    assert "<" not in found.summary
    assert "\x00" not in found.summary
    assert [reference.url for reference in found.references] == ["https://cve.example/1"]
    assert found.published is not None
    assert found.published.microsecond == 678_000
    assert not found.is_withdrawn


def test_what_is_revoked_is_withdrawn() -> None:
    assert one(FLAW | {"revoked": True}).is_withdrawn


@pytest.mark.parametrize(
    ("kind", "status"),
    [("has", Status.AFFECTED), ("related-to", Status.AFFECTED), ("fixes", Status.FIXED), ("likes", Status.UNKNOWN)],
)
def test_related_software_is_affected_wherever_it_stands(kind: str, status: Status) -> None:
    link = relation(kind, str(SOFTWARE["id"]), str(FLAW["id"]))
    for order in ((link, FLAW, SOFTWARE), (SOFTWARE, FLAW, link)):
        (affected,) = one(*order).affected
        assert (affected.product.vendor, affected.product.name, affected.status) == ("Idox", "Uniform", status)
        assert affected.spans == (Span.one("10.4"),)


def test_a_version_is_read_from_the_cpe_where_it_stands_nowhere_else() -> None:
    software = {
        "type": "software",
        "id": SOFTWARE["id"],
        "name": "x",
        "cpe": "cpe:2.3:a:idox:uniform:10.5:*:*:*:*:*:*:*",
    }
    (affected,) = one(FLAW, software, relation("has", str(SOFTWARE["id"]), str(FLAW["id"]))).affected
    assert affected.product.cpe == "cpe:2.3:a:idox:uniform:*:*:*:*:*:*:*:*"
    assert affected.spans == (Span.one("10.5"),)
    del software["cpe"]
    (affected,) = one(FLAW, software, relation("has", str(SOFTWARE["id"]), str(FLAW["id"]))).affected
    assert affected.spans == (ANY,)


def test_a_revoked_relation_says_nothing() -> None:
    link = relation("has", str(SOFTWARE["id"]), str(FLAW["id"])) | {"revoked": True}
    assert one(FLAW, SOFTWARE, link).affected == ()


def test_a_report_is_an_advisory_for_each_vulnerability_that_it_is_about() -> None:
    other = FLAW | {"id": IDS["vulnerability"] + "2", "name": "CVE-2026-0002", "external_references": []}
    report = {
        "type": "report",
        "id": IDS["report"] + "1",
        "name": "Two at once",
        "object_refs": [FLAW["id"], other["id"], FLAW["id"], "malware--x"],
    }
    found = [each for each in read(report, FLAW, other) if isinstance(each, Advisory)]
    assert [each.key for each in found if each.key.startswith("report")] == [
        f"{report['id']} CVE-2026-0001",
        f"{report['id']} CVE-2026-0002",
    ]
    assert {each.title for each in found if each.key.startswith("report")} == {"Two at once"}


def test_a_note_adds_to_what_others_say() -> None:
    note = {"type": "note", "id": "note--1", "content": "Seen in use.", "object_refs": [FLAW["id"]]}
    found = [each for each in read(FLAW, note) if isinstance(each, Advisory)]
    assert [(each.is_whole, each.summary[-12:]) for each in found][1] == (False, "Seen in use.")


def test_a_report_about_something_else_is_passed_over() -> None:
    assert read({"type": "report", "id": "report--1", "name": "Malware", "object_refs": ["malware--x"]}) == []
    assert read({"type": "malware", "id": "malware--x", "name": "Worm"}, {"type": 7}, {}) == []


@pytest.mark.parametrize("label", list(Label))
def test_a_marking_of_tlp_2_gives_the_label(label: Label) -> None:
    marked = FLAW | {"object_marking_refs": [MARKING_IDS[label]]}
    assert one(marked).label is label
    assert one(marked, marking_object(label)).label is label
    own = marking_object(label) | {"id": "marking-definition--own"}
    assert one(FLAW | {"object_marking_refs": ["marking-definition--own"]}, own).label is label


@pytest.mark.parametrize(
    ("told", "label"),
    [("white", Label.CLEAR), ("green", Label.GREEN), ("amber", Label.AMBER), ("red", Label.RED)],
)
def test_a_marking_of_tlp_1_gives_the_label(told: str, label: Label) -> None:
    marking = {
        "type": "marking-definition",
        "id": "marking-definition--1",
        "definition_type": "tlp",
        "definition": {"tlp": told},
    }
    assert one(FLAW | {"object_marking_refs": [marking["id"]]}, marking).label is label


def test_the_strictest_marking_holds_and_that_of_a_part_is_that_of_the_whole() -> None:
    marked = FLAW | {
        "object_marking_refs": [MARKING_IDS[Label.GREEN]],
        "granular_markings": [{"marking_ref": MARKING_IDS[Label.RED], "selectors": ["description"]}],
    }
    assert one(marked).label is Label.RED


def test_a_marking_that_nobody_defines_is_taken_as_a_strict_one() -> None:
    assert label_of({"object_marking_refs": ["marking-definition--unknown"]}, {}) is Label.AMBER_STRICT


def test_a_copyright_is_no_label() -> None:
    marking = {"type": "marking-definition", "id": "marking-definition--c", "definition": {"statement": "© A. Red"}}
    assert one(FLAW | {"object_marking_refs": [marking["id"]]}, marking).label is Label.CLEAR


def test_a_page_of_taxii_is_read_as_a_bundle_is() -> None:
    content = json.dumps({"more": True, "next": "x", "objects": [FLAW | {"spec_version": "2.1"}]}).encode()
    assert READER.recognises(content[:4096], "")
    assert len(list(READER.read(io.BytesIO(content)))) == 1


def test_another_document_is_not_recognised() -> None:
    for text in (
        b"",
        b"[]",
        b"{}",
        b'{"document": {"category": "csaf_base"}}',
        b'{"vulnerabilities": []}',
        b"\xff\xfe",
    ):
        assert not READER.recognises(text, "x.json")


def test_an_object_that_says_a_key_twice_or_is_too_deep_is_broken_and_the_rest_is_read() -> None:
    deep = '{"type":"vulnerability","x":' + "[" * 70 + "]" * 70 + "}"
    twice = '{"type":"vulnerability","id":"vulnerability--1","name":"a","name":"b"}'
    content = f'{{"type":"bundle","id":"bundle--1","objects":[{deep},{twice},7,{json.dumps(FLAW)}]}}'.encode()
    found = list(READER.read(io.BytesIO(content)))
    assert [type(each) for each in found] == [Broken, Broken, Broken, Advisory]


def test_a_vulnerability_without_a_name_or_an_id_is_broken() -> None:
    found = read({"type": "vulnerability", "id": "vulnerability--1"}, {"type": "vulnerability", "name": "x"})
    assert [type(each) for each in found] == [Broken, Broken]


def test_a_bundle_that_breaks_off_is_refused_in_words() -> None:
    with pytest.raises(ReadingError, match="breaks off"):
        list(READER.read(io.BytesIO(b'{"type":"bundle","objects":[{"type":"vuln')))


def test_a_bundle_that_links_too_much_is_refused() -> None:
    links = Links(_count=MOST_LINKED)
    with pytest.raises(ReadingError, match="links more than"):
        links.remember({"type": "identity", "id": "identity--1"})


@pytest.mark.parametrize("secret", ["software", "relationship", "fault"])
def test_an_advisory_is_as_secret_as_the_most_secret_thing_that_it_tells(secret: str) -> None:
    red = {"object_marking_refs": [MARKING_IDS[Label.RED]]}
    link = relation("has", str(SOFTWARE["id"]), str(FLAW["id"])) | {"id": "relationship--1"}
    things = [
        FLAW | (red if secret == "fault" else {}),
        SOFTWARE | (red if secret == "software" else {}),
        link | (red if secret == "relationship" else {}),
    ]
    report = {"type": "report", "id": IDS["report"] + "1", "name": "Told", "object_refs": [FLAW["id"]]}
    assert [found.label for found in read(*things, report) if isinstance(found, Advisory)] == [Label.RED, Label.RED]
    assert [found.label for found in read(FLAW, SOFTWARE, link) if isinstance(found, Advisory)] == [Label.CLEAR]


def test_a_marking_defined_twice_means_the_stricter() -> None:
    own = "marking-definition--00000000-0000-4000-8000-000000000001"
    red, clear = (
        {"type": "marking-definition", "id": own, "definition_type": "tlp", "definition": {"tlp": level}}
        for level in ("red", "white")
    )
    flaw = FLAW | {"object_marking_refs": [own]}
    assert one(flaw, red, clear).label is one(flaw, clear, red).label is Label.RED
