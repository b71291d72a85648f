"""How does a list come that stands at one address, asked for only when it has changed?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..fetching import FetchTrouble, fetch
from ..models import Source
from .arriving import Arrived, Note, SourceTrouble, entries_of, scratch_file


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield the document, or nothing where it is the one that we have."""
    asked = {"If-None-Match": source.cursor.get("etag", ""), "If-Modified-Since": source.cursor.get("modified", "")}
    with scratch_file() as file:
        try:
            found = fetch(source.address, file, headers={name: value for name, value in asked.items() if value})
        except FetchTrouble as trouble:
            raise SourceTrouble(str(trouble)) from trouble
        if found.status == 304:
            note("It has nothing new.")
            return
        if found.status != 200:
            raise SourceTrouble(f"The server answered with status {found.status}.")
        file.seek(0)
        kept = {"etag": found.headers.get("etag", ""), "modified": found.headers.get("last-modified", "")}
        name = urlsplit(source.address).path.rpartition("/")[2]
        yield Arrived(entries_of(file, name), lambda: kept, found.size, found.is_whole)
