"""What do we show to people outside who don't sign in, and how do we end it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wardmote.kernel.denial import missing

from ...actions.shut_link import shut_link
from ...queries.access import shutting_doors
from ...queries.links import find_link, links_page
from ..numbers import number_in


@require_safe
def links(request: HttpRequest, code: str) -> HttpResponse:
    """List the links that open, and those that don't any more."""
    desk = shutting_doors(request, code)
    context = {**desk.context, "seen": links_page(desk), "domain": number_in(request, "domain")}
    return render(request, "watch/links.html", context)


@require_POST
def shut(request: HttpRequest, code: str, link: int) -> HttpResponse:
    """Make a link's secret useless."""
    desk = shutting_doors(request, code)
    found = find_link(desk.council, link)
    if found is None:
        raise missing("link")
    is_shut_now = shut_link(by=desk.viewer, link=found, at=desk.at)
    messages.success(request, _("The link is shut.") if is_shut_now else _("The link was shut already."))
    return redirect("watch:links", code)


PATHS = [
    path("links/", links, name="links"),
    path("links/<int:link>/shut/", shut, name="shut_link"),
]
