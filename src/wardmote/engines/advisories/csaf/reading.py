"""Which advisories does a CSAF document hold? One for each vulnerability, one at least."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from wardmote.engines.advisories.csaf.moments import moment
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.product_tree import Item, items_of
from wardmote.engines.advisories.csaf.repairs import before_repair
from wardmote.engines.advisories.csaf.texts import fields, items, objects, prose, text, url, words
from wardmote.engines.advisories.facts import (
    ANY,
    Advisory,
    Affected,
    Broken,
    Exploited,
    Kind,
    Label,
    Likelihood,
    Product,
    ReadingError,
    Reference,
    Remedy,
    Score,
    Span,
    Status,
)
from wardmote.engines.advisories.reading.tlp import label_in

_STATUSES = {
    "first_affected": Status.AFFECTED,
    "known_affected": Status.AFFECTED,
    "last_affected": Status.AFFECTED,
    "known_not_affected": Status.NOT_AFFECTED,
    "first_fixed": Status.FIXED,
    "fixed": Status.FIXED,
    "under_investigation": Status.INVESTIGATED,
    "unknown": Status.UNKNOWN,
}
# Documents of 2.0 say WHITE, and 2.1 what TLP 2.0 says.
_LABELS = {
    "WHITE": Label.CLEAR,
    "CLEAR": Label.CLEAR,
    "GREEN": Label.GREEN,
    "AMBER": Label.AMBER,
    "AMBER+STRICT": Label.AMBER_STRICT,
    "RED": Label.RED,
}
_WITHDRAWN = {"csafwithdrawn", "csafsuperseded", "withdrawn", "superseded"}
_SCORES = ("cvss_v4", "cvss_v3", "cvss_v2")
# Ids that name the same vulnerability everywhere; what a vendor counts its own matters by often names several.
_EVERYWHERE = ("CVE-", "GHSA-", "EUVD-", "VU#", "RUSTSEC-", "PYSEC-", "GO-")
MOST_REFERENCES, MOST_REMEDIES, MOST_VULNERABILITIES = 500, 500, 10_000


def advisories(document: Json) -> Iterator[Advisory | Broken]:
    """Read a parsed document, valid or not: what can't be read of it is Broken, or left out.

    Raises ReadingError where it has no id, or is no CSAF at all.
    """
    head = fields(document.get("document"))
    tracking = fields(head.get("tracking"))
    key = text(tracking.get("id"), 200)
    if "csaf_version" not in head or not key:
        raise ReadingError("This isn't a CSAF document: it has no csaf_version or no id (document/tracking/id).")
    common = Advisory(key=key, **_common(head, tracking), summary=_summary(head), references=_references(head))
    products = items_of(fields(document.get("product_tree")))
    entries = items(document.get("vulnerabilities"))
    if not entries:
        yield common
    if len(entries) > MOST_VULNERABILITIES:
        says = f"The document speaks of {len(entries)} vulnerabilities; the first {MOST_VULNERABILITIES} are read."
        yield Broken(f"vulnerability {MOST_VULNERABILITIES + 1}", says)
    seen: set[str] = set()
    for number, entry in enumerate(entries[:MOST_VULNERABILITIES], 1):
        if not isinstance(entry, dict):
            yield Broken(f"vulnerability {number}", "It isn't an object, so nothing of it can be read.")
            continue
        cve = text(entry.get("cve"), 40).upper()
        name = cve if cve and cve not in seen else str(number)
        seen.add(cve)
        yield _advisory(f"{key} {name}", entry, common, products)


def _common(head: Json, tracking: Json) -> dict[str, Any]:
    category = "".join(c for c in text(head.get("category"), 100).lower() if c.isalnum())
    return {
        "kind": Kind.CSAF,
        "title": prose(head.get("title"))[:1_000],
        "publisher": prose(fields(head.get("publisher")).get("name"))[:200],
        "published": moment(tracking.get("initial_release_date")),
        "revised": moment(tracking.get("current_release_date")),
        "revision": text(tracking.get("version"), 100),
        "is_withdrawn": category in _WITHDRAWN,
        "label": label_of(head),
    }


def label_of(head: Json) -> Label:
    """Return a document's label: CLEAR where it has none, RED where nobody can tell what its label means.

    A label that stands only in the words beside it counts too.
    CSAF 2.0 has no AMBER+STRICT; documents that mean it write AMBER, and "TLP:AMBER+STRICT" in the text beside it.
    """
    distribution = fields(head.get("distribution"))
    if "tlp" not in distribution:
        return label_in(text(distribution.get("text"))) or Label.CLEAR
    written = text(fields(distribution["tlp"]).get("label"), 40).upper().removeprefix("TLP:")
    is_strict = written == "AMBER" and "AMBER+STRICT" in text(distribution.get("text")).upper()
    return Label.AMBER_STRICT if is_strict else _LABELS.get(written, Label.RED)


def _advisory(key: str, entry: Json, common: Advisory, products: dict[str, Item]) -> Advisory:
    """Put what a vulnerability says in the place of what the document says."""
    scores, likelihood = _scores(entry, common.publisher)
    own = {reference.url: reference for reference in _references(entry)}
    others = (reference for reference in common.references if reference.url not in own)
    return replace(
        common,
        key=key,
        title=prose(entry.get("title"))[:1_000] or common.title,
        ids=_ids(entry),
        summary=_summary(entry) or common.summary,
        scores=scores,
        affected=_affected(fields(entry.get("product_status")), products),
        exploited=_exploited(entry),
        likelihood=likelihood,
        remedies=_remedies(entry),
        references=(*own.values(), *others),
    )


def _ids(entry: Json) -> tuple[str, ...]:
    cve = text(entry.get("cve"), 40).upper()
    others = [text(item.get("text"), 100).upper() for item in objects(entry.get("ids"))]
    own = [name for name in others if any(c.isalpha() for c in name) and any(c.isdigit() for c in name)]
    told = [cve, *(name for name in own if name.startswith(_EVERYWHERE))] if cve else own
    return tuple(dict.fromkeys(name for name in told if name and not any(c.isspace() for c in name)))


def _summary(holder: Json) -> str:
    notes = objects(holder.get("notes"))
    for category in ("summary", "description", "general", "details"):
        for note in notes:
            if note.get("category") == category and (found := prose(note.get("text"))):
                return found
    return ""


def _scores(entry: Json, publisher: str) -> tuple[tuple[Score, ...], Likelihood | None]:
    found: dict[Score, None] = {}
    likelihood = None
    metrics = [(fields(metric.get("content")), metric) for metric in objects(entry.get("metrics"))]
    for content, metric in (*metrics, *((score, score) for score in objects(entry.get("scores")))):
        by = text(metric.get("source"), 200) or publisher
        for name in _SCORES:
            if vector := text(fields(content.get(name)).get("vectorString"), 300):
                found[Score(vector, by)] = None
        likelihood = likelihood or _likelihood(fields(content.get("epss")))
    return tuple(found), likelihood


def _likelihood(epss: Json) -> Likelihood | None:
    on = moment(epss.get("timestamp"))
    probability, percentile = (_share(epss.get(key)) for key in ("probability", "percentile"))
    if on is None or probability is None or percentile is None:
        return None
    return Likelihood(probability, percentile, on.date())


def _share(value: object) -> float | None:
    try:
        found = float(text(value, 30))
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


def _exploited(entry: Json) -> Exploited | None:
    first_uses = objects(entry.get("first_known_exploitation_dates"))
    days: list[date] = [found.date() for use in first_uses if (found := moment(use.get("exploitation_date")))]
    return Exploited(min(days)) if days else None


def _affected(statuses: Json, products: dict[str, Item]) -> tuple[Affected, ...]:
    """Join what is said alike of versions of one product. Ids that the tree doesn't define are kept as words."""
    joined: dict[tuple[Product, Status, tuple[Product, ...]], tuple[dict[Span, None], dict[str, None]]] = {}
    for item, status in _said(statuses, products):
        # A component that was found in order within one product isn't in order wherever else it is.
        running_on = item.running_on if status is Status.AFFECTED else (*item.running_on, *item.part_of)
        spans, unread = joined.setdefault((item.product, status, running_on), ({}, {}))
        spans.update(dict.fromkeys(item.spans))
        if item.unread:
            unread[item.unread] = None
    found: list[Affected] = []
    for (product, status, running_on), (spans, unread) in joined.items():
        if spans or not unread:
            found.append(Affected(product, status, tuple(spans), "", running_on))
        if unread:
            found.append(Affected(product, status, (), "; ".join(unread)[:2_000], running_on))
    return tuple(found)


