"""Which vulnerabilities does a STIX bundle speak of, 2.0 or 2.1, or a page of objects as TAXII gives them?"""

import re
import shutil
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from ..facts import Advisory, Broken, Kind
from ..reading.json_lists import entries
from ..reading.limits import MEGABYTE
from ..reading.packed import first_document
from ..reading.unpacking import Document, read_each
from ..shelf import Reader
from ..stix.links import links_of
from ..stix.reading import advisories_of

_BUNDLE = re.compile(rb'"type"\s{0,20}:\s{0,20}"bundle"|"bundle--[0-9a-f-]{36}"')
_PAGE = re.compile(rb'\A\s{0,20}\{[^{}\[\]]{0,300}"objects"\s{0,20}:')
_HELD = 16 * MEGABYTE


def recognises(head: bytes, name: str) -> bool:
    """Say whether it begins as a bundle or as TAXII's envelope does."""
    start, _ = first_document(head, name)
    start = start.removeprefix(b"\xef\xbb\xbf")
    return start.lstrip().startswith(b"{") and bool(
        _BUNDLE.search(start) or (_PAGE.match(start) and b'"spec_version"' in start)
    )


def read(file: BinaryIO) -> Iterator[Advisory | Broken]:
    """Read each vulnerability, and what reports and notes say of some; packed files too."""
    return read_each(file, _read_bundle)


def _read_bundle(document: Document) -> Iterator[Advisory | Broken]:
    # Objects point forwards and backwards, so the bundle is gone through twice, from a disk if it is long.
    with SpooledTemporaryFile(max_size=_HELD) as held:
        bundle = cast(BinaryIO, held)
        shutil.copyfileobj(document.stream, bundle)
        bundle.seek(0)
        links = links_of(found[1] for found in entries(bundle, within="objects") if not isinstance(found, Broken))
        bundle.seek(0)
        yield from advisories_of(entries(bundle, within="objects"), links)


READER = Reader(kind=Kind.STIX, title="STIX bundle", recognises=recognises, read=read, rank=30)
