"""Documents and notices that tests change one thing of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wardmote.engines.advisories.csaf.notices import Notice, Publisher, Revision
from wardmote.engines.advisories.facts import Affected, Product, Reference, Span, Status

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
WARP = Publisher("Example WARP", "https://warp.example.gov.uk", contact="warp@example.gov.uk")
JETTY = Affected(
    Product("Example", "Jetty", "cpe:2.3:a:example:jetty:*:*:*:*:*:*:*:*"),
    spans=(Span(low="22.7", high="22.7R2.5"), Span.one("9.1")),
)
WIDGET = Affected(Product("Example", "Widget", purl="pkg:pypi/widget"), Status.NOT_AFFECTED, (Span("pypi", high="2"),))
RUNTIME = Affected(
    Product("Sample", "Runtime"),
    spans=(Span(high="8", high_included=True),),
    running_on=(Product("", "Linux"),),
)


def notice(**changes: Any) -> Notice:
    """Return a notice with all that a notice can have, but for what is changed."""
    given: dict[str, Any] = {
        "id": "XWARP-2026-0001",
        "title": "Update Jetty",
        "what": "Attackers run programs on it without signing in.",
        "concerns": "Councils whose staff work from home through it.",
        "to_do": "Install 22.7R2.5.",
        "publisher": WARP,
        "history": (Revision(AT, "First published"), Revision(AT + timedelta(hours=1), "Say by when")),
        "by": date(2026, 11, 16),
        "sources": (Reference("https://example.org/jetty", "The maker's advisory"),),
        "cves": ("CVE-2025-0282", "CVE-2025-0283"),
        "products": (JETTY, WIDGET, RUNTIME),
    }
    return Notice(**(given | changes))


def document(**parts: Any) -> dict[str, Any]:
    """Return a small valid document with other parts beside or in place of its own."""
    moment = "2026-11-02T09:30:00Z"
    head = {
        "category": "csaf_base",
        "csaf_version": "2.0",
        "publisher": {"category": "vendor", "name": "Example", "namespace": "https://example.org"},
        "title": "Jetty lets strangers in",
        "tracking": {
            "current_release_date": moment,
            "id": "EX-1",
            "initial_release_date": moment,
            "revision_history": [{"date": moment, "number": "1", "summary": "First"}],
            "status": "final",
            "version": "1",
        },
    }
    return {"document": head | parts.pop("head", {}), **parts}


def tree_of(category: str, name: str, **helper: str) -> dict[str, Any]:
    """Return a product tree with one product, P1, whose version is in a branch."""
    product: dict[str, Any] = {"name": f"Jetty {name}", "product_id": "P1"}
    if helper:
        product["product_identification_helper"] = helper
    version = {"category": category, "name": name, "product": product}
    named = {"category": "product_name", "name": "Jetty", "branches": [version]}
    return {"branches": [{"category": "vendor", "name": "Example", "branches": [named]}]}
