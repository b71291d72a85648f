"""Which grade did the newest outside checks give a domain, as a picture that other sites may show?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from wardmote.register.public import moment_of

from ...queries.opened import opened_badge
from .answers import opened

FRESH_S = 3600


@opened
def badge(request: HttpRequest, token: str) -> HttpResponse | None:
    """Draw the grade with the day of the look."""
    seen = opened_badge(token, moment_of(request))
    if seen is None:
        return None
    answer = render(request, "watch/badge.svg", {"seen": seen}, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


PATHS = [path("badge/<str:token>.svg", badge, name="badge")]
