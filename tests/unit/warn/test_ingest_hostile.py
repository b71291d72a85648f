"""Does a hostile document cost nothing but a line in its source's log?"""

import gzip
import io
import json
from typing import Any

import pytest

from tests.unit.warn.sources_made import AT, a_source, an_advisory
from wardmote.engines.advisories.facts import Affected, Product, Score, Span
from wardmote.warn.ingesting import MOST_LINES, Tally, take_in
from wardmote.warn.merging import MOST_SPLIT
from wardmote.warn.models import Range, Source, Story
from wardmote.warn.ranges import MOST_ROWS
from wardmote.warn.ways.arriving import entries_of

pytestmark = pytest.mark.django_db


def entry(**fields: Any) -> dict[str, Any]:
    """Return an entry of the catalogue."""
    return {
        "cveID": "CVE-2026-1000",
        "vendorProject": "Civica",
        "product": "OpenRevenues",
        "vulnerabilityName": "Fault",
        "dateAdded": "2026-10-01",
        **fields,
    }


def catalogue(*entries: Any) -> bytes:
    """Return the catalogue."""
    return json.dumps({"catalogVersion": "1", "vulnerabilities": list(entries)}).encode()


def taken(document: bytes, name: str = "kev.json") -> Tally:
    """Take a document in."""
    source = Source.objects.filter(key="kev").first() or a_source("kev")
    return take_in(source=source, entries=entries_of(io.BytesIO(document), name), at=AT)


def nested(depth: int) -> Any:
    """Return a list in a list in a list."""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


def test_scripts_and_control_characters_never_reach_a_story() -> None:
    taken(
        catalogue(entry(vulnerabilityName="<script>alert(1)</script>Fault\x00\u202e", shortDescription="\x1b[31mred"))
    )
    story = Story.objects.get()
    assert "<script" not in story.title
    assert not set(story.title + story.summary) & {"\x00", "\x1b", "\u202e"}


def test_half_characters_are_taken_without_harm() -> None:
    document = catalogue(entry(vulnerabilityName="Fault")).replace(b"Fault", b"Fault \\ud800")
    tally = taken(document)
    assert tally.entries + tally.broken == 1


def test_deep_nesting_and_keys_said_twice_cost_no_other_entry() -> None:
    deep = entry(cveID="CVE-2026-1001", extra=nested(100))
    document = catalogue(entry(), deep, entry(cveID="CVE-2026-1002"))
    twice = document.replace(b'"cveID": "CVE-2026-1002"', b'"cveID": "CVE-2026-1002", "cveID": "CVE-2026-1003"')
    tally = taken(twice)
    assert (tally.entries, tally.broken) == (1, 2)
    assert "nested more than 64 levels deep" in tally.log[0]
    assert "twice" in tally.log[1]


def test_a_bomb_is_refused_with_a_clear_line() -> None:
    bomb = gzip.compress(catalogue(entry()) + b" " * 300_000_000, 9)
    tally = taken(bomb, "kev.json.gz")
    assert not tally.is_whole or tally.broken
    assert "200 times its size" in " ".join(tally.log)


@pytest.mark.parametrize("document", [b"", b"\x00" * 100, b"hello", b"[" * 100_000, b"%PDF-1.7", b"{}"])
def test_what_is_no_advisory_is_refused(document: bytes) -> None:
    tally = taken(document)
    assert (tally.entries, tally.is_whole) == (0, False)
    assert len(tally.log) == 1


def test_ten_thousand_broken_entries_leave_a_short_log() -> None:
    tally = taken(catalogue(*[entry(cveID="none")] * 10_000))
    assert (tally.broken, len(tally.log), tally.unsaid) == (10_000, MOST_LINES, 10_000 - MOST_LINES)


def test_an_advisory_with_endless_ranges_and_scores_that_are_none_is_cut() -> None:
    spans = tuple(Span(high=f"{number}.1") for number in range(MOST_ROWS + 10))
    hostile = an_advisory(
        affected=(Affected(Product("Civica", "OpenRevenues"), spans=spans),),
        ids=("CVE-2026-1234", "X" * 5_000),
        scores=(Score("CVSS:3.1/AV:X"), Score("CVSS:9.9/AV:N"), Score("'; DROP TABLE"), Score("")),
        title="T" * 20_000,
    )
    take_in(source=a_source(), entries=[hostile], at=AT)
    story = Story.objects.get()
    assert (story.score, len(story.title), story.names.count()) == (None, 300, 1)
    assert Range.objects.count() == MOST_ROWS


def test_a_letter_that_names_everything_makes_no_more_than_so_many_stories() -> None:
    spans = (Span(high="1.0"),)
    letter = an_advisory(
        ids=tuple(f"CVE-2026-{number}" for number in range(10_000, 12_000)),
        affected=(Affected(Product("Civica", "OpenRevenues"), spans=spans),),
    )
    take_in(source=a_source(), entries=[letter], at=AT)
    assert Story.objects.count() == MOST_SPLIT
    assert not Range.objects.exists()


def test_an_id_that_is_too_long_is_refused_with_a_line() -> None:
    tally = take_in(source=a_source(), entries=[an_advisory(key="k" * 300), an_advisory()], at=AT)
    assert Story.objects.count() == 1
    assert "its id is longer than 250 characters" in tally.log[0]


def test_a_product_whose_name_is_too_long_is_for_an_editor() -> None:
    endless = Affected(Product("v" * 500, "p" * 500), spans=(Span(high="1"),))
    take_in(source=a_source(), entries=[an_advisory(affected=(endless,))], at=AT)
    story = Story.objects.get()
    assert story.editor in ("no-product", "")
