"""Who sees what of this council's data?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import policies
from ..actions.choose_sharing import choose_sharing
from ..forms import SharingForm
from ..queries.access import body_named, moment_of, viewer_of
from ..queries.bodies import name_of
from ..queries.people import sharing_levels


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, code: str) -> HttpResponse:
    """Show and change the council's choices."""
    viewer = viewer_of(request)
    council = body_named(viewer, code)
    policies.check_can_choose_sharing(viewer, council)
    current = {audience.value: level.value for audience, level in sharing_levels(council).items()}
    form = SharingForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        changes = choose_sharing(by=viewer, council=council, levels=form.levels(), at=moment_of(request))
        messages.success(request, _("Your choices are saved.") if changes else _("Nothing has changed."))
        return redirect("register:sharing", code)
    context = {"council": council, "name": name_of(council), "form": form}
    return render(request, "register/sharing.html", context, status=422 if form.errors else 200)
