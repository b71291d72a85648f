"""A person says which product a line is: the council's other lines of the same words get it, and its words are kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..editions import Place, editions_for, products_for
from ..item_rows import announce
from ..line_facts import fit_version, plain_words
from ..meanings import fold, is_everybodys, wanted_by_words, words_in
from ..models import Alias, Item, Product
from ..queries.inventory import NO_PRODUCT, alike_of, choosable, find_item

LONGEST_VENDOR, LONGEST_PRODUCT = 120, 160


@dataclass(frozen=True)
class Named:
    """What a line was said to be, and how many of the council's other lines got the same."""

    item: Item
    product: Product
    others: int


def name_item(
    *,
    by: Viewer,
    item: Item,
    at: datetime,
    product: int | None = None,
    vendor: str = "",
    name: str = "",
    version: str | None = None,
) -> Named:
    """Keep the product that the person chose by number, or names by hand; neither says that the line is no product.

    For everybody only the product's folded words are kept, and only where they name a product of the catalogue.
    """
    policies.check_can_change(by, item.council, localdate(at))
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=item.council_id)
        current = find_item(council, item.pk)
        before = current.edition_id
        chosen = _chosen(council, product, plain_words(vendor), plain_words(name))
        alike = alike_of(council, current)
        is_product = chosen.key != NO_PRODUCT
        versions = {one.pk: words_in(one.written).version if is_product else "" for one in (current, *alike)}
        if version is not None and is_product:
            versions[current.pk] = fit_version(version)
        _keep([current, *alike], chosen, versions, at)
        if chosen.is_in_catalogue and not council.is_demonstration:
            _keep_alias(current, chosen, at)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.item-named",
            subject=f"item:{current.pk}",
            at=at,
            after={"product": chosen.pk, "lines": 1 + len(alike)},
        )
        announce(council, added=[one.edition_id for one in (current, *alike)], removed=[before], at=at)
    return Named(current, chosen, len(alike))


def _chosen(council: Body, product: int | None, vendor: str, name: str) -> Product:
    if product is not None:
        found = choosable(council).filter(pk=product).first()
        if found is None:
            raise Denied(_("This product isn't in the catalogue any more. Choose another."), "conflict")
        return found
    if not name:
        return Product.objects.get_or_create(key=NO_PRODUCT, defaults={"name": "Not a product"})[0]
    if len(vendor) > LONGEST_VENDOR or len(name) > LONGEST_PRODUCT:
        raise Denied(_("Shorten the names: 120 characters for who makes it, 160 for the product."))
    wanted = wanted_by_words(vendor, name)
    if wanted is None:
        raise Denied(_("Write the product's name in letters or numbers."))
    return Product.objects.get(pk=products_for([wanted])[wanted])


def _keep(items: list[Item], product: Product, versions: dict[int, str], at: datetime) -> None:
    places = {item.pk: Place(product.pk, versions[item.pk][:120]) for item in items}
    editions = editions_for(places.values())
    for item in items:
        item.edition_id, item.changed_at = editions[places[item.pk].spot], at
    Item.objects.bulk_update(items, ["edition", "changed_at"], batch_size=500)


def _keep_alias(item: Item, product: Product, at: datetime) -> None:
    """Keep the words for everybody; whoever said first what they mean isn't overruled by the next."""
    written = words_in(item.written)
    text = fold(written.vendor, written.name)
    if text and is_everybodys(written):
        Alias.objects.get_or_create(text=text, defaults={"product": product, "confirmed_at": at})
