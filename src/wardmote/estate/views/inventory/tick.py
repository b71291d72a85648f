"""Products that councils use, to tick by category."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.add_items import add_items
from ...inventory_forms import TickForm
from ...models import ItemSource
from ...queries.access import Visit, changing
from ...queries.inventory import items_of, products_by_category
from .add import say_added


@require_http_methods(["GET", "HEAD", "POST"])
def tick(request: HttpRequest, code: str) -> HttpResponse:
    """Show the categories, or the products of one; add what is ticked."""
    visit = changing(request, code)
    categories = {slugify(name): (name, products) for name, products in products_by_category().items()}
    chosen = categories.get(request.GET.get("category", ""))
    if chosen is None:
        context = {**visit.context, "categories": [(key, name, len(of)) for key, (name, of) in categories.items()]}
        return render(request, "estate/inventory/categories.html", context)
    name, products = chosen
    if request.method != "POST":
        return _ask(request, visit, name, TickForm(products=products))
    form = TickForm(request.POST, products=products)
    if not form.is_valid():
        return _ask(request, visit, name, form, status=422)
    try:
        lines = form.facts()
        done = add_items(by=visit.viewer, council=visit.council, lines=lines, source=ItemSource.TICKED, at=visit.at)
    except Denied as refusal:
        form.add_error("products", refusal.sentence)
        return _ask(request, visit, name, form, status=refusal.status)
    messages.success(request, say_added(done))
    return redirect("estate:tick_items", code)


def _ask(request: HttpRequest, visit: Visit, name: str, form: TickForm, status: int = 200) -> HttpResponse:
    held = items_of(visit.council).filter(edition__product__in=list(form.offered)).select_related(None)
    context = {
        **visit.context,
        "category": name,
        "form": form,
        "rows": [(product, form[f"version-{pk}"]) for pk, product in form.offered.items()],
        "ticked": set(map(str, form["products"].value() or [])),
        "held": set(held.order_by().values_list("edition__product", flat=True)),
    }
    return render(request, "estate/inventory/tick.html", context, status=status)


PATHS = [path("tick/", tick, name="tick_items")]
