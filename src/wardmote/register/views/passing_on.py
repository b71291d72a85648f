"""What happens to a council's things when another takes over?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import missing

from .. import policies
from ..actions.pass_on import pass_on
from ..models import Inheritance, Succession
from ..queries.access import body_named, moment_of, viewer_of
from ..queries.bodies import name_of


@require_http_methods(["GET", "HEAD", "POST"])
def passing_on(request: HttpRequest, code: str) -> HttpResponse:
    """Show the successors that the register names, and pass everything on to one of them."""
    viewer = viewer_of(request)
    council = body_named(viewer, code)
    policies.check_can_manage_members(viewer, council)
    successions = list(Succession.objects.filter(predecessor=council).select_related("successor"))
    if request.method == "POST":
        chosen = next((s.successor for s in successions if s.successor.code == request.POST.get("successor")), None)
        if chosen is None:
            raise missing("successor")
        pass_on(by=viewer, predecessor=council, successor=chosen, at=moment_of(request))
        messages.success(request, _("Everything has been passed on to %(name)s.") % {"name": name_of(chosen)})
        return redirect("register:passing_on", code)
    done = set(Inheritance.objects.filter(predecessor=council).values_list("successor_id", flat=True))
    lines = [(s, name_of(s.successor), s.successor_id in done) for s in successions]
    context = {"council": council, "name": name_of(council), "lines": lines}
    return render(request, "register/passing_on.html", context)
