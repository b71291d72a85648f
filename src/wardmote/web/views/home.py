"""What do I need to do next? One page, by role."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.register.public import Viewer, moment_of

from ..needs import home_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs this person, where their bodies stand, and who can help; or what Wardmote is."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return render(request, "web/welcome.html")
    last_visit = request.session.get("last_visit")
    since = datetime.fromisoformat(last_visit) if last_visit else None
    return render(request, "web/home.html", {"home": home_of(viewer, moment_of(request), since)})