def _said(statuses: Json, products: dict[str, Item]) -> list[tuple[Item, Status]]:
    """Return what is said of products; where only repaired versions are named, those before them are affected."""
    said = [
        (_certain(products.get(key) or Item(Product(name=key), (), key), status), status)
        for name, status in _STATUSES.items()
        for key in words(statuses.get(name))
    ]
    if any(status is Status.AFFECTED for _, status in said):
        return said
    fixed = [item for item, status in said if status is Status.FIXED]
    return said + [(item, Status.AFFECTED) for item in before_repair(fixed)]


def _certain(item: Item, status: Status) -> Item:
    """Leave to a person what is said to be fixed in a product without a version: some version isn't."""
    if status is Status.FIXED and item.spans == (ANY,):
        return replace(item, spans=(), unread=item.product.name)
    return item


def _remedies(entry: Json) -> tuple[Remedy, ...]:
    found = (
        Remedy(text(remedy.get("category"), 40), prose(remedy.get("details")), url(remedy.get("url")))
        for remedy in objects(entry.get("remediations"))
    )
    kept = dict.fromkeys(remedy for remedy in found if remedy.text or remedy.url)
    return tuple(kept)[:MOST_REMEDIES]


def _references(holder: Json) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for reference in objects(holder.get("references"))[:MOST_REFERENCES]:
        if address := url(reference.get("url")):
            found.setdefault(address, Reference(address, prose(reference.get("summary"))[:300]))
    return tuple(found.values())
