"""How does a page become a tagged PDF, without a look at the network or the disk?"""

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _


class NoPrinter(Exception):
    """This machine lacks what prints; the message is a sentence for the person who waits."""


@dataclass(frozen=True)
class Printed:
    """A PDF's bytes and how many pages it has."""

    content: bytes
    pages: int


def print_pdf(html: str) -> Printed:
    """Print as PDF/UA-1: tagged, with its title and language. NoPrinter where Pango is missing."""
    weasyprint, refuse = _printer()
    tagged = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
    document = weasyprint.HTML(string=html, url_fetcher=refuse).render(**tagged)
    return Printed(document.write_pdf(**tagged), len(document.pages))


def can_print() -> bool:
    """Say whether this machine has what prints."""
    try:
        _printer()
    except NoPrinter:
        return False
    return True


@cache
def _printer() -> tuple[Any, Any]:
    """Load the library when it is first needed: it takes a second, and needs Pango from the system."""
    for name in ("weasyprint", "weasyprint.progress"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        import weasyprint  # type: ignore[import-untyped] # it has no types of its own
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]
    except (ImportError, OSError) as fault:
        raise NoPrinter(
            _("This installation can't make PDFs yet: a library (Pango) is missing. Tell whoever keeps it.")
        ) from fault

    class Refusing(URLFetcher):  # type: ignore[misc]
        """Fetch nothing at all: a paper brings everything along."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a paper fetches nothing")

    return weasyprint, Refusing()
