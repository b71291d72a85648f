import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.engines.advisories.csaf.csaf_made import AT, JETTY, RUNTIME, WARP, notice
from wardmote.engines.advisories.csaf.judging import judge, shape_problems
from wardmote.engines.advisories.csaf.notices import Revision
from wardmote.engines.advisories.csaf.parsing import parse
from wardmote.engines.advisories.csaf.publishing import Shelf, tree
from wardmote.engines.advisories.csaf.reading import advisories
from wardmote.engines.advisories.csaf.writing import filename, write
from wardmote.engines.advisories.facts import ANY, Advisory, Affected, Label, Product, Span, Status

SHELF = Shelf("https://warp.example.gov.uk/", WARP, "A" * 40, b"the key", lambda data: b"signed " + data[:1])
BASE = ".well-known/csaf"


def back(**changes: Any) -> list[Advisory]:
    return [one for one in advisories(parse(write(notice(**changes)))) if isinstance(one, Advisory)]


SHAPES: dict[str, tuple[dict[str, Any], str]] = {
    "everything": ({}, "csaf_security_advisory"),
    "products without a CVE": ({"cves": ()}, "csaf_security_advisory"),
    "a CVE without products": ({"products": ()}, "csaf_base"),
    "news with a source": ({"cves": (), "products": ()}, "csaf_informational_advisory"),
    "news without a source": ({"cves": (), "products": (), "sources": ()}, "csaf_base"),
    "no date": ({"by": None}, "csaf_security_advisory"),
}


@pytest.mark.parametrize(("changes", "category"), SHAPES.values(), ids=SHAPES)
def test_each_notice_is_valid_in_the_profile_that_it_can_fill(changes: dict[str, Any], category: str) -> None:
    document = parse(write(notice(**changes)))
    assert judge(document) == ()
    assert document["document"]["category"] == category


def test_what_is_read_back_is_what_was_written() -> None:
    first, second = back()
    assert (first.key, second.key) == ("XWARP-2026-0001 CVE-2025-0282", "XWARP-2026-0001 CVE-2025-0283")
    assert (first.title, first.publisher, first.revision) == ("Update Jetty", "Example WARP", "2")
    assert (first.published, first.revised) == (AT, AT + timedelta(hours=1))
    assert first.summary == "Attackers run programs on it without signing in."
    assert first.remedies[0].text == "Install 22.7R2.5.\n\nDo this by 16 November 2026."
    assert {affected.product for affected in first.affected} >= {JETTY.product, RUNTIME.product}
    assert next(one for one in first.affected if one.product == JETTY.product).spans == JETTY.spans
    assert next(one for one in first.affected if one.product == RUNTIME.product) == RUNTIME


@pytest.mark.parametrize("label", Label)
def test_the_label_survives_although_the_standard_is_older(label: Label) -> None:
    assert {one.label for one in back(label=label)} == {label}


@pytest.mark.parametrize(
    "span",
    [
        ANY,
        Span.one("9.1"),
        Span.one("9.1 SP2"),
        Span(low="1"),
        Span(low="1", low_included=False, high="2", high_included=True),
        Span("pypi", high="2"),
        Span("deb", "1:2.0-3", True, "1:2.0-3+b1", False),
    ],
)
def test_each_kind_of_range_survives(span: Span) -> None:
    (one,) = back(cves=(), products=(Affected(Product("Example", "Jetty"), spans=(span,)),))
    assert one.affected[0].spans == (span,)


def test_words_that_no_machine_reads_survive() -> None:
    (one,) = back(cves=(), products=(Affected(Product("Example", "Jetty"), unread="the green ones"),))
    assert (one.affected[0].spans, one.affected[0].unread) == ((), "the green ones")


def test_statuses_of_one_product_do_not_contradict() -> None:
    fixed = replace(JETTY, status=Status.FIXED, spans=(Span(low="22.7R2.5"),))
    (one,) = back(cves=(), products=(JETTY, fixed))
    assert {affected.status for affected in one.affected} == {Status.AFFECTED, Status.FIXED}


