"""Does the database match as the engine does, pair by pair of those that people judged?"""

from datetime import UTC, datetime

import pytest

from tests.unit.engines.advisories.matching.test_matching_pairs import PAIRS, Pair
from wardmote.engines.advisories.facts import GENERIC, Advisory, Kind
from wardmote.engines.advisories.matching import Held, asked_keys, verdict
from wardmote.engines.advisories.names import read_cpe
from wardmote.engines.advisories.versions import family, key, key_asked
from wardmote.estate.models import Edition, ProductName
from wardmote.estate.models import Product as Run
from wardmote.warn.ingesting import take_in
from wardmote.warn.matching import match_editions, match_everything, match_stories
from wardmote.warn.models import Match, Source, StoryName

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
# An inventory keeps of a CPE its product, version and target software only.
BEYOND = ("edition", "sw_edition", "language", "target_hw", "other")


def is_told_apart(pair: Pair) -> bool:
    """Whether a pair turns on what an inventory's line keeps of its names."""
    if len(pair.helds) != 1 or any(entry.running_on for entry in pair.says):
        return False  # whether a platform is there is found when notices are settled
    products = [*(entry.product for entry in pair.says), pair.helds[0].product]
    cpes = [cpe for cpe in (read_cpe(product.cpe) for product in products) if cpe]
    purls = [product.purl for product in products if product.purl]
    return all(getattr(cpe, name) == "*" for cpe in cpes for name in BEYOND) and not any("?" in purl for purl in purls)


def store(pairs: list[Pair]) -> list[Edition]:
    """Store the advisories as they come in, and return the lines as an inventory keeps them."""
    source = Source.objects.create(key="pairs", title="Pairs", way="given", added_at=AT)
    names = [f"CVE-2026-{10_000 + number}" for number in range(len(pairs))]
    said = [
        Advisory(Kind.CVE, name, pair.about, ids=(name,), published=AT, affected=pair.says)
        for name, pair in zip(names, pairs, strict=True)
    ]
    take_in(source=source, entries=said, at=AT)
    return [edition_of(pair.helds[0], f"p{number}") for number, pair in enumerate(pairs)]


def edition_of(held: Held, name: str) -> Edition:
    """Make a product of its own for a line, with the names that it asks by."""
    run = Run.objects.create(key=name, name=held.written[:160])
    ProductName.objects.bulk_create(ProductName(product=run, name=key) for key in asked_keys(held.product))
    own = family(held.scheme)
    cpe = held.cpe
    return Edition.objects.create(
        product=run,
        version=held.version,
        family="" if own == GENERIC or not held.version else own,
        target=cpe.words("target_sw") if cpe and cpe.target_sw not in ("*", "-") else "",
        generic_key=key_asked(GENERIC, held.version, held.scheme) if held.version else None,
        own_key=key(held.scheme, held.version) if held.version and own != GENERIC else None,
    )


def expected(pair: Pair) -> str:
    """Return what the engine says of the line alone."""
    found = verdict(pair.helds[0], pair.says)
    return found.certainty.value if found else ""


def test_the_database_agrees_with_the_engine_on_every_pair_that_an_inventory_tells_apart() -> None:
    pairs = [pair for pair in PAIRS if is_told_apart(pair)]
    assert len(pairs) > 150
    editions = store(pairs)
    match_everything()
    differing = []
    for number, (pair, edition) in enumerate(zip(pairs, editions, strict=True)):
        story = StoryName.objects.get(name=f"CVE-2026-{10_000 + number}").story
        found = Match.objects.filter(edition=edition, story=story).values_list("certainty", flat=True).first() or ""
        if found != expected(pair):
            differing.append(f"{pair}: the engine says {expected(pair) or 'no'}, the database {found or 'no'}")
    assert differing == []


def test_matching_some_gives_the_same_as_matching_everything() -> None:
    pairs = [pair for pair in PAIRS if is_told_apart(pair)][:60]
    editions = store(pairs)

    def matches() -> set[tuple[int, int, str]]:
        return set(Match.objects.values_list("edition_id", "story_id", "certainty"))

    match_everything()
    whole = matches()
    Match.objects.all().delete()
    match_stories(StoryName.objects.values_list("story_id", flat=True))
    assert matches() == whole
    Match.objects.all().delete()
    match_editions([edition.pk for edition in editions])
    assert matches() == whole
    assert whole
