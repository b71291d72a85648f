"""One line of the inventory: what is known of it, changed or removed."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ... import policies
from ...actions.change_item import ItemChangedMeanwhile, change_item
from ...actions.remove_items import remove_items
from ...inventory_forms import ItemForm
from ...line_facts import Kept, edition_of_line
from ...models import Item, System
from ...queries.access import Visit, changing, reading
from ...queries.estate import systems_of
from ...queries.inventory import NO_PRODUCT, find_item, kept_of


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a line; save what is known better."""
    visit = changing(request, code) if request.method == "POST" else reading(request, code)
    item = find_item(visit.council, pk)
    systems = list(systems_of(visit.council))
    if request.method != "POST":
        held = kept_of(item)
        initial = asdict(held) | {"edition": edition_of_line(held)}
        return _page(request, visit, ItemForm(initial=initial, systems=systems, item=item), item)
    form = ItemForm(request.POST, systems=systems, item=item)
    if not form.is_valid():
        return _page(request, visit, form, item, status=422)
    try:
        change_item(by=visit.viewer, item=item, kept=form.kept(), edition=form.cleaned_data["edition"], at=visit.at)
    except ItemChangedMeanwhile as meanwhile:
        sent = request.POST.copy()
        sent["edition"] = edition_of_line(meanwhile.theirs)
        again = ItemForm(sent, systems=systems, item=item)
        again.add_error(None, meanwhile.sentence)
        theirs = _differences(form, meanwhile.theirs, systems)
        return _page(request, visit, again, item, status=meanwhile.status, theirs=theirs)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, visit, form, item, status=refusal.status)
    messages.success(request, _("Saved: %(name)s.") % {"name": item.written})
    return redirect("estate:inventory", code)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, then take a line out of the inventory."""
    visit = changing(request, code)
    item = find_item(visit.council, pk, also_removed=request.method == "POST")
    if request.method != "POST":
        return render(request, "estate/inventory/remove.html", {**visit.context, "item": item})
    count = remove_items(by=visit.viewer, council=visit.council, item=item, at=visit.at)
    words = _("%(name)s has been removed.") if count else _("%(name)s was removed already.")
    messages.success(request, words % {"name": item.written})
    return redirect("estate:inventory", code)


def _differences(form: ItemForm, theirs: Kept, systems: list[System]) -> list[tuple[str, str]]:
    """Return what is kept now where it differs from what was entered: each field's label and its words."""
    names = {system.pk: system.name for system in systems}
    said = {
        "version": theirs.version,
        "system": names.get(theirs.system or 0, ""),
        "is_exposed": _("yes") if theirs.is_exposed else _("no"),
        "note": theirs.note,
    }
    mine, held = asdict(form.kept()), asdict(theirs)
    return [
        (str(form[field].label), said[field]) for field in held if field in form.fields and held[field] != mine[field]
    ]


def _page(
    request: HttpRequest,
    visit: Visit,
    form: ItemForm,
    item: Item,
    status: int = 200,
    theirs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        **visit.context,
        "form": form,
        "item": item,
        "is_no_product": bool(item.edition and item.edition.product.key == NO_PRODUCT),
        "theirs": theirs,
        "can_change": policies.can_change(visit.viewer, visit.council, localdate(visit.at)),
    }
    return render(request, "estate/inventory/line.html", context, status=status)


PATHS = [path("<int:pk>/", show, name="item"), path("<int:pk>/remove/", remove, name="remove_item")]
