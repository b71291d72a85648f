"""What is in a collection, without the objects themselves? (TAXII 2.1, section 5.3)"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from ...models.taxii import moment_of_place
from ...queries.taxii import collection_named, page_of
from ...taxii_answers import page_answer, written
from ...taxii_door import READ, Call, let_in
from ...taxii_objects import as_told

_LINE = '{{"id":"{}","date_added":"{}","version":"{}","media_type":"application/stix+json;version={}"}}'


@let_in(GET=READ)
def manifest(call: Call, code: str, number: UUID) -> HttpResponse:
    """List ids, moments of addition and versions."""
    collection = collection_named(call.person, call.day, code, number)
    page = page_of(call.person, call.day, collection, call.asked(collection), ["stix_id", "version", "spec_version"])
    items = [
        _LINE.format(stix_id, written(moment_of_place(place)), as_told(version), spec_version)
        for place, stix_id, version, spec_version in page.rows
    ]
    return page_answer(page, "objects", items, call.cursor(collection, page))


PATHS = [path("<slug:code>/collections/<uuid:number>/manifest/", manifest, name="manifest")]
