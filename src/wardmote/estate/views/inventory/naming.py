"""Which product is this line? One at a time, with what it may be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied

from ...actions.name_item import Named, name_item
from ...inventory_forms import NameForm, shown
from ...models import Product
from ...queries.access import Visit, changing
from ...queries.inventory import LONGEST_SEARCH, NO_PRODUCT, find_item
from ...queries.naming import NamingPage, naming_page, next_unnamed


@require_safe
def first(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the first line that waits for a name."""
    visit = changing(request, code)
    return _go_on(visit, next_unnamed(visit.council))


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show what a line may be; keep what the person says, and lead to the next line."""
    visit = changing(request, code)
    item = find_item(visit.council, pk)
    search = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    page = naming_page(visit.council, item, search)
    if request.method != "POST":
        return _ask(request, visit, page, NameForm(initial=_initial(page), products=page.choices))
    form = NameForm(request.POST, products=page.choices)
    if not form.is_valid():
        return _ask(request, visit, page, form, status=422)
    was_unnamed = item.edition_id is None
    try:
        done = name_item(by=visit.viewer, item=item, at=visit.at, **form.choice())
    except Denied as refusal:
        form.add_error("product", refusal.sentence)
        return _ask(request, visit, page, form, status=refusal.status)
    messages.success(request, _say(done))
    if not was_unnamed:
        return redirect("estate:item", code, pk)
    return _go_on(visit, next_unnamed(visit.council, item) or next_unnamed(visit.council))


def _initial(page: NamingPage) -> dict[str, object]:
    best = page.offered[0] if page.offered and page.offered[0].sure else None
    return {"version": page.version, "product": best.product.pk if best else ""}


def _say(done: Named) -> str:
    said = [_("Kept: %(line)s is %(product)s.") % {"line": done.item.written, "product": _called(done.product)}]
    if done.others:
        words = ngettext("%(n)s other line is the same.", "%(n)s other lines are the same.", done.others)
        said.append(words % {"n": done.others})
    return " ".join(said)


def _called(product: Product) -> str:
    return _("not a product") if product.key == NO_PRODUCT else shown(product)


def _go_on(visit: Visit, pk: int | None) -> HttpResponse:
    if pk is None:
        return redirect("estate:inventory", visit.council.code)
    return redirect("estate:name_item", visit.council.code, pk)


def _ask(request: HttpRequest, visit: Visit, page: NamingPage, form: NameForm, status: int = 200) -> HttpResponse:
    hints = {
        str(one.product.pk): _("%(n)s%% sure. %(why)s") % {"n": one.sure, "why": one.why}
        for one in page.offered
        if one.sure
    }
    context = {**visit.context, "page": page, "form": form, "hints": hints}
    return render(request, "estate/inventory/name.html", context, status=status)


PATHS = [path("names/", first, name="name_items"), path("names/<int:pk>/", name, name="name_item")]
