from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.unit.engines.advisories.csaf.csaf_made import document, tree_of
from wardmote.engines.advisories.csaf.reading import advisories, label_of
from wardmote.engines.advisories.facts import (
    ANY,
    Advisory,
    Affected,
    Broken,
    Label,
    Product,
    ReadingError,
    Reference,
    Remedy,
    Score,
    Span,
    Status,
)
from wardmote.engines.advisories.matching import Held, verdict
from wardmote.engines.advisories.readers import csaf_document


def read(**parts: Any) -> list[Advisory]:
    return [found for found in advisories(document(**parts)) if isinstance(found, Advisory)]


def affected(tree: dict[str, Any], status: str = "known_affected", product: str = "P1") -> tuple[Affected, ...]:
    (found,) = read(product_tree=tree, vulnerabilities=[{"product_status": {status: [product]}}])
    return found.affected


def test_each_vulnerability_is_an_advisory_with_a_key_of_its_own() -> None:
    found = read(vulnerabilities=[{"cve": "CVE-2025-0001"}, {"title": "No id"}, {"cve": "CVE-2025-0001"}])
    assert [advisory.key for advisory in found] == ["EX-1 CVE-2025-0001", "EX-1 2", "EX-1 3"]
    assert [advisory.title for advisory in found] == ["Jetty lets strangers in", "No id", "Jetty lets strangers in"]


def test_a_document_without_vulnerabilities_is_one_advisory() -> None:
    (found,) = read()
    assert (found.key, found.ids, found.revision) == ("EX-1", (), "1")
    assert found.published == found.revised == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_an_entry_that_is_no_object_is_broken_and_the_others_are_read() -> None:
    first, second = advisories(document(vulnerabilities=["?", {"cve": "CVE-2025-0001"}]))
    assert isinstance(first, Broken)
    assert first.place == "vulnerability 1"
    assert isinstance(second, Advisory)


@pytest.mark.parametrize("head", [{"csaf_version": "2.0"}, {"tracking": {"id": "EX-1"}}, {}])
def test_what_is_no_csaf_is_refused(head: dict[str, Any]) -> None:
    with pytest.raises(ReadingError, match="isn't a CSAF document"):
        list(advisories({"document": head}))


def test_a_version_and_a_range_become_spans() -> None:
    assert affected(tree_of("product_version", "V9.1"))[0].spans == (Span.one("9.1"),)
    assert affected(tree_of("product_version_range", "<9.1"))[0].spans == (Span(high="9.1"),)
    assert affected(tree_of("product_version_range", "some of them"))[0].unread == "some of them"


def test_vendor_and_name_come_from_the_branches() -> None:
    assert affected(tree_of("product_version", "9.1"))[0].product == Product("Example", "Jetty")


def test_the_machines_names_lose_their_version_to_the_span() -> None:
    cpe = affected(tree_of("product_version", "nine", cpe="cpe:/a:example:jetty:9.1:sp2"))[0]
    assert (cpe.product.cpe, cpe.spans) == (
        "cpe:2.3:a:example:jetty:*:*:*:*:*:*:*:*",
        (Span.one("9.1 sp2"),),
    )
    purl = affected(tree_of("product_version", "x", purl="pkg:rpm/redhat/jetty@9.1-2.el8?arch=src&epoch=1"))[0]
    assert (purl.product.purl, purl.spans) == ("pkg:rpm/redhat/jetty", (Span.one("1:9.1-2.el8", "rpm"),))


def related(category: str) -> dict[str, Any]:
    tree = tree_of("product_version", "9.1")
    tree["full_product_names"] = [{"name": "Linux 8", "product_id": "OS"}]
    tree["relationships"] = [
        {
            "category": category,
            "product_reference": "P1",
            "relates_to_product_reference": "OS",
            "full_product_name": {"name": "Jetty and Linux", "product_id": "BOTH"},
        }
    ]
    return tree


@pytest.mark.parametrize("category", ["installed_on", "installed_with", "external_component_of"])
def test_what_is_installed_on_a_platform_runs_on_it(category: str) -> None:
    (found,) = affected(related(category), product="BOTH")
    assert (found.product.name, found.running_on) == ("Jetty", (Product(name="Linux 8"),))


@pytest.mark.parametrize("category", ["default_component_of", "optional_component_of"])
def test_a_component_is_affected_wherever_it_is_but_in_order_only_within_its_product(category: str) -> None:
    (found,) = affected(related(category), product="BOTH")
    assert (found.product.name, found.running_on) == ("Jetty", ())
    (calm,) = affected(related(category), "known_not_affected", product="BOTH")
    assert calm.running_on == (Product(name="Linux 8"),)


def test_a_component_along_a_path_is_on_the_platforms_of_the_path_alone() -> None:
    tree = related("default_component_of")
    tree["full_product_names"].append({"name": "Box 3", "product_id": "BOX"})
    steps = [
        {"category": "default_component_of", "next_product_reference": "OS"},
        {"category": "installed_on", "next_product_reference": "BOX"},
    ]
    name = {"name": "Jetty of Linux on a box", "product_id": "PATH"}
    tree["product_paths"] = [{"beginning_product_reference": "P1", "subpaths": steps, "full_product_name": name}]
    assert affected(tree, product="PATH")[0].running_on == (Product(name="Box 3"),)


