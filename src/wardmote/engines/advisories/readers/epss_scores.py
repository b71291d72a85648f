"""How likely is exploitation within 30 days? (FIRST's EPSS, the table of each day)"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from ..facts import Advisory, Broken, Kind, Likelihood, ReadingError
from ..reading.csv_lines import blocks_of_lines
from ..reading.ids import cve
from ..reading.limits import kept
from ..reading.moments import day
from ..reading.packed import first_document
from ..reading.texts import line
from ..reading.unpacking import Document, documents, read_each
from ..shelf import Reader

_CVE = re.compile(rb"CVE-[12][0-9]{3}-[0-9]{4,9}")
_COLUMNS = b"cve,epss,percentile"
_DAY = re.compile(rb"score_date:\s?([0-9T:+.Z-]{10,40})")


def recognises(head: bytes, name: str) -> bool:
    """Look for the names of the three columns below the line that says the day."""
    head, _ = first_document(head, name)
    return any(raw.strip().lower() == _COLUMNS for raw in head[:1000].removeprefix(b"\xef\xbb\xbf").split(b"\n")[:3])


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each line; it says nothing but the likelihood. `likelihoods` gives the same faster."""
    return kept(read_each(stream, _read_table))


def likelihoods(stream: BinaryIO) -> Iterator[tuple[str, Likelihood] | Broken]:
    """Yield (CVE id, likelihood) for each line of one table."""
    return kept(_of_tables(stream))


def _of_tables(stream: BinaryIO) -> Iterator[tuple[str, Likelihood] | Broken]:
    for document in documents(stream):
        if isinstance(document, Broken):
            yield document
        else:
            yield from _lines(document.stream)


def _read_table(document: Document) -> Iterator[Advisory | Broken]:
    for found in _lines(document.stream):
        if isinstance(found, Broken):
            yield found
            continue
        key, likelihood = found
        yield Advisory(Kind.EPSS, key, key, (key,), publisher="FIRST", is_whole=False, likelihood=likelihood)


def _lines(file: BinaryIO) -> Iterator[tuple[str, Likelihood] | Broken]:
    on: date | None = None
    number, is_in = 0, False
    for block in blocks_of_lines(file):
        for raw in block:
            number += 1
            if is_in and on:
                yield _likelihood(raw, on) or _broken(raw, number)
            elif raw.lstrip(b"\xef\xbb\xbf").startswith(b"#"):
                on = _day_of(raw)
            elif raw.strip().lower().removeprefix(b"\xef\xbb\xbf") == _COLUMNS:
                is_in = True
                _check_day(on)
            else:
                raise ReadingError("The table doesn't begin with the columns cve, epss and percentile. Fetch it again.")


def _day_of(raw: bytes) -> date | None:
    found = _DAY.search(raw[:500])
    return day(found[1].decode("ascii")) if found else None


def _check_day(on: date | None) -> None:
    if on is None:
        raise ReadingError("The table doesn't say in its first line of which day it is. Fetch it again from FIRST.")


def _likelihood(raw: bytes, on: date) -> tuple[str, Likelihood] | None:
    try:
        key, probability, percentile = raw.split(b",")
        chance, rank = float(probability), float(percentile)
    except ValueError:
        return None
    if not (0 <= chance <= 1 and 0 <= rank <= 1) or not _CVE.fullmatch(key):
        return None
    return key.decode("ascii"), Likelihood(chance, rank, on)


def _broken(raw: bytes, number: int) -> Broken:
    words = line(raw[:100].decode("utf-8", "replace"), 80)
    named = cve(words.partition(",")[0])
    return Broken(named or f"line {number}", f"It isn't a CVE id with two numbers from 0 to 1: “{words}”.")


READER = Reader(kind=Kind.EPSS, title="EPSS scores of a day", recognises=recognises, read=read, rank=20)
