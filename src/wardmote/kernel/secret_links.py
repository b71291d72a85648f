"""How is a page answered that a secret opens: without a cookie, a trace in search engines, or a hint at why not?"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[[HttpRequest, str], HttpResponse | None]
Answer = Callable[[HttpRequest, str], HttpResponse]


def opened_by_secret(view: View, missing: Callable[[HttpRequest], HttpResponse]) -> Answer:
    """Let everybody in; answer None in the words of `missing`, whether the link is wrong, shut or at its end."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = view(request, token) or missing(request)
        found.headers["Referrer-Policy"] = "no-referrer"
        found.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return found

    guarded: Answer = login_not_required(require_safe(answer))
    return guarded