def repaired(*versions: str, **more: list[str]) -> dict[Status, tuple[Span, ...]]:
    tree = tree_of("product_version", versions[0])
    below = tree["branches"][0]["branches"][0]["branches"]
    for number, version in enumerate(versions[1:], 2):
        named = {"name": f"Jetty {version}", "product_id": f"P{number}"}
        below.append({"category": "product_version", "name": version, "product": named})
    statuses = {"fixed": [f"P{number}" for number in range(1, len(versions) + 1)]} | more
    (found,) = read(product_tree=tree, vulnerabilities=[{"product_status": statuses}])
    return {one.status: one.spans for one in found.affected}


def test_where_only_repairs_are_named_the_versions_before_them_are_affected() -> None:
    assert repaired("9.1")[Status.AFFECTED] == (Span(high="9.1"),)
    assert repaired("8.2.1", "8.1.2")[Status.AFFECTED] == (Span(high="8.1.2"), Span(low="8.2", high="8.2.1"))
    assert repaired("13.1-48.47", "14.1-20.3")[Status.AFFECTED][1] == Span(low="14", high="14.1-20.3")


def test_a_later_repair_of_the_same_branch_leaves_the_first_one_in_order() -> None:
    assert repaired("8.1.2", "8.1.9")[Status.AFFECTED] == (Span(high="8.1.2"),)
    assert repaired("8.1", "8.1.2")[Status.AFFECTED] == (Span(high="8.1"),)


def test_what_a_document_says_to_be_affected_counts_and_not_what_its_repairs_mean() -> None:
    said = repaired("9.1", "8.3", fixed=["P1"], known_affected=["P2"])
    assert said == {Status.AFFECTED: (Span.one("8.3"),), Status.FIXED: (Span.one("9.1"),)}


def test_what_a_document_says_not_to_be_affected_stays_so_below_a_repair() -> None:
    says = repaired("9.1", "8.3", fixed=["P1"], known_not_affected=["P2"])
    entries = [Affected(Product("Example", "Jetty"), status, spans) for status, spans in says.items()]
    run = [Held(Product("Example", "Jetty"), version) for version in ("9.0", "8.3", "9.1", "10")]
    assert [held.version for held in run if verdict(held, entries)] == ["9.0"]


def test_a_repair_from_a_version_on_means_those_before_it() -> None:
    found = affected(tree_of("product_version_range", ">=9.1"), "fixed")
    assert [(one.status, one.spans) for one in found if one.status is Status.AFFECTED] == [
        (Status.AFFECTED, (Span(high="9.1"),))
    ]
    assert [one.status for one in affected(tree_of("product_version_range", "<9.1"), "fixed")] == [Status.FIXED]


@pytest.mark.parametrize(
    ("status", "told"),
    {
        "first_affected": Status.AFFECTED,
        "last_affected": Status.AFFECTED,
        "known_not_affected": Status.NOT_AFFECTED,
        "first_fixed": Status.FIXED,
        "under_investigation": Status.INVESTIGATED,
    }.items(),
)
def test_each_group_of_products_has_its_status(status: str, told: Status) -> None:
    assert affected(tree_of("product_version", "9.1"), status)[0].status is told


def test_a_recommended_product_says_nothing_about_the_vulnerability() -> None:
    assert affected(tree_of("product_version", "9.1"), "recommended") == ()


def test_versions_of_one_product_are_joined() -> None:
    tree = tree_of("product_version", "9.1")
    below = tree["branches"][0]["branches"][0]["branches"]
    below.append({"category": "product_version", "name": "9.2", "product": {"name": "Jetty 9.2", "product_id": "P2"}})
    (found,) = read(product_tree=tree, vulnerabilities=[{"product_status": {"known_affected": ["P1", "P2"]}}])
    assert [one.spans for one in found.affected] == [(Span.one("9.1"), Span.one("9.2"))]


def test_a_product_named_without_a_version_is_affected_in_all_but_not_fixed_in_all() -> None:
    tree = tree_of("product_version", "9.1")
    named = tree["branches"][0]["branches"][0]
    del named["branches"]
    named["product"] = {"name": "Jetty", "product_id": "P1"}
    assert affected(tree)[0].spans == (ANY,)
    assert (affected(tree, "fixed")[0].spans, affected(tree, "fixed")[0].unread) == ((), "Jetty")


def test_a_product_that_nobody_defines_is_left_to_a_person() -> None:
    (found,) = affected({}, product="P9")
    assert (found.product.name, found.spans, found.unread) == ("P9", (), "P9")


