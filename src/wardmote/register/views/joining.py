"""How does somebody come in: by asking, or by an invitation?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.roles import ABOUT, Role

from ..actions.accept_invitation import accept_invitation, find_invitation
from ..actions.ask_to_join import ask_to_join
from ..queries.access import moment_of, viewer_of
from ..queries.bodies import find_body, name_of


@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the council's lead to be let in."""
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    ask_to_join(by=viewer.person, council=council, at=moment_of(request))
    messages.success(request, _("We have asked the cyber lead of %(name)s to let you in.") % {"name": name_of(council)})
    return redirect("home")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what an invitation offers; accept it when the invited person is signed in."""
    found = find_invitation(secret, moment_of(request))
    viewer = getattr(request, "viewer", None)
    if request.method == "POST":
        membership = accept_invitation(by=viewer_of(request).person, secret=secret, at=moment_of(request))
        messages.success(request, _("Welcome to %(name)s.") % {"name": name_of(membership.body)})
        return redirect("home")
    context = {
        "invitation": found,
        "name": name_of(found.body),
        "role": ABOUT[Role(found.role)],
        "is_addressee": viewer is not None and viewer.person.email == found.email,
    }
    return render(request, "register/invitation.html", context)
