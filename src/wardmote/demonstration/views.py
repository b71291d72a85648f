"""A visitor of the demonstration region comes in by a one-time link."""

from ipaddress import ip_address

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of

from .actions.use_link import use_link
from .queries import doorway

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# A proxy says in one of these that the visitor is somewhere else.
SET_BY_PROXIES = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Show who will be signed in; only pressing the button uses the link up, so a link preview can't."""
    if not _is_from_this_machine(request):
        raise Http404
    try:
        if request.method == "POST":
            return _come_in(request, secret)
        door = doorway(secret, moment_of(request))
    except Denied as refusal:
        raise Http404 from refusal
    return render(request, "demonstration/sign_in.html", {"door": door, "is_demonstration": True})


def _come_in(request: HttpRequest, secret: str) -> HttpResponse:
    person = use_link(secret=secret, at=moment_of(request))
    # `login` gives the session a new key, and a new content where somebody else was signed in.
    login(request, person, backend=BACKEND)
    request.session["came_by_demonstration_link"] = True
    return redirect("/")


def _is_from_this_machine(request: HttpRequest) -> bool:
    if any(header in request.headers for header in SET_BY_PROXIES):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
