"""Which collections does an API root have for this caller? (TAXII 2.1, sections 5.1 and 5.2)"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from wardmote.engines.advisories.facts import Label

from ...queries.taxii import Shelf, root_named, shelf_named, shelves_of
from ...taxii_answers import STIX_TYPE, say
from ...taxii_door import READ, Call, let_in


@let_in(GET=READ)
def collections(call: Call, code: str) -> HttpResponse:
    """List the collections that the caller may know of."""
    root = root_named(call.person, call.day, code)
    return say({"collections": [_told(shelf, call) for shelf in shelves_of(call.person, call.day, root)]})


@let_in(GET=READ)
def collection(call: Call, code: str, number: UUID) -> HttpResponse:
    """Describe one of them."""
    return say(_told(shelf_named(call.person, call.day, code, number), call))


def _told(shelf: Shelf, call: Call) -> dict[str, Any]:
    found = shelf.collection
    label = Label(found.label).written
    return {
        "id": str(found.uuid),
        "title": found.title,
        "description": f"{label}. {found.description}".strip(),
        "can_read": True,
        "can_write": shelf.can_add and call.may_write,
        "media_types": [STIX_TYPE],
    }


PATHS = [
    path("<slug:code>/collections/", collections, name="collections"),
    path("<slug:code>/collections/<uuid:number>/", collection, name="collection"),
]
