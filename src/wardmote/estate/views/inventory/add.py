"""Products as somebody types them, one to a line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.add_items import AddedItems, add_items
from ...inventory_forms import TypedForm
from ...queries.access import Visit, changing
from ...queries.estate import systems_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for products; add them all, or say which lines aren't fit."""
    visit = changing(request, code)
    systems = list(systems_of(visit.council))
    if request.method != "POST":
        return _ask(request, visit, TypedForm(systems=systems))
    form = TypedForm(request.POST, systems=systems)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    try:
        done = add_items(by=visit.viewer, council=visit.council, lines=form.facts(), at=visit.at)
    except Denied as refusal:
        form.add_error("lines", refusal.sentence)
        return _ask(request, visit, form, status=refusal.status)
    messages.success(request, say_added(done))
    return redirect("estate:name_items" if done.unnamed else "estate:inventory", code)


def say_added(done: AddedItems) -> str:
    """Return what came of adding lines."""
    count = len(done.added)
    said = [ngettext("%(n)s line added.", "%(n)s lines added.", count) % {"n": count}]
    if done.already:
        words = ngettext("%(n)s was there already.", "%(n)s were there already.", len(done.already))
        said.append(words % {"n": len(done.already)})
    if done.unnamed:
        said.append(_("Now say which products they are, where we aren't sure."))
    return " ".join(said)


def _ask(request: HttpRequest, visit: Visit, form: TypedForm, status: int = 200) -> HttpResponse:
    return render(request, "estate/inventory/add.html", {**visit.context, "form": form}, status=status)


PATHS = [path("add/", add, name="add_items")]
