"""Which lines wait for a name, and what may each of them be?"""

from dataclasses import dataclass

from django.db.models import Q

from wardmote.register.models import Body

from ..inventory_forms import shown
from ..meanings import proposals_for, words_in
from ..models import Item, Product
from .inventory import alike_of, inventory_counts, products_called, unnamed_of


@dataclass(frozen=True)
class Offered:
    """A product that a line may mean, how sure that is in per cent, and why; without both where a person sought it."""

    product: Product
    sure: int = 0
    why: str = ""


@dataclass(frozen=True)
class NamingPage:
    """A line, what it may be, how many other lines have the same words, and which line comes next."""

    item: Item
    offered: tuple[Offered, ...]
    search: str
    version: str
    alike: int
    left: int
    following: int | None

    @property
    def choices(self) -> dict[int, str]:
        """Return what is offered, by number."""
        return {one.product.pk: shown(one.product) for one in self.offered}


def naming_page(council: Body, item: Item, search: str) -> NamingPage:
    """Return what a person needs to say which product a line is."""
    written = words_in(item.written)
    offered = [Offered(product) for product in products_called(council, search)]
    if item.edition_id is None or not search:
        proposed = {one.product: one for one in proposals_for(written)}
        products = Product.objects.filter(key__in=proposed, is_in_catalogue=True)
        sure = [Offered(p, round(100 * proposed[p.key].confidence), proposed[p.key].why) for p in products]
        taken = {one.product.pk for one in sure}
        offered = sorted(sure, key=lambda one: -one.sure) + [one for one in offered if one.product.pk not in taken]
    return NamingPage(
        item=item,
        offered=tuple(offered),
        search=search,
        version=item.edition.version if item.edition else written.version,
        alike=len(alike_of(council, item)),
        left=inventory_counts(council).unnamed,
        following=next_unnamed(council, item),
    )


def next_unnamed(council: Body, item: Item | None = None) -> int | None:
    """Return the number of the next line that waits for a name: the first one, or the one behind a line."""
    found = unnamed_of(council)
    if item is not None:
        found = found.filter(Q(written__gt=item.written) | Q(written=item.written, pk__gt=item.pk))
    return found.values_list("pk", flat=True).first()
