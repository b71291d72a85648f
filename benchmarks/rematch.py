"""How long does matching every known vulnerability with what every council runs take, and telling of a day's new ones?

300,000 vulnerabilities with 1.2 million ranges over 20,000 products, some of which everybody runs; 400 councils with
500 products each. All of it is made here and lies in the database before the clock starts, as ingest leaves it. Run on
SQLite, and again on PostgreSQL with DATABASE_URL.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

STORIES, RANGES_EACH, PRODUCTS = int(os.environ.get("REMATCH_STORIES", "300000")), 4, 20_000
COUNCILS, ITEMS, VERSIONS = 400, 500, 12
NEW_STORIES = 500
ASKED_S = {"postgresql": 15.0, "sqlite": 40.0}
ASKED_NEW_S, ASKED_MB = 2.0, 1_500
ROWS_AT_ONCE = 5_000
_ANALYZE = "from django.db import connection; connection.cursor().execute('ANALYZE')"


def run(console: Console) -> bool:
    """Measure in a database of its own, print the table, and say whether every figure is reached."""
    _begin()
    from django.db import connection

    from wardmote.kernel.viewer import seeing_as_system

    with seeing_as_system():
        began = time.perf_counter()
        _fill()
        console.print(f"{connection.vendor}: filled in {time.perf_counter() - began:.0f} s")
        return _measure(console, connection.vendor)


def _measure(console: Console, vendor: str) -> bool:
    from wardmote.estate.models import Edition, Item
    from wardmote.kernel.moments import now
    from wardmote.warn.matching import match_everything
    from wardmote.warn.matching_jobs import settle
    from wardmote.warn.models import Notice, Range

    began = time.perf_counter()
    matches = match_everything()
    whole_s = time.perf_counter() - began
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    new = _new_day(STORIES, NEW_STORIES)
    _look_at_statistics()
    began = time.perf_counter()
    settled = settle(new, now())
    new_s = time.perf_counter() - began
    table = Table(title=f"Matching on {vendor}: {STORIES:,} stories, {COUNCILS} councils of {ITEMS} lines")
    for heading in ("figure", "peer", "asked", "ours", "reached"):
        table.add_column(heading)
    distinct, lines = Edition.objects.count(), Item.objects.count()
    scale = f"{Range.objects.count():,} ranges x {lines:,} lines ({distinct:,} editions) -> {matches:,} stored matches"
    rows = [
        (scale, "quoted: all pairs 33 h", f"{ASKED_S[vendor]:.0f} s", f"{whole_s:.1f} s", whole_s < ASKED_S[vendor]),
        ("memory of our process", "", f"{ASKED_MB:,} MB", f"{memory_mb:,.0f} MB", memory_mb < ASKED_MB),
        (
            f"a day's {NEW_STORIES} new stories -> {settled.raised:,} notices for {len(settled.councils)} councils",
            "",
            f"{ASKED_NEW_S:.0f} s",
            f"{new_s:.2f} s",
            new_s < ASKED_NEW_S and Notice.objects.exists(),
        ),
    ]
    for *cells, is_reached in rows:
        table.add_row(*cells, "yes" if is_reached else "NO")
    console.print(table)
    return all(row[-1] for row in rows)


def _begin() -> None:
    os.environ.setdefault("WARDMOTE_MODE", "local")
    os.environ["WARDMOTE_HOME"] = tempfile.mkdtemp(prefix="wardmote-benchmark-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "wardmote.config.settings"
    as_owner = {**os.environ, "WARDMOTE_DATABASE_AS_OWNER": "1"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=as_owner)
    import django

    django.setup()


def _fill() -> None:
    _fill_inventory(random.Random(1))
    _fill_stories(random.Random(2), range(STORIES), days_ago=400)


def _look_at_statistics() -> None:
    """Let PostgreSQL count what the tables hold, as its autovacuum has done long before a new day comes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        as_owner = {**os.environ, "WARDMOTE_DATABASE_AS_OWNER": "1"}
        command = [sys.executable, "-m", "django", "shell", "-v0", "-c", _ANALYZE]
        subprocess.run(command, check=True, env=as_owner)


def _version(chance: random.Random) -> str:
    return f"{chance.randint(1, VERSIONS)}.{chance.randint(0, 3)}"


