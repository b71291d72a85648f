"""What should a supplier mend on one domain, and what exactly should be published?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from wardmote.register.public import moment_of

from ...queries.opened import opened_domain
from .answers import opened


@opened
def supplier(request: HttpRequest, token: str) -> HttpResponse | None:
    """Show what is wrong with the link's domain."""
    seen = opened_domain(token, moment_of(request))
    return render(request, "watch/opened_domain.html", {"seen": seen}) if seen else None


PATHS = [path("domain/<str:token>/", supplier, name="supplier")]
