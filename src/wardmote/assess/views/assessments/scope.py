"""What is this assessment about: which services, which critical systems, and who signed that off?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.change_scope import change_scope
from ...queries.desks import Desk, find_desk
from ...queries.scope_page import NORMALLY_CHOSEN, ScopePage, scope_page
from ...scope_forms import ScopeForm, scope_initial


@require_http_methods(["GET", "HEAD", "POST"])
def scope(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the scope to its council and its assurer; keep what the council's people change."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    page = scope_page(desk)
    if request.method != "POST":
        return _page(request, desk, page, ScopeForm(initial=scope_initial(desk.assessment, page), page=page))
    form = ScopeForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, desk, page, form, status=422)
    wanted = form.scope()
    try:
        change_scope(by=desk, scope=wanted, edition=form.cleaned_data["edition"], at=desk.at)
    except Denied as refusal:
        # What was typed stays; saving again is then a decision made with the newer scope in view.
        again = ScopeForm({**_sent(request), "edition": desk.assessment.edition}, page=page)
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, page, again, status=refusal.status)
    messages.success(request, _saved(len(wanted.chosen)))
    return redirect("assessments:scope", code, number)


def _sent(request: HttpRequest) -> dict[str, object]:
    lists = ("services", "considered", "chosen")
    return {**request.POST.dict(), **{name: request.POST.getlist(name) for name in lists}}


def _saved(chosen: int) -> str:
    if chosen in (0, NORMALLY_CHOSEN):
        return _("The scope is saved.")
    said = ngettext(
        "The scope is saved with %(n)s critical system. Normally it is three: say in the reasons why.",
        "The scope is saved with %(n)s critical systems. Normally it is three: say in the reasons why.",
        chosen,
    )
    return said % {"n": chosen}


def _page(request: HttpRequest, desk: Desk, page: ScopePage, form: ScopeForm, status: int = 200) -> HttpResponse:
    context = {
        "desk": desk,
        "page": page,
        "form": form,
        "usual": NORMALLY_CHOSEN,
        "ticked": {name: form[name].value() or [] for name in ("services", "considered", "chosen")},
        "rows": [(found, form[f"reason-{found.system}"]) for found in page.considered],
    }
    return render(request, "assess/assessments/scope.html", context, status=status)


PATHS = [path("<int:number>/scope/", scope, name="scope")]
