"""What can this API root do? (TAXII 2.1, section 4.2)"""

from django.http import HttpResponse
from django.urls import path

from ...queries.taxii import root_named, title_of_root
from ...taxii_answers import LARGEST_BODY, MEDIA_TYPE, say
from ...taxii_door import READ, Call, let_in


@let_in(GET=READ)
def root(call: Call, code: str) -> HttpResponse:
    """Name the body whose collections these are, the version and the largest envelope."""
    found = root_named(call.person, call.day, code)
    return say(
        {"title": title_of_root(found), "versions": [MEDIA_TYPE], "max_content_length": LARGEST_BODY},
    )


PATHS = [path("<slug:code>/", root, name="root")]
