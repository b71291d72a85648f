"""What is one object, and in which versions is it here? (TAXII 2.1, sections 5.6 to 5.8)"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied, missing

from ...queries.taxii import collection_named, has_object, page_of
from ...taxii_answers import page_answer
from ...taxii_door import READ, WRITE, Call, let_in
from ...taxii_objects import as_told


@let_in(GET=READ, DELETE=WRITE)
def single_object(call: Call, code: str, number: UUID, stix_id: str) -> HttpResponse:
    """Give the versions that are asked for, as a rule the last. Nothing is ever taken out of a collection."""
    collection = collection_named(call.person, call.day, code, number)
    if call.request.method == "DELETE":
        raise Denied(_("Objects stay. To take one back, add a later version of it with “revoked” set to true."))
    page = page_of(call.person, call.day, collection, call.asked(collection, **{"match[id]": stix_id}), ["body"])
    if not page.rows and not has_object(call.person, call.day, collection, stix_id):
        raise missing("object")
    return page_answer(page, "objects", [body for _place, body in page.rows], call.cursor(collection, page))


@let_in(GET=READ)
def versions(call: Call, code: str, number: UUID, stix_id: str) -> HttpResponse:
    """List the object's versions in the order of their addition."""
    collection = collection_named(call.person, call.day, code, number)
    asked = call.asked(collection, **{"match[id]": stix_id, "match[version]": "all"})
    page = page_of(call.person, call.day, collection, asked, ["version"])
    if not page.rows and not has_object(call.person, call.day, collection, stix_id):
        raise missing("object")
    items = [f'"{as_told(version)}"' for _place, version in page.rows]
    return page_answer(page, "versions", items, call.cursor(collection, page))


PATHS = [
    path("<slug:code>/collections/<uuid:number>/objects/<str:stix_id>/", single_object, name="object"),
    path("<slug:code>/collections/<uuid:number>/objects/<str:stix_id>/versions/", versions, name="versions"),
]
