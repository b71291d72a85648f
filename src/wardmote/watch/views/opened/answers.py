"""How is a page about outside checks answered that a secret opens?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.kernel.secret_links import Answer, View, opened_by_secret


def opened(view: View) -> Answer:
    """Let everybody in; say in the same words what doesn't open, whether the link is wrong, shut or at its end."""
    return opened_by_secret(view, _missing)


def _missing(request: HttpRequest) -> HttpResponse:
    return render(request, "watch/opened_missing.html", status=404)