def test_ids_of_one_vendor_do_not_join_what_has_a_cve() -> None:
    ids = [{"system_name": "Bug", "text": "CSCvg76186"}, {"system_name": "GitHub", "text": "ghsa-aaaa-bbbb-1111"}]
    (with_cve,) = read(vulnerabilities=[{"cve": "CVE-2025-0001", "ids": ids}])
    (without,) = read(vulnerabilities=[{"ids": [*ids, {"system_name": "Bug", "text": "2024632"}]}])
    assert with_cve.ids == ("CVE-2025-0001", "GHSA-AAAA-BBBB-1111")
    assert without.ids == ("CSCVG76186", "GHSA-AAAA-BBBB-1111")


@pytest.mark.parametrize(
    ("distribution", "label"),
    [
        (None, Label.CLEAR),
        ({"tlp": {"label": "WHITE"}}, Label.CLEAR),
        ({"tlp": {"label": "GREEN"}}, Label.GREEN),
        ({"tlp": {"label": "AMBER"}}, Label.AMBER),
        ({"tlp": {"label": "AMBER"}, "text": "TLP:AMBER+STRICT"}, Label.AMBER_STRICT),
        ({"tlp": {"label": "AMBER+STRICT"}}, Label.AMBER_STRICT),
        ({"tlp": {"label": "TLP:RED"}}, Label.RED),
        ({"tlp": {"label": "PURPLE"}}, Label.RED),
        ({"tlp": 7}, Label.RED),
    ],
)
def test_a_label_that_nobody_knows_is_the_strictest(distribution: Any, label: Label) -> None:
    head = {"distribution": distribution} if distribution else {}
    assert read(head=head)[0].label is label


def test_scores_of_2_0_and_2_1_are_read_with_their_source() -> None:
    old = {"scores": [{"products": ["P1"], "cvss_v3": {"vectorString": "CVSS:3.1/AV:N"}}]}
    content = {
        "cvss_v4": {"vectorString": "CVSS:4.0/AV:N"},
        "epss": {"probability": "0.5", "percentile": "0.9", "timestamp": "2026-11-01T00:00:00Z"},
    }
    new = {
        "metrics": [{"products": ["P1"], "source": "https://nvd.example", "content": content}],
        "first_known_exploitation_dates": [{"exploitation_date": "2026-10-30T00:00:00Z"}],
    }
    assert read(vulnerabilities=[old])[0].scores == (Score("CVSS:3.1/AV:N", "Example"),)
    (newer,) = read(vulnerabilities=[new])
    assert newer.scores == (Score("CVSS:4.0/AV:N", "https://nvd.example"),)
    assert newer.likelihood is not None
    assert (newer.likelihood.probability, newer.likelihood.on) == (0.5, date(2026, 11, 1))
    assert newer.exploited is not None
    assert newer.exploited.listed_on == date(2026, 10, 30)


def test_texts_lose_markup_and_control_characters_but_not_their_signs() -> None:
    text = "<p>Update <b>now</b>\x00 &amp; <script>alert(1)</script>mind <V1.2 and <IP address></p>"
    (found,) = read(vulnerabilities=[{"notes": [{"category": "description", "text": text}]}])
    assert found.summary == "Update now & mind <V1.2 and <IP address>"


def test_texts_are_cut() -> None:
    (found,) = read(vulnerabilities=[{"notes": [{"category": "description", "text": "x" * 50_000}]}])
    assert len(found.summary) == 20_000


def test_only_addresses_of_the_web_are_references() -> None:
    urls = ["javascript:alert(1)", "https://example.org/a", "https://example.org/a", 'https://x/"onload=']
    references = [{"summary": "Read on", "url": url} for url in urls]
    remedy = {"category": "vendor_fix", "details": "Update", "url": "data:text/html,x"}
    (found,) = read(vulnerabilities=[{"references": references, "remediations": [remedy, remedy]}])
    assert found.references == (Reference("https://example.org/a", "Read on"),)
    assert found.remedies == (Remedy("vendor_fix", "Update"),)


@pytest.mark.parametrize("category", ["csaf_withdrawn", "csaf_superseded"])
def test_a_withdrawn_document_says_so(category: str) -> None:
    assert read(head={"category": category})[0].is_withdrawn
    assert not read()[0].is_withdrawn


@pytest.mark.parametrize(
    ("head", "is_csaf"),
    [
        (b'{"document": {"category": "csaf_vex", "csaf_version": "2.0"', True),
        (b'\xef\xbb\xbf\n{"document":{"acknowledgments":[],"category":"csaf_security_advisory","notes":[', True),
        (b'{"$schema":"https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json","document":{', True),
        (b'{"dataType":"CVE_RECORD","document":"csaf"', False),
        (b'[{"csaf_version": "2.0"}]', False),
        (b"csaf_version,document", False),
    ],
)
def test_a_document_is_recognised_by_its_first_words(head: bytes, is_csaf: bool) -> None:
    assert csaf_document.READER.recognises(head, "a.json") is is_csaf


def test_a_label_in_the_words_beside_a_missing_one_counts() -> None:
    assert label_of({"distribution": {"text": "TLP:AMBER+STRICT, for members"}}) is Label.AMBER_STRICT
    assert label_of({"distribution": {"text": "Unlimited"}}) is label_of({}) is Label.CLEAR