def test_a_machines_name_that_the_standard_does_not_allow_is_left_out() -> None:
    (one,) = back(cves=(), products=(Affected(Product("Example", "Jetty", "cpe:2.3:nonsense", "pkg:"), spans=(ANY,)),))
    assert one.affected[0].product == Product("Example", "Jetty")


def test_a_notice_that_makes_no_valid_document_is_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match=r"XWARP-2026-0001 makes no valid CSAF document: 6\.1\.23"):
        write(notice(cves=("CVE-2025-0282", "CVE-2025-0282")))
    backwards = (Revision(AT, "First"), Revision(AT - timedelta(days=1), "Second"))
    with pytest.raises(ValueError, match=r"6\.1\.14"):
        write(notice(history=backwards))


def test_a_withdrawn_notice_says_so_in_its_title() -> None:
    assert parse(write(notice(is_withdrawn=True)))["document"]["title"] == "Withdrawn: Update Jetty"


@pytest.mark.parametrize(
    ("tracking_id", "name"),
    {
        "XWARP-2026-0001": "xwarp-2026-0001.json",
        "cisco-sa-20190513-secureboot": "cisco-sa-20190513-secureboot.json",
        "RHBA-2019:0024": "rhba-2019_0024.json",
        "A  /  B+ü": "a_b+_.json",
        "../../etc": "_etc.json",
    }.items(),
)
def test_a_file_is_named_as_the_standard_says(tracking_id: str, name: str) -> None:
    assert filename(tracking_id) == name


def test_the_tree_has_every_file_of_a_trusted_provider() -> None:
    files = tree([notice()], SHELF, at=AT)
    document = f"{BASE}/white/2026/xwarp-2026-0001.json"
    assert set(files) == {
        f"{BASE}/provider-metadata.json",
        f"{BASE}/openpgp/{'A' * 40}.asc",
        f"{BASE}/white/csaf-feed-tlp-white.json",
        f"{BASE}/white/index.txt",
        f"{BASE}/white/changes.csv",
        *(f"{document}{ending}" for ending in ("", ".sha256", ".sha512", ".asc")),
    }
    assert files[f"{document}.sha512"].split()[0].decode() == hashlib.sha512(files[document]).hexdigest()
    assert files[f"{document}.asc"] == b"signed {"
    assert files[f"{BASE}/white/index.txt"] == b"2026/xwarp-2026-0001.json\n"
    assert files[f"{BASE}/white/changes.csv"] == b'"2026/xwarp-2026-0001.json","2026-11-02T10:30:00.000Z"\n'


def test_metadata_and_feeds_follow_their_schemas_and_documents_say_where_they_stand() -> None:
    notices = [notice(id=f"X-{label}", label=label) for label in Label]
    files = tree(notices, SHELF, at=AT)
    assert shape_problems(json.loads(files[f"{BASE}/provider-metadata.json"]), "provider") == ()
    for label, folder in zip(Label, ("white", "green", "amber", "amber-strict", "red"), strict=True):
        feed = json.loads(files[f"{BASE}/{folder}/csaf-feed-tlp-{folder}.json"])
        (entry,) = feed["feed"]["entry"]
        assert shape_problems(feed, "feed") == ()
        assert entry["id"] == f"X-{label}"
        document = json.loads(files[f"{BASE}/{folder}/2026/{filename(entry['id'])}"])
        assert document["document"]["references"][0]["url"] == entry["content"]["src"]


def test_changes_are_listed_with_the_latest_first() -> None:
    later = notice(id="X-2", history=(Revision(AT + timedelta(days=9), "First"),))
    lines = tree([notice(id="X-1"), later], SHELF, at=AT)[f"{BASE}/white/changes.csv"].splitlines()
    assert [line[:16] for line in lines] == [b'"2026/x-2.json",', b'"2026/x-1.json",']


def test_two_notices_never_share_a_file() -> None:
    with pytest.raises(ValueError, match=r"2026/x_1\.json"):
        tree([notice(id="X 1"), notice(id="x:1")], SHELF, at=AT)


def test_an_empty_tree_is_a_provider_that_has_nothing_to_say() -> None:
    metadata = json.loads(tree([], SHELF, at=AT)[f"{BASE}/provider-metadata.json"])
    assert shape_problems(metadata, "provider") == ()
