"""What became of what was sent? (TAXII 2.1, section 4.3)"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from ...queries.taxii import status_named
from ...taxii_answers import answer
from ...taxii_door import READ, Call, let_in


@let_in(GET=READ)
def status(call: Call, code: str, number: UUID) -> HttpResponse:
    """Tell whoever sent it, for a week."""
    return answer(status_named(call.person, call.day, code, number).told)


PATHS = [path("<slug:code>/status/<uuid:number>/", status, name="status")]
