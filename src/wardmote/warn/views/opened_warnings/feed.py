"""Which warnings concern a council, for a program that reads feeds?"""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from wardmote.kernel.secret_links import opened_by_secret
from wardmote.register.public import moment_of

from ...feeds import written
from ...queries.feed import opened_feed


def feed(request: HttpRequest, token: str) -> HttpResponse | None:
    """Write what stands or was taken back within the last 60 days as Atom."""
    seen = opened_feed(token, moment_of(request))
    if seen is None:
        return None
    return HttpResponse(
        written(seen, self_address=request.build_absolute_uri()), content_type="application/atom+xml; charset=utf-8"
    )


def _missing(_request: HttpRequest) -> HttpResponse:
    says = _("This feed doesn't open. Its address may be incomplete, or the council has shut it.")
    return HttpResponse(f"{says}\n", status=404, content_type="text/plain; charset=utf-8")


PATHS = [path("warnings/<str:token>.atom", opened_by_secret(feed, _missing), name="feed")]
