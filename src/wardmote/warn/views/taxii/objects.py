"""Which objects does a collection have, and what is added to it? (TAXII 2.1, sections 5.4 and 5.5)"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from ...actions.add_objects import add_objects
from ...queries.taxii import collection_named, page_of
from ...taxii_answers import answer, page_answer
from ...taxii_door import READ, WRITE, Call, body_of, let_in
from ...taxii_envelopes import objects_in


@let_in(GET=READ, POST=WRITE)
def objects(call: Call, code: str, number: UUID) -> HttpResponse:
    """Give a page of objects; or take an envelope, and tell at once what became of each object in it."""
    collection = collection_named(call.person, call.day, code, number)
    if call.request.method == "POST":
        raws = objects_in(body_of(call.request))
        status = add_objects(by=call.caller.viewer, collection=collection, raws=raws, at=call.at)
        return answer(status.told, 202)
    page = page_of(call.person, call.day, collection, call.asked(collection), ["body"])
    return page_answer(page, "objects", [body for _, body in page.rows], call.cursor(collection, page))


PATHS = [path("<slug:code>/collections/<uuid:number>/objects/", objects, name="objects")]
