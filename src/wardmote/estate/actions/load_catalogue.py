"""An installation gets the catalogue of products that ships with this version, with other names and ends of support."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from wardmote.engines.advisories.inventory.catalogue import Known, shipped
from wardmote.engines.advisories.inventory.proposing import propose
from wardmote.kernel import audit

from ..editions import in_pieces
from ..meanings import CERTAIN, fold, is_everybodys, names_of_known, words_in
from ..models import Alias, Lifecycle, Product, ProductName
from ..queries.inventory import NO_PRODUCT


def load_catalogue(*, at: datetime) -> int:
    """Bring products, their names, aliases and ends of support up to the shipped catalogue; returns how many changed.

    What left the catalogue stays a product for whoever runs it. What people confirmed stays as it is.
    """
    with transaction.atomic():
        products, changed = _load_products()
        changed += _load_names(products) + _load_ends(products) + _load_aliases(products, at)
        if changed:
            audit.record(
                by=None,
                body=None,
                action="estate.items-replaced",
                subject="catalogue",
                at=at,
                after={"products": len(products), "changed": changed},
            )
    return changed


def _load_products() -> tuple[dict[str, int], int]:
    Product.objects.get_or_create(key=NO_PRODUCT, defaults={"name": "Not a product"})
    wanted = {one.id: (one.vendor, one.name, one.category, True) for one in shipped()}
    held = {one.key: one for one in Product.objects.filter(key__in=wanted)}
    new = [key for key in wanted if key not in held]
    stale = [
        one for key, one in held.items() if (one.vendor, one.name, one.category, one.is_in_catalogue) != wanted[key]
    ]
    for one in stale:
        one.vendor, one.name, one.category, one.is_in_catalogue = wanted[one.key]
    Product.objects.bulk_update(stale, ["vendor", "name", "category", "is_in_catalogue"])
    Product.objects.bulk_create(
        Product(key=key, vendor=vendor, name=name, category=category, is_in_catalogue=True)
        for key in new
        for vendor, name, category, _is_in in [wanted[key]]
    )
    gone = Product.objects.filter(is_in_catalogue=True).exclude(key__in=wanted).update(is_in_catalogue=False)
    found = dict(Product.objects.filter(key__in=wanted).values_list("key", "pk"))
    return found, len(new) + len(stale) + gone


def _load_names(products: dict[str, int]) -> int:
    wanted = {(products[one.id], name) for one in shipped() for name in _names(one)}
    rows = ProductName.objects.filter(product__in=products.values()).values_list("product_id", "name", "pk")
    held = {(product, name): pk for product, name, pk in rows}
    _delete_names(pk for place, pk in held.items() if place not in wanted)
    new = sorted(wanted - held.keys())
    ProductName.objects.bulk_create(ProductName(product_id=product, name=name) for product, name in new)
    return len(new) + len(held.keys() - wanted)


def _delete_names(numbers: Iterable[int]) -> None:
    for some in in_pieces(numbers):
        ProductName.objects.filter(pk__in=some).delete()


def _load_ends(products: dict[str, int]) -> int:
    wanted = {(products[one.id], end.cycle): (end.on, end.source) for one in shipped() for end in one.ends}
    held = {(one.product_id, one.cycle): one for one in Lifecycle.objects.filter(product__in=products.values())}
    stale = [one for place, one in held.items() if wanted.get(place) != (one.ends_on, one.source)]
    Lifecycle.objects.filter(pk__in=[one.pk for one in stale]).delete()
    kept = held.keys() - {(one.product_id, one.cycle) for one in stale}
    new = [place for place in wanted if place not in kept]
    Lifecycle.objects.bulk_create(
        Lifecycle(product_id=product, cycle=cycle, ends_on=wanted[product, cycle][0], source=wanted[product, cycle][1])
        for product, cycle in new
    )
    return len(new) + sum((one.product_id, one.cycle) not in wanted for one in stale)


def _load_aliases(products: dict[str, int], at: datetime) -> int:
    """Keep the words that name one product and no other; what a person confirmed before isn't overruled."""
    told: dict[str, set[str]] = {}
    for one in shipped():
        for alias in (one.name, f"{one.vendor} {one.name}", *one.aliases):
            if text := _text_of(one, alias):
                told.setdefault(text, set()).add(one.id)
    held = set(Alias.objects.values_list("text", flat=True))
    wanted = {text: min(ids) for text, ids in told.items() if len(ids) == 1 and text not in held}
    Alias.objects.bulk_create(
        Alias(text=text, product_id=products[key], confirmed_at=at) for text, key in wanted.items()
    )
    return len(wanted)


def _text_of(known: Known, alias: str) -> str:
    """Return an alias as it is kept; "" for words that say too little by themselves, like Planning."""
    written = words_in(alias)
    sure = [one for one in propose(written, (known,)) if one.confidence >= CERTAIN]
    return fold(written.vendor, written.name) if sure and is_everybodys(written) else ""


def _names(known: Known) -> tuple[str, ...]:
    return names_of_known(known.vendor, known.name, known.cpe, known.aliases)
