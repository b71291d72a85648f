"""What else do we belong to that shares or warns?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from ...joined_forms import JoinedForm
from ...joined_policies import can_record, check_can_record
from ...queries.access import reading
from ...queries.joined import joined_of
from ...schemes import schemes
from ..joined_steps import recorded


@require_http_methods(["GET", "HEAD", "POST"])
def joined(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the council belongs to; take down what else it has joined or left."""
    desk = reading(request, code)
    form, status = JoinedForm(), 200
    if request.method == "POST":
        check_can_record(desk.viewer, desk.council, desk.day)
        form, status = recorded(request, desk.viewer, desk.council, desk.at)
        if status == 302:
            return redirect("warn:joined", desk.council.code)
    context = {"form": form, "found": joined_of(desk.council), "about": desk.name}
    context |= {"can_record": can_record(desk.viewer, desk.council, desk.day), "schemes": list(schemes().values())}
    return render(request, "warn/notices/joined.html", {**desk.context, **context}, status=status)


PATHS = [path("joined/", joined, name="joined")]
