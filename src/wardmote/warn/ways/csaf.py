"""How do a CSAF provider's new documents come, with their hashes and signatures checked?"""

from collections.abc import Iterator
from typing import Any

from wardmote.engines.advisories.csaf.collecting import Failed, Received, Wanted, collect, converse
from wardmote.engines.advisories.csaf.integrity import Proof
from wardmote.engines.advisories.csaf.moments import moment
from wardmote.engines.advisories.csaf.parsing import parse
from wardmote.engines.advisories.csaf.provider import Provider, address_of
from wardmote.engines.advisories.csaf.reading import advisories
from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError

from ..fetching import FetchTrouble, fetch_bytes
from ..models import Source
from .arriving import Arrived, Note, SourceTrouble

MOST_DOCUMENTS = 2_000


class _Reading:
    """One visit to a provider: what it is, how far we came, and what couldn't be had."""

    def __init__(self, source: Source, note: Note) -> None:
        self._source, self._note = source, note
        self._since = source.cursor.get("since", "")
        self._failed_before = set(source.cursor.get("failed", ()))
        self._failed: list[str] = []
        self._provider: Provider | None = None
        self.size = 0

    @property
    def cursor(self) -> dict[str, Any]:
        """Where to go on. What failed is asked for once more before it is left."""
        return {"since": self._since, "failed": self._failed[:500]}

    def entries(self) -> Iterator[Advisory | Broken]:
        """Give what the documents say, the oldest first."""
        start = self._source.address if "://" in self._source.address else address_of(self._source.address)
        for event in converse(collect(start, since=moment(self._since), most=MOST_DOCUMENTS), self._fetch):
            match event:
                case Provider():
                    self._provider = event
                case Failed():
                    yield self._missed(event)
                case Received():
                    yield from self._read(event)

    def _missed(self, event: Failed) -> Broken:
        if self._provider is None:
            raise SourceTrouble(event.says)
        self._failed.append(event.url)
        return Broken(event.url[-120:], event.says)

    def _read(self, event: Received) -> Iterator[Advisory | Broken]:
        place = event.listed.url.rpartition("/")[2][:120]
        reason = self._refused(event)
        try:
            if reason:
                yield Broken(place, reason)
            else:
                yield from advisories(parse(event.data))
        except ReadingError as refusal:
            yield Broken(place, str(refusal))
        is_new_failure = any(url not in self._failed_before for url in self._failed)
        if event.listed.updated and not is_new_failure:
            self._since = event.listed.updated.isoformat()

    def _refused(self, event: Received) -> str:
        """Say why a document isn't believed, or nothing."""
        if event.is_bad:
            return "Its hash or its signature doesn't agree, so it wasn't taken. Tell the provider."
        is_unsigned = event.signature is Proof.MISSING or Proof.GOOD not in (event.sha256, event.sha512)
        if self._provider and self._provider.is_trusted and is_unsigned:
            return "The provider says that it signs, and this has no hash or no signature, so it wasn't taken."
        return ""

    def _fetch(self, wanted: Wanted) -> bytes | None:
        try:
            found = fetch_bytes(wanted.url, wanted.most_bytes)
        except FetchTrouble as trouble:
            self._note(f"{wanted.url[-120:]}: {trouble}")
            return None
        self.size += found.size
        return found.body if found.status == 200 else None


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield what changed at the provider as one document."""
    reading = _Reading(source, note)
    arrived = Arrived(iter(()), lambda: reading.cursor)

    def entries() -> Iterator[Advisory | Broken]:
        yield from reading.entries()
        arrived.size = reading.size

    arrived.entries = entries()
    yield arrived
