"""How does a program that we tell of warnings know that it was us, and what does it get?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.channels import leading_out


@require_safe
def signature(request: HttpRequest, code: str) -> HttpResponse:
    """Say how a message is signed, and what is in it."""
    return render(request, "warn/notices/signature.html", leading_out(request, code).context)


PATHS = [path("channels/signature/", signature, name="signature")]
