"""What changed on a council's domains, for a program that reads feeds?"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from wardmote.register.public import moment_of

from ...feeds import written
from ...queries.opened import opened_feed
from .answers import opened


@opened
def feed(request: HttpRequest, token: str) -> HttpResponse | None:
    """Write the changes of the last 60 days as Atom."""
    seen = opened_feed(token, moment_of(request))
    if seen is None:
        return None
    text = written(seen, self_address=request.build_absolute_uri(), site=request.build_absolute_uri("/"))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


PATHS = [path("feed/<str:token>.atom", feed, name="feed")]
