"""Where do warnings come from, and does each source still speak?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.public import viewer_of

from ... import source_policies
from ...queries.sources import source_lines


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all sources, those that need somebody first."""
    viewer = viewer_of(request)
    source_policies.check_can_read_sources(viewer)
    context = {"lines": source_lines(), "can_keep": source_policies.can_keep_sources(viewer)}
    return render(request, "warn/sources/listing.html", context)


PATHS = [path("", listing, name="listing")]
