"""What is this assessment about: which services, which critical systems, and who signed that off?"""

from typing import Any

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

LISTS = ("services", "considered", "chosen")


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
        return _refused(request, find_desk(desk.viewer, code, number, desk.at), refusal)
    messages.success(request, _saved(len(wanted.chosen)))
    return redirect("assessments:scope", code, number)


def _refused(request: HttpRequest, desk: Desk, refusal: Denied) -> HttpResponse:
    """Keep what was typed; saving again is then a decision made with the newer scope in view."""
    page = scope_page(desk)
    sent = _sent(request)
    is_older = int(sent["edition"]) != desk.assessment.edition
    if is_older:
        sent = _with_unseen(sent, page)
    again = ScopeForm({**sent, "edition": desk.assessment.edition}, page=page)
    again.is_valid()
    again.add_error(None, refusal.sentence)
    return _page(request, desk, page, again, status=refusal.status, is_older=is_older)


def _with_unseen(sent: dict[str, Any], page: ScopePage) -> dict[str, Any]:
    """Take over what a colleague said of systems that this person's page had no row for."""
    unseen = [found for found in page.considered if f"reason-{found.system}" not in sent]
    return {
        **sent,
        **{f"reason-{found.system}": found.reason for found in unseen},
        "considered": [*sent["considered"], *(str(found.system) for found in unseen)],
        "chosen": [*sent["chosen"], *(str(found.system) for found in unseen if found.is_chosen)],
    }


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), **{name: request.POST.getlist(name) for name in LISTS}}


def _saved(chosen: int) -> str:
    if chosen in (0, NORMALLY_CHOSEN):
        return _("The scope is saved.")
    said = ngettext(
        "The scope is saved with %(n)s critical system. Normally it is three: say in the reasons why.",
        "The scope is saved with %(n)s critical systems. Normally it is three: say in the reasons why.",
        chosen,
    )
    return said % {"n": chosen}


def _page(
    request: HttpRequest, desk: Desk, page: ScopePage, form: ScopeForm, *, status: int = 200, is_older: bool = False
) -> HttpResponse:
    context = {
        "desk": desk,
        "page": page,
        "form": form,
        "is_older": is_older,
        "usual": NORMALLY_CHOSEN,
        "ticked": {name: form[name].value() or [] for name in LISTS},
        "rows": [(found, form[f"reason-{found.system}"]) for found in page.considered],
    }
    return render(request, "assess/assessments/scope.html", context, status=status)


PATHS = [path("<int:number>/scope/", scope, name="scope")]
