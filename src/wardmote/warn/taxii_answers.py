"""How does the TAXII server write its answers? As text put together from objects that are JSON already."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from .models.taxii import moment_of_place
from .queries.taxii import Page

MEDIA_TYPE = "application/taxii+json;version=2.1"
STIX_TYPE = "application/stix+json;version=2.1"
LARGEST_BODY = 10_000_000
FIRST, LAST = "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"


def answer(text: str, status: int = 200) -> HttpResponse:
    """Return a TAXII answer whose text is JSON."""
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def say(thing: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a TAXII answer."""
    return answer(json.dumps(thing), status)


def refuse(status: int, sentence: str) -> HttpResponse:
    """Return a TAXII error message (section 3.6.1). It says what was asked for nowhere."""
    refusal = say({"title": HTTPStatus(status).phrase, "description": sentence, "http_status": str(status)}, status)
    if status == HTTPStatus.UNAUTHORIZED:
        refusal.headers["WWW-Authenticate"] = 'Basic realm="Wardmote", Bearer realm="Wardmote"'
    return refusal


def page_answer(page: Page, key: str, items: list[str], cursor: str) -> HttpResponse:
    """Return a page of texts that are JSON, with the moments of the first and the last one's addition."""
    more = f'"more":true,"next":"{cursor}",' if page.has_more else '"more":false,'
    found = answer(f'{{{more}"{key}":[{",".join(items)}]}}' if items else "{}")
    if page.rows:
        found.headers[FIRST] = written(moment_of_place(page.rows[0][0]))
        found.headers[LAST] = written(moment_of_place(page.last))
    return found


def written(moment: datetime) -> str:
    """Return a moment to the microsecond, as the sequence of additions needs it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