def _fill_inventory(chance: random.Random) -> None:
    from wardmote.engines.advisories.versions import key
    from wardmote.estate.models import Edition, Item, ItemSource, Product, ProductName
    from wardmote.kernel.moments import now
    from wardmote.register.models import Body

    at = now()
    councils = list(Body.objects.filter(code__startswith="bench-"))
    if not councils:
        councils = Body.objects.bulk_create(Body(code=f"bench-{n}", kind="district") for n in range(COUNCILS))
    products = Product.objects.bulk_create(
        Product(key=f"p{n}", vendor=f"v{n % 900}", name=f"p{n}") for n in range(2_000)
    )
    ProductName.objects.bulk_create(
        (ProductName(product=product, name=f"cpe:a:v{n % 900}:p{n}") for n, product in enumerate(products)),
        batch_size=ROWS_AT_ONCE,
    )
    wanted = {(_often(chance, 2_000), _version(chance)) for _ in range(20_000)}
    editions = Edition.objects.bulk_create(
        (
            Edition(product=products[number], version=version, family="generic", generic_key=key("generic", version))
            for number, version in sorted(wanted)
        ),
        batch_size=ROWS_AT_ONCE,
    )

    def lines() -> Iterator[Item]:
        for council in councils:
            for edition in chance.sample(editions, ITEMS):
                exposed = chance.random() < 0.05
                yield Item(council=council, edition=edition, written=f"P{edition.product_id} {edition.version}",
                           source=ItemSource.TABLE, is_exposed=exposed, added_at=at, changed_at=at)  # fmt: skip

    Item.objects.bulk_create(lines(), batch_size=ROWS_AT_ONCE)


def _often(chance: random.Random, size: int) -> int:
    """Return a number below `size`, small ones more often: a few products are everywhere."""
    return int(size * chance.random() ** 2)


def _fill_stories(chance: random.Random, numbers: range, days_ago: int) -> list[int]:
    from wardmote.engines.advisories.facts import Span
    from wardmote.engines.advisories.versions import bounds
    from wardmote.kernel.moments import now
    from wardmote.warn.models import Advised, Range, Source, Statement, Story

    at = now()
    source, _ = Source.objects.get_or_create(
        key="bench", defaults={"title": "Benchmark", "way": "given", "added_at": at}
    )
    if not Advised.objects.exists():
        names = (Advised(name=f"cpe:a:v{n % 900}:p{n}") for n in range(PRODUCTS))
        Advised.objects.bulk_create(names, batch_size=ROWS_AT_ONCE)
    advised = list(Advised.objects.order_by("pk").values_list("pk", flat=True))
    made: list[int] = []
    for start in range(numbers.start, numbers.stop, ROWS_AT_ONCE):
        some = range(start, min(start + ROWS_AT_ONCE, numbers.stop))
        published = at - timedelta(days=days_ago)
        stories = Story.objects.bulk_create(
            Story(
                title=f"CVE {n}", score=chance.uniform(2, 10), published_at=published, first_seen_at=at, changed_at=at
            )
            for n in some
        )
        statements = Statement.objects.bulk_create(
            Statement(story=story, source=source, kind="nvd", key=f"CVE-{n}", digest="d", seen_at=at, body={})
            for n, story in zip(some, stories, strict=True)
        )
        Range.objects.bulk_create(_ranges(chance, statements, advised, Span, bounds), batch_size=ROWS_AT_ONCE)
        made += [story.pk for story in stories]
    return made


def _ranges(chance: random.Random, statements: list[Any], advised: list[int], span: Any, bounds: Any) -> Iterator[Any]:
    from wardmote.warn.models import Range

    for statement in statements:
        number = int(len(advised) * chance.random() ** 3)
        first = chance.randint(1, VERSIONS)
        for branch in range(RANGES_EACH):
            low = f"{first + branch}.{chance.randint(0, 3)}" if branch else ""
            high = f"{first + branch + 1}.{chance.randint(0, 3)}"
            ends = bounds(span("generic", low, True, high, False))
            yield Range(
                story_id=statement.story_id,
                statement=statement,
                advised_id=advised[number],
                status="affected",
                family="generic",
                low=ends[0],
                high=ends[1],
                words=f"versions {f'from {low} ' if low else ''}before {high}",
            )


def _new_day(start: int, count: int) -> list[int]:
    return _fill_stories(random.Random(3), range(start, start + count), days_ago=0)
