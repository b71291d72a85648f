"""Which API roots are there for this caller? (TAXII 2.1, section 4.1)"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from ...queries.taxii import roots_of
from ...taxii_answers import say
from ...taxii_door import READ, Call, let_in


@let_in(GET=READ)
def discovery(call: Call) -> HttpResponse:
    """Name the roots of every body that shares something with the caller."""
    roots = [
        f"{settings.SERVICE_URL}{reverse('taxii:root', args=[body.code])}" for body in roots_of(call.person, call.day)
    ]
    told = {"title": "Wardmote", "description": _("What councils, WARPs and the programme share as STIX.")}
    return say(told | ({"default": roots[0], "api_roots": roots} if roots else {}))


PATHS = [path("", discovery, name="discovery")]
