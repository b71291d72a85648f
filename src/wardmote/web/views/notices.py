"""What do we promise, and what do we keep? Plain notices for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, check_for_language
from django.views.decorators.http import require_POST, require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "web/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice."""
    return render(request, "web/privacy.html", {"longest_hours": settings.SESSION_LONGEST_S // 3600})


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Show which cookies there are, from the settings that make them."""
    return render(
        request,
        "web/cookies.html",
        {
            "session": settings.SESSION_COOKIE_NAME,
            "csrf": settings.CSRF_COOKIE_NAME,
            "language_cookie": settings.LANGUAGE_COOKIE_NAME,
            "idle_minutes": settings.SESSION_COOKIE_AGE // 60,
            "longest_hours": settings.SESSION_LONGEST_S // 3600,
        },
    )


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language that the reader chose and go back to where they were."""
    wanted, back = request.POST.get("language", ""), request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    if check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        activate(wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
