"""What would a file of answers change, and is it to?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wardmote.engines.frameworks.exchange import ExchangeError
from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.import_assessment import Imported, import_assessment
from ...queries.desks import Desk, own_desk
from ...queries.exchange import Preview, open_parcel, preview_of


class AnswersForm(forms.Form):
    """A file of answers."""

    answers = forms.FileField(
        label=gettext_lazy("The file, as XLSX or JSON"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_answers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a file, show what it would change, and change it once that is confirmed."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_can_change_answers(desk)
    if request.method != "POST":
        return _page(request, desk, AnswersForm())
    if "parcel" in request.POST:
        return _apply(request, desk)
    form = AnswersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        preview = preview_of(desk, form.cleaned_data["answers"].read())
    except ExchangeError as fault:
        form.add_error("answers", str(fault))
        return _page(request, desk, form, status=422)
    return _page(request, desk, AnswersForm(), preview=preview)


def _apply(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        rows = open_parcel(desk, request.POST["parcel"])
        imported = import_assessment(by=desk, rows=rows, at=moment_of(request))
    except Denied as refusal:
        return _page(request, desk, AnswersForm(), refusal=refusal.sentence, status=refusal.status)
    if imported.left_alone:
        return _page(request, desk, AnswersForm(), imported=imported, status=409)
    messages.success(
        request,
        ngettext("Saved: one outcome.", "Saved: %(n)s outcomes.", imported.saved) % {"n": imported.saved},
    )
    return redirect("assessments:overview", desk.council.code, desk.assessment.pk)


def _page(
    request: HttpRequest,
    desk: Desk,
    form: AnswersForm,
    *,
    preview: Preview | None = None,
    imported: Imported | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"desk": desk, "form": form, "preview": preview, "imported": imported, "refusal": refusal}
    return render(request, "assess/assessments/import_answers.html", context, status=status)


PATHS = [path("<int:number>/import/", import_answers, name="import_answers")]
