"""Is this the right scope? Somebody who didn't write it says so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.sign_scope import sign_scope
from ...queries.desks import Desk, find_desk
from ...queries.scope_page import scope_page
from ...scope_forms import SignScopeForm


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the scope as it was sent; sign it off or send it back."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    if request.method != "POST":
        return _page(request, desk, SignScopeForm(initial={"edition": desk.assessment.edition}))
    form = SignScopeForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    is_signed = form.cleaned_data["decision"] == "sign"
    try:
        sign_scope(
            by=desk,
            is_signed=is_signed,
            note=form.cleaned_data["note"],
            edition=form.cleaned_data["edition"],
            at=desk.at,
        )
    except Denied as refusal:
        again = SignScopeForm({**request.POST.dict(), "edition": desk.assessment.edition})
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, again, status=refusal.status)
    messages.success(request, _("The scope is signed off.") if is_signed else _("The scope is back with the council."))
    return redirect("assessments:scope", code, number)


def _page(request: HttpRequest, desk: Desk, form: SignScopeForm, status: int = 200) -> HttpResponse:
    context = {"desk": desk, "page": scope_page(desk), "form": form}
    return render(request, "assess/assessments/scope_sign.html", context, status=status)


PATHS = [path("<int:number>/scope/sign/", sign, name="scope_sign")]
