"""Does every criterion of real NVD records concern the very product and version that it names?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from wardmote.engines.advisories.facts import Advisory, Product
from wardmote.engines.advisories.matching import Index, held_of
from wardmote.engines.advisories.names import read_cpe
from wardmote.engines.advisories.readers.nvd_feed import READER
from wardmote.engines.advisories.versions import compare

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "advisories" / "nvd"
FILES = sorted(SAMPLES.glob("*.json.gz"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"there are no NVD records in {SAMPLES}")


@cache
def criteria() -> list[tuple[str, dict[str, Any]]]:
    """Return each criterion that NVD marks as vulnerable, with its record's id."""
    found = []
    for path in FILES:
        for record in json.loads(gzip.decompress(path.read_bytes()))["vulnerabilities"]:
            configurations = record["cve"].get("configurations", [])
            found += [(record["cve"]["id"], match) for match in matches_in(configurations) if match["vulnerable"]]
    return found


def matches_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the criteria anywhere in a configuration."""
    if isinstance(value, list):
        for one in value:
            yield from matches_in(one)
    elif isinstance(value, dict) and "criteria" in value:
        yield value
    elif isinstance(value, dict):
        yield from matches_in(list(value.values()))


@cache
def index() -> Index:
    """Return all that the records say, as our reader reads them."""
    read = [one for path in FILES for one in READER.read(BytesIO(gzip.decompress(path.read_bytes())))]
    return Index.of((one.key, entry) for one in read if isinstance(one, Advisory) for entry in one.affected)


def test_every_name_is_written_as_it_was_read() -> None:
    for _, match in criteria():
        name = read_cpe(match["criteria"])
        assert name is not None
        assert name.bound() == match["criteria"].lower()
        assert read_cpe(name.uri()) == name


def test_no_range_ends_before_it_begins() -> None:
    for _, match in criteria():
        low = match.get("versionStartIncluding") or match.get("versionStartExcluding")
        high = match.get("versionEndIncluding") or match.get("versionEndExcluding")
        if low and high:
            assert compare("generic", low, high) < (1 if "versionEndIncluding" in match else 0), match


def test_who_runs_what_a_criterion_names_is_concerned() -> None:
    assert len(criteria()) > 1000
    missed = []
    for identity, match in criteria():
        held = held_of(Product(cpe=match["criteria"]), match.get("versionEndIncluding", ""))
        if identity not in {found for found, _ in index().matches(held)}:
            missed.append((identity, match))
    assert missed == []


def test_the_excluded_end_of_a_range_is_not_in_it() -> None:
    """Where a match is found all the same, another criterion of the same record names that very version."""
    for identity, match in criteria():
        end = match.get("versionEndExcluding", "")
        if not end:
            continue
        found = [one for name, one in index().matches(held_of(Product(cpe=match["criteria"]), end)) if name == identity]
        ends = [(one.span.high, one.span.high_included) for one in found if one.span is not None]
        assert (end, False) not in ends
