"""How is a notice written as a CSAF 2.0 document?"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from wardmote.engines.advisories.csaf.judging import judge
from wardmote.engines.advisories.csaf.listing import Tree
from wardmote.engines.advisories.csaf.notices import Notice, Publisher
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.rule import ADVISORY, BASE, INFORMATIONAL
from wardmote.engines.advisories.facts import Label

# CSAF 2.0 is older than TLP 2.0: WHITE is CLEAR, and what it can't say stands in the text beside the label.
TLP = {
    Label.CLEAR: "WHITE",
    Label.GREEN: "GREEN",
    Label.AMBER: "AMBER",
    Label.AMBER_STRICT: "AMBER",
    Label.RED: "RED",
}
_NOT_IN_NAMES = re.compile(r"[^+\-a-z0-9]+")
ENGINE = "Wardmote"


def write(notice: Notice, address: str = "") -> bytes:
    """Return the document, with the address where it will stand if there is one; or raise ValueError that names what
    keeps it from being valid."""
    document = document_of(notice, address)
    if problems := judge(document):
        says = "; ".join(f"{problem.test} {problem.path}: {problem.says}" for problem in problems[:5])
        raise ValueError(f"The notice {notice.id} makes no valid CSAF document: {says}")
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def filename(tracking_id: str) -> str:
    """Return the name that a document's file must have (CSAF 2.0, section 5.1)."""
    return f"{_NOT_IN_NAMES.sub('_', tracking_id.lower())}.json"


def document_of(notice: Notice, address: str = "") -> Json:
    """Return the document as an object. Its profile follows from what the notice knows."""
    tree = Tree(notice.products)
    document: Json = {"document": _head(notice, _category(notice, tree), address)}
    if tree.ids:
        document["product_tree"] = tree.written()
    if notice.cves or tree.ids:
        document["vulnerabilities"] = [_vulnerability(notice, tree, cve) for cve in notice.cves or ("",)]
    return document


def _category(notice: Notice, tree: Tree) -> str:
    if tree.ids:
        return ADVISORY
    return INFORMATIONAL if notice.sources and not notice.cves else BASE


def _head(notice: Notice, category: str, address: str) -> Json:
    title = f"Withdrawn: {notice.title}" if notice.is_withdrawn else notice.title
    head: Json = {
        "category": category,
        "csaf_version": "2.0",
        "distribution": {"text": f"{notice.label.written}, as defined by FIRST", "tlp": _tlp(notice.label)},
        "lang": notice.language,
        "notes": _notes(notice),
        "publisher": publisher_of(notice.publisher),
        "title": title,
        "tracking": _tracking(notice),
    }
    own = [{"category": "self", "summary": "Where this document stands", "url": address}] if address else []
    others = [
        {"category": "external", "summary": source.title or source.url, "url": source.url} for source in notice.sources
    ]
    if own or others:
        head["references"] = own + others
    return head


def _tlp(label: Label) -> Json:
    return {"label": TLP[label], "url": "https://www.first.org/tlp/"}


def _notes(notice: Notice) -> list[Json]:
    parts = (
        ("summary", "What it is", notice.what),
        ("general", "Who it concerns", notice.concerns),
        ("details", "What to do", _to_do(notice)),
    )
    return [{"category": category, "text": text, "title": title} for category, title, text in parts if text]


def _to_do(notice: Notice) -> str:
    until = f"Do this by {notice.by.day} {notice.by:%B %Y}." if notice.by else ""
    return "\n\n".join(part for part in (notice.to_do, until) if part)


def publisher_of(publisher: Publisher) -> Json:
    """Return the publisher as documents and providers write it."""
    written = {"category": publisher.category, "name": publisher.name, "namespace": publisher.namespace}
    more = {"contact_details": publisher.contact, "issuing_authority": publisher.authority}
    return written | {key: value for key, value in more.items() if value}


def _tracking(notice: Notice) -> Json:
    history = [
        {"date": written(revision.date), "number": str(number), "summary": revision.says}
        for number, revision in enumerate(notice.history, 1)
    ]
    return {
        "current_release_date": written(notice.revised),
        "generator": {"date": written(notice.revised), "engine": {"name": ENGINE}},
        "id": notice.id,
        "initial_release_date": written(notice.published),
        "revision_history": history,
        "status": "final",
        "version": str(len(notice.history)),
    }


def written(moment: datetime) -> str:
    """Return a moment as RFC 3339 has it, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _vulnerability(notice: Notice, tree: Tree, cve: str) -> Json:
    found: dict[str, Any] = {"notes": [{"category": "summary", "text": notice.what, "title": "What it is"}]}
    if cve:
        found["cve"] = cve
    else:
        found["title"] = notice.title
    if tree.ids:
        found["product_status"] = tree.statuses()
        if text := _to_do(notice):
            found["remediations"] = [{"category": "mitigation", "details": text, "product_ids": list(tree.ids)}]
    return found
