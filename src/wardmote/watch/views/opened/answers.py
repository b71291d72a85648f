"""How is a page answered that a secret opens: without a cookie, a trace in search engines, or a hint at why not?"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

View = Callable[[HttpRequest, str], HttpResponse | None]


def opened(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let everybody in; answer None in the same words, whether the link is wrong, shut or at its end."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = view(request, token)
        if found is None:
            found = render(request, "watch/opened_missing.html", status=404)
        found.headers["Referrer-Policy"] = "no-referrer"
        found.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return found

    guarded: Callable[[HttpRequest, str], HttpResponse] = login_not_required(require_safe(answer))
    return guarded
