"""Does the reader of NVD tell what is affected from what it runs on?"""

import io
import json
from typing import Any

from wardmote.engines.advisories.facts import ANY, Advisory, Affected, Broken, Score, Span
from wardmote.engines.advisories.readers import nvd_feed
from wardmote.engines.advisories.readers.nvd_feed import affected_of


def match(cpe: str, vulnerable: bool = True, **ends: str) -> dict[str, Any]:
    """Return a match criterion."""
    return {"vulnerable": vulnerable, "criteria": f"cpe:2.3:{cpe}", **ends}


def node(*matches: dict[str, Any], operator: str = "OR", negate: bool = False) -> dict[str, Any]:
    """Return a node of a configuration."""
    return {"operator": operator, "negate": negate, "cpeMatch": list(matches)}


def page(*records: dict[str, Any]) -> io.BytesIO:
    """Return a page as the API gives it."""
    listed = [{"cve": record} for record in records]
    return io.BytesIO(json.dumps({"format": "NVD_CVE", "version": "2.0", "vulnerabilities": listed}).encode())


def names(found: tuple[Affected, ...]) -> list[str]:
    """Return the products' names."""
    return [affected.product.name for affected in found]


APP, OTHER = "a:acme:app:{}:*:*:*:*:*:*:*", "o:acme:system:{}:*:*:*:*:*:*:*"


def test_a_range_keeps_which_of_its_ends_belong_to_it() -> None:
    given = match(APP.format("*"), versionStartExcluding="1.0", versionEndIncluding="2.0")
    other = match(APP.format("*"), versionStartIncluding="3.0", versionEndExcluding="4.0")
    (found,) = affected_of([{"nodes": [node(given, other)]}])
    assert found.product.cpe == "cpe:2.3:a:acme:app:*:*:*:*:*:*:*:*"
    assert found.spans == (
        Span(low="1.0", low_included=False, high="2.0", high_included=True),
        Span(low="3.0", high="4.0"),
    )


def test_an_update_belongs_to_the_version() -> None:
    (found,) = affected_of([{"nodes": [node(match("a:acme:app:9.0:sp1:*:*:*:*:*:*"))]}])
    assert found.spans == (Span.one("9.0 sp1"),)


def test_an_escaped_version_is_read_as_people_write_it() -> None:
    (found,) = affected_of([{"nodes": [node(match("o:cisco:ios:15.1\\(2\\)t:*:*:*:*:*:*:*"))]}])
    assert found.spans == (Span.one("15.1(2)t"),)


def test_what_is_not_vulnerable_is_what_it_runs_on() -> None:
    firmware, device = match("o:acme:firmware:1.0:*:*:*:*:*:*:*"), match("h:acme:box:-:*:*:*:*:*:*:*", vulnerable=False)
    (found,) = affected_of([{"operator": "AND", "nodes": [node(firmware), node(device)]}])
    assert found.product.name == "firmware"
    assert [product.name for product in found.running_on] == ["box"]


def test_both_sides_are_affected_where_both_are_vulnerable() -> None:
    found = affected_of([{"operator": "AND", "nodes": [node(match(APP.format("1"))), node(match(OTHER.format("2")))]}])
    assert names(found) == ["app", "system"]
    assert all(affected.running_on == () for affected in found)


def test_a_node_of_and_holds_its_own_platform() -> None:
    within = node(match(APP.format("1")), match(OTHER.format("*"), vulnerable=False), operator="AND")
    (found,) = affected_of([{"nodes": [within]}])
    assert (found.product.name, found.running_on[0].name) == ("app", "system")


def test_each_product_of_a_node_runs_on_any_of_the_other() -> None:
    many = node(*(match(APP.format(number)) for number in range(50)))
    platforms = node(*(match(f"o:acme:system{number}:*:*:*:*:*:*:*:*", vulnerable=False) for number in range(50)))
    (found,) = affected_of([{"operator": "AND", "nodes": [many, platforms]}])
    assert (len(found.spans), len(found.running_on)) == (50, 50)


def test_alternatives_do_not_lend_each_other_their_platforms() -> None:
    alone = {"nodes": [node(match(APP.format("1")))]}
    bound = {
        "operator": "AND",
        "nodes": [node(match(APP.format("2"))), node(match(OTHER.format("*"), vulnerable=False))],
    }
    found = affected_of([alone, bound])
    assert [(affected.spans[0].low, len(affected.running_on)) for affected in found] == [("1", 0), ("2", 1)]


def test_what_is_excluded_is_neither_affected_nor_a_platform() -> None:
    nodes = [node(match(APP.format("1"))), node(match(OTHER.format("*"), vulnerable=False), negate=True)]
    (found,) = affected_of([{"operator": "AND", "nodes": nodes}])
    assert (found.product.name, found.running_on) == ("app", ())


def test_a_system_without_a_version_means_every_version() -> None:
    """Its version stands in its name."""
    (found,) = affected_of([{"nodes": [node(match("o:microsoft:windows_server_2016:-:*:*:*:*:*:*:*"))]}])
    assert found.spans == (ANY,)


def test_an_application_without_a_version_goes_to_an_editor() -> None:
    (found,) = affected_of([{"nodes": [node(match(APP.format("-")))]}])
    assert (found.spans, found.unread) == ((), "No version is named.")


def test_a_name_that_is_no_cpe_is_kept_for_an_editor() -> None:
    (found,) = affected_of([{"nodes": [node({"vulnerable": True, "criteria": "acme app 1"})]}])
    assert (found.product.name, found.unread) == ("acme app 1", "acme app 1")


def test_a_rejected_entry_is_withdrawn_and_one_that_waits_has_no_products() -> None:
    given = page(
        {"id": "CVE-2026-0001", "vulnStatus": "Rejected"}, {"id": "CVE-2026-0002", "vulnStatus": "Awaiting Analysis"}
    )
    rejected, waiting = nvd_feed.read(given)
    assert isinstance(rejected, Advisory)
    assert isinstance(waiting, Advisory)
    assert (rejected.is_withdrawn, waiting.is_withdrawn, waiting.affected) == (True, False, ())


def test_an_entry_without_an_id_costs_no_other() -> None:
    broken, good = nvd_feed.read(page({"id": "CVE-x"}, {"id": "CVE-2026-0002"}))
    assert broken == Broken("CVE-x", "It has no CVE id.")
    assert isinstance(good, Advisory)


def test_scores_of_every_version_come_with_who_gave_them() -> None:
    data = {"source": "nvd@nist.gov", "cvssData": {"vectorString": "CVSS:3.1/AV:N"}}
    metrics = {"cvssMetricV31": [data], "cvssMetricV2": [{"source": "x", "cvssData": {"vectorString": "AV:N"}}]}
    (found,) = nvd_feed.read(page({"id": "CVE-2026-0002", "metrics": metrics}))
    assert isinstance(found, Advisory)
    assert found.scores == (Score("CVSS:3.1/AV:N", "nvd@nist.gov"), Score("AV:N", "x"))
