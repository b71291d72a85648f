"""What does a CSAF document say? (OASIS CSAF 2.0 and 2.1)"""

from collections.abc import Iterator
from typing import BinaryIO

from wardmote.engines.advisories.csaf.parsing import MOST_BYTES, parse
from wardmote.engines.advisories.csaf.reading import advisories
from wardmote.engines.advisories.facts import Advisory, Broken, Kind
from wardmote.engines.advisories.shelf import Reader


def recognises(head: bytes, _name: str) -> bool:
    """Look for the one word that only CSAF uses; it stands near the top, since keys are mostly sorted."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (
        b'"csaf_version"' in head or b"/csaf/v2.1/schema/csaf.json" in head or _has_a_head(head)
    )


def _has_a_head(head: bytes) -> bool:
    return all(word in head for word in (b'"document"', b'"category"')) and b'"csaf_' in head


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each vulnerability of the one document."""
    return advisories(parse(stream.read(MOST_BYTES + 1)))


READER = Reader(kind=Kind.CSAF, title="CSAF advisory or VEX", recognises=recognises, read=read, rank=10)
