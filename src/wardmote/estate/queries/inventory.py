"""What stands in a council's inventory, and what of it stops getting security updates?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet

from wardmote.engines.advisories.inventory.catalogue import shipped
from wardmote.kernel.denial import missing
from wardmote.register.models import Body

from ..line_facts import Kept
from ..meanings import fold, words_in
from ..models import Item, Lifecycle, Product
from .estate import LARGEST_NUMBER

LINES_ON_A_PAGE = 50
SOON = timedelta(days=365)
MOST_SEARCHED, LONGEST_SEARCH = 20, 80
# A person may say that a line is no product at all: it is kept, and no advisory finds it.
NO_PRODUCT = "not-a-product"


@dataclass(frozen=True)
class Counts:
    """How many lines there are, and for how many of them the product is known."""

    lines: int
    named: int

    @property
    def unnamed(self) -> int:
        """Return how many lines wait for a person."""
        return self.lines - self.named


@dataclass(frozen=True)
class Batch:
    """What came with one file or from one program, and how many lines of it there are."""

    name: str
    source: str
    lines: int
    first_pk: int


@dataclass(frozen=True)
class EndingSoon:
    """A product of the council's whose cycle stops getting security updates, and who says so."""

    product: Product
    version: str
    cycle: str
    ends_on: date
    source: str
    lines: int
    first_pk: int

    def is_over(self, day: date) -> bool:
        """Say whether it gets none any more."""
        return self.ends_on < day


@dataclass(frozen=True)
class InventoryPage:
    """One page of lines, with what is said above it."""

    counts: Counts
    page: Page[Item]
    search: str
    batches: tuple[Batch, ...]
    ending: tuple[EndingSoon, ...]


def items_of(council: Body) -> QuerySet[Item]:
    """Return the lines that the council has now, by what it wrote."""
    found = Item.objects.filter(council=council, removed_at__isnull=True).order_by("written", "pk")
    return found.select_related("edition__product", "system")


def unnamed_of(council: Body) -> QuerySet[Item]:
    """Return the lines of which nobody said yet which product they are."""
    return items_of(council).filter(edition__isnull=True)


def alike_of(council: Body, item: Item) -> list[Item]:
    """Return the council's other unnamed lines whose words for the product are the same."""
    words, found = _folded(item.written), words_in(item.written)
    if not words:
        return []
    # The database leaves out what can't be the same, so that few lines are cut into words.
    longest = max(re.findall(r"[^\W_]+", found.name), key=len, default="")
    others = unnamed_of(council).exclude(pk=item.pk).filter(written__icontains=longest).select_related(None)
    return [one for one in others if _folded(one.written) == words]


def _folded(written: str) -> str:
    found = words_in(written)
    return fold(found.vendor, found.name)


def find_item(council: Body, pk: int, *, also_removed: bool = False) -> Item:
    """Return the council's line of this number, or say that there is none."""
    found = (
        Item.objects.filter(council=council, pk=min(pk, LARGEST_NUMBER))
        .select_related("edition__product", "system")
        .first()
    )
    if found is None or (found.removed_at and not also_removed):
        raise missing("line")
    return found


def kept_of(item: Item) -> Kept:
    """Return what is kept of a line, as an action takes it."""
    version = item.edition.version if item.edition else ""
    return Kept(version, item.system_id, item.is_exposed, item.note)


def inventory_counts(council: Body) -> Counts:
    """Return how many lines there are, and how many of them are named."""
    found = Item.objects.filter(council=council, removed_at__isnull=True)
    told = found.aggregate(lines=Count("pk"), named=Count("edition"))
    return Counts(told["lines"], told["named"])


def inventory_page(council: Body, day: date, *, page: str | None, search: str = "") -> InventoryPage:
    """Return what the overview shows, in a handful of queries however much there is."""
    search = " ".join(search.split())[:LONGEST_SEARCH]
    found = items_of(council)
    if search:
        wanted = Q(written__icontains=search) | Q(system__name__icontains=search)
        wanted |= Q(edition__product__name__icontains=search) | Q(edition__product__vendor__icontains=search)
        found = found.filter(wanted)
    return InventoryPage(
        counts=inventory_counts(council),
        page=Paginator(found, LINES_ON_A_PAGE).get_page(page),
        search=search,
        batches=tuple(batches_of(council)),
        ending=ending_soon(council, day),
    )


