"""What was said is taken down, marked as dealt with, or lets others know of it: further or less far."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied

from ... import post_policies as policies
from ...actions.relabel_post import relabel_post
from ...actions.settle_post import settle_post
from ...actions.take_down_post import take_down_post
from ...post_forms import LabelForm
from ...queries.sharing_access import sharing
from ...sharing_requests import readers_in


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask once more, then delete its words and files."""
    table = sharing(request, code)
    found = table.post(number)
    policies.check_can_keep(table.viewer, found, table.day)
    if request.method == "POST":
        take_down_post(by=table.viewer, post=found, at=table.at)
        messages.success(request, _("It is taken down: its words and files are deleted."))
        return redirect("sharing:post", code, found.pk)
    return render(request, "warn/sharing/take_down.html", {**table.context, "post": found})


@require_POST
def settle(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Mark it as dealt with."""
    table = sharing(request, code)
    found = table.post(number)
    settle_post(by=table.viewer, post=found, at=table.at)
    messages.success(request, _("Marked as dealt with."))
    return redirect("sharing:post", code, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def relabel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Keep another label."""
    table = sharing(request, code)
    found = table.post(number)
    policies.check_can_keep(table.viewer, found, table.day)
    form = LabelForm(request.POST or None, initial={"label": found.label})
    if request.method == "POST" and form.is_valid():
        readers = readers_in(form, table, table.place_of(found))
        try:
            if not form.errors:
                label = Label(form.cleaned_data["label"])
                relabel_post(by=table.viewer, post=found, label=label, readers=readers, at=table.at)
                messages.success(request, _("Saved. The label holds at once, for its answers too."))
                return redirect("sharing:listing", code)
        except Denied as refusal:
            form.add_error("label", refusal.sentence)
    context = {**table.context, "post": found, "form": form, "is_mine": table.is_mine(found)}
    return render(request, "warn/sharing/relabel.html", context, status=422 if form.errors else 200)


PATHS = [
    path("<int:number>/take-down/", take_down, name="take_down"),
    path("<int:number>/settle/", settle, name="settle"),
    path("<int:number>/label/", relabel, name="relabel"),
]
