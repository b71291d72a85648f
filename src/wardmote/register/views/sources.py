"""Where does the register come from, and what isn't in it?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show the attribution that the sources ask for, our corrections, and the known gaps."""
    return render(request, "register/sources.html")