def batches_of(council: Body) -> list[Batch]:
    """Return the files and programs from which lines came, by name; what was typed is in none."""
    found = Item.objects.filter(council=council, removed_at__isnull=True).exclude(batch="")
    told = found.order_by("batch").values("batch").annotate(n=Count("pk"), first=Min("pk"), how=Max("source"))
    return [Batch(one["batch"], one["how"], one["n"], one["first"]) for one in told]


def batch_of(council: Body, pk: int) -> Batch | None:
    """Return the list to which a line belongs or belonged, with the lines that it has now; None where to none."""
    name = find_item(council, pk, also_removed=True).batch
    rows = items_of(council).filter(batch=name).select_related(None).order_by("pk").values_list("source", "pk")
    return Batch(name, rows[0][0] if rows else "", len(rows), pk) if name else None


def ending_soon(council: Body, day: date) -> tuple[EndingSoon, ...]:
    """Return what gets no security updates any more, or not for another year, the first to end first."""
    held = _products_with_ends(council)
    cycles: dict[int, list[Lifecycle]] = {}
    for one in Lifecycle.objects.filter(product__in={pk for pk, _version in held}):
        cycles.setdefault(one.product_id, []).append(one)
    products = Product.objects.in_bulk(list(cycles))
    found = [
        EndingSoon(products[pk], version, cycle.cycle, cycle.ends_on, cycle.source, lines, first)
        for (pk, version), (lines, first) in held.items()
        if (cycle := cycle_of(products[pk], version, cycles.get(pk, ()))) and cycle.ends_on <= day + SOON
    ]
    return tuple(sorted(found, key=lambda each: (each.ends_on, each.product.name, each.version)))


def cycle_of(product: Product, version: str, cycles: Iterable[Lifecycle]) -> Lifecycle | None:
    """Return the cycle in which a version stands: `7.4` holds 7.4.33, not 7.40. Of several the most exact one."""
    held = [one for one in cycles if _is_within(product, version.casefold(), one.cycle.casefold())]
    return max(held, key=lambda one: len(one.cycle), default=None)


def _is_within(product: Product, version: str, cycle: str) -> bool:
    if version == cycle or (version.startswith(cycle) and not version[len(cycle)].isalnum()):
        return True
    # The cycle belongs to the product's own name: every Windows Server 2016 is of 2016.
    return product.key.endswith("-" + cycle.replace(" ", "-"))


def _products_with_ends(council: Body) -> dict[tuple[int, str], tuple[int, int]]:
    """Return how many lines each product and version has and the first one's number, where an end is known."""
    rows = (
        Item.objects.filter(council=council, removed_at__isnull=True, edition__product__cycles__isnull=False)
        .order_by("pk")
        .values_list("pk", "edition__product_id", "edition__version")
        .distinct()
    )
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for pk, product, version in rows:
        lines, first = found.get((product, version), (0, pk))
        found[product, version] = (lines + 1, first)
    return found


def products_by_category() -> dict[str, list[Product]]:
    """Return the catalogue's products by category, both in alphabetical order."""
    found: dict[str, list[Product]] = {}
    for product in Product.objects.filter(is_in_catalogue=True).order_by("category", "name", "pk"):
        found.setdefault(product.category, []).append(product)
    return found


def products_called(council: Body, words: str) -> list[Product]:
    """Return products of the catalogue, and of those that the council names already, whose names hold all words."""
    wanted = words.casefold().split()[:8]
    if not wanted:
        return []
    own = Q()
    for word in wanted:
        own &= Q(name__icontains=word) | Q(vendor__icontains=word)
    known = [one.id for one in shipped() if _holds_all(" ".join((one.vendor, one.name, *one.aliases)), wanted)]
    found = choosable(council).filter(own | Q(key__in=known, is_in_catalogue=True))
    return list(found.order_by("vendor", "name", "pk")[:MOST_SEARCHED])


def _holds_all(text: str, words: Iterable[str]) -> bool:
    return all(word in text.casefold() for word in words)


def choosable(council: Body) -> QuerySet[Product]:
    """Return the products that a person of the council may choose: what others alone have isn't theirs to see."""
    own = Item.objects.filter(council=council, removed_at__isnull=True, edition__isnull=False)
    held = Q(pk__in=own.order_by().values("edition__product"))
    return Product.objects.filter(Q(is_in_catalogue=True) | held).exclude(key=NO_PRODUCT)
