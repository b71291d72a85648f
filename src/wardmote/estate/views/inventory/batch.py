"""A whole list that was wrong, or that nobody sends any more: removed at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import missing

from ...actions.remove_items import remove_items
from ...queries.access import changing
from ...queries.inventory import batch_of


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then remove all lines of the list to which a line belongs."""
    visit = changing(request, code)
    batch = batch_of(visit.council, pk)
    if batch is None:
        raise missing("list")
    if request.method != "POST":
        return render(request, "estate/inventory/remove_list.html", {**visit.context, "batch": batch})
    count = remove_items(by=visit.viewer, council=visit.council, batch=batch.name, at=visit.at)
    messages.success(request, ngettext("%(n)s line removed.", "%(n)s lines removed.", count) % {"n": count})
    return redirect("estate:inventory", code)


PATHS = [path("lists/<int:pk>/remove/", remove, name="remove_list")]
