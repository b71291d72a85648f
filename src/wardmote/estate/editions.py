"""Which product, in which version, is each of many lines? Found, or made once for all councils, in a few queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from wardmote.engines.advisories.facts import GENERIC
from wardmote.engines.advisories.inventory.naming import Written
from wardmote.engines.advisories.names import ANY, NA, plain, read_cpe, read_purl
from wardmote.engines.advisories.versions import family, key, key_asked

from .line_facts import LineFacts
from .meanings import CERTAIN, LONGEST_TARGET, Meant, Wanted, meant_by, proposals_for
from .models import Alias, Edition, Product, ProductName

AT_ONCE = 5_000
# Of words that nobody named before, as many are compared with the catalogue at once; the others wait for a person.
MOST_COMPARED = 500
_T = TypeVar("_T")
Spot = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """An edition that a line needs: a product, a version in a scheme, and the platform that a CPE names."""

    product: int
    version: str = ""
    scheme: str = GENERIC
    target: str = ""

    @property
    def spot(self) -> Spot:
        """Return what the database keeps apart."""
        own = family(self.scheme)
        return self.product, self.version, "" if own == GENERIC or not self.version else own, self.target

    @property
    def key(self) -> bytes | None:
        """Return the version's place among all others, whatever its scheme."""
        return key_asked(GENERIC, self.version, self.scheme) if self.version else None

    @property
    def own_key(self) -> bytes | None:
        """Return the version's place in its own scheme, where that isn't the general one."""
        return key(self.scheme, self.version) if self.spot[2] else None


def edition_for(product: Product, version: str, *, cpe: str = "", purl: str = "", target: str = "") -> Edition:
    """Return the edition of a product in a version. A package URL says the version's scheme, a CPE the platform."""
    package, name = read_purl(purl), read_cpe(cpe)
    platform = target or (plain(name.target_sw) if name and name.target_sw not in (ANY, NA) else "")
    place = Place(product.pk, version, package.scheme if package else GENERIC, platform[:LONGEST_TARGET])
    return Edition.objects.get(pk=editions_for([place])[place.spot])


def editions_of_lines(lines: Sequence[LineFacts], *, is_new: bool = True) -> list[int | None]:
    """Return each line's edition: named by machines' names, by an alias or by a sure likeness; None where by none.

    A product that a person chose stays chosen, in the version that the line says. Lines that aren't new were compared
    with the catalogue before: only words that people explained since can name them.
    """
    meant = [meant_by(line) for line in lines]
    made = products_for({one.wanted for one in meant if one.wanted})
    unsaid = [one for line, one in zip(lines, meant, strict=True) if one.words and not line.product]
    told = _products_by_words(unsaid, MOST_COMPARED if is_new else 0)
    places = []
    for line, one in zip(lines, meant, strict=True):
        product = line.product or (made[one.wanted] if one.wanted else told.get(one.words))
        version = line.version if line.product else one.version
        places.append(Place(product, version, one.scheme, one.target) if product else None)
    found = editions_for([place for place in places if place])
    return [found[place.spot] if place else None for place in places]


def products_for(wanted: Collection[Wanted]) -> dict[Wanted, int]:
    """Return the products that are wanted; what is named by a CPE of the catalogue's is the catalogue's product."""
    if not wanted:
        return {}
    known = _catalogue_by_cpe()
    found = {one: pk for one in wanted if (pk := _known_to_catalogue(one, known))}
    rest = {one.key: one for one in wanted if one not in found}
    held = _products_by_key(rest)
    if new := [one for name, one in rest.items() if name not in held]:
        Product.objects.bulk_create(
            (Product(key=one.key, vendor=one.vendor, name=one.name) for one in new), ignore_conflicts=True
        )
        held |= _products_by_key([one.key for one in new])
        ProductName.objects.bulk_create(
            (ProductName(product_id=held[one.key], name=name) for one in new for name in one.names),
            ignore_conflicts=True,
        )
    return found | {one: held[name] for name, one in rest.items()}


def editions_for(places: Iterable[Place]) -> dict[Spot, int]:
    """Return the editions at these places, by what the database keeps apart; those that aren't there are made."""
    wanted = {place.spot: place for place in places}
    found = _editions_held(wanted)
    if new := [place for spot, place in wanted.items() if spot not in found]:
        Edition.objects.bulk_create(map(_edition, new), ignore_conflicts=True)
        found |= _editions_held({place.spot: place for place in new})
    return found


def _edition(place: Place) -> Edition:
    product, version, own, target = place.spot
    return Edition(
        product_id=product,
        version=version,
        family=own,
        target=target,
        generic_key=place.key,
        own_key=place.own_key,
    )


def _editions_held(wanted: Collection[Spot]) -> dict[Spot, int]:
    found: dict[Spot, int] = {}
    for some in in_pieces({spot[0] for spot in wanted}):
        rows = Edition.objects.filter(product__in=some).values_list("product_id", "version", "family", "target", "pk")
        found |= {(p, version, own, target): pk for p, version, own, target, pk in rows}
    return {spot: found[spot] for spot in wanted if spot in found}


def _products_by_key(keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_pieces(keys):
        found |= dict(Product.objects.filter(key__in=some).values_list("key", "pk"))
    return found


def _catalogue_by_cpe() -> dict[str, int]:
    """Return the catalogue's products by their whole names: those with wildcards are everybody's."""
    named = ProductName.objects.filter(product__is_in_catalogue=True, name__startswith="cpe:")
    rows = named.exclude(name__contains="*").order_by("-product")
    return dict(rows.values_list("name", "product_id"))


def _known_to_catalogue(wanted: Wanted, known: dict[str, int]) -> int | None:
    """Return the catalogue's product of a CPE; a list that names a package beside it may have guessed the CPE."""
    if any(name.startswith("purl:") for name in wanted.names):
        return None
    return next((known[name] for name in wanted.names if name in known), None)


def _products_by_words(meant: Sequence[Meant], most_compared: int) -> dict[str, int]:
    by_words = {one.words: one for one in meant}
    found: dict[str, int] = {}
    for some in in_pieces(by_words):
        found |= dict(Alias.objects.filter(text__in=some).values_list("text", "product_id"))
    unknown = [one for words, one in by_words.items() if words not in found][:most_compared]
    ids = {one.words: sure for one in unknown if one.written and (sure := _sure_of(one.written))}
    products = _products_by_key(set(ids.values()))
    return found | {words: products[name] for words, name in ids.items() if name in products}


def _sure_of(written: Written) -> str:
    """Return the id of the product that the words surely name; "" where there is none, or where there are two."""
    proposed = [one for one in proposals_for(written) if one.confidence >= CERTAIN]
    best = [one.product for one in proposed if one.confidence == proposed[0].confidence]
    return best[0] if len(best) == 1 else ""


def in_pieces(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield values in lists that one statement takes."""
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
