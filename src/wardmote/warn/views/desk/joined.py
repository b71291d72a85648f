"""What else do our members belong to?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import missing
from wardmote.register.public import name_of

from ...joined_forms import JoinedForm
from ...joined_policies import check_can_record
from ...queries.audiences import members_of_owner
from ...queries.desk_access import running
from ...queries.joined import joined_of, members_joined
from ...schemes import schemes
from ..joined_steps import recorded


@require_safe
def joined(request: HttpRequest, code: str) -> HttpResponse:
    """Show every member with what it belongs to."""
    bench = running(request, code)
    kinds, lines = members_joined(bench)
    return render(request, "warn/desk/joined.html", {**bench.context, "schemes": kinds, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def member_joined(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Show what one member belongs to; take down what else it has joined or left."""
    bench = running(request, code)
    body = members_of_owner(bench.owner, bench.day).filter(code=member).first()
    if body is None:
        raise missing("council")
    form, status = JoinedForm(), 200
    if request.method == "POST":
        check_can_record(bench.viewer, body, bench.day)
        form, status = recorded(request, bench.viewer, body, bench.at)
        if status == 302:
            return redirect("desk:member_joined", bench.owner.code, body.code)
    context = {"form": form, "found": joined_of(body), "about": name_of(body), "can_record": True}
    context |= {"schemes": list(schemes().values())}
    return render(request, "warn/desk/member_joined.html", {**bench.context, **context}, status=status)


PATHS = [path("joined/", joined, name="joined"), path("joined/<slug:member>/", member_joined, name="member_joined")]
