"""How are a provider's new documents fetched, step by step, by somebody else's hands?

`collect` is a dialogue: it yields a Wanted for each address, and is sent the bytes that stand there (None where nothing
could be fetched). Between these it yields what it found out, and is sent None. `converse` holds the dialogue with a
function that fetches; `from_folder` makes one that reads a provider's tree on disk.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pysequoia import Cert

from wardmote.engines.advisories.csaf.integrity import (
    MOST_KEY_BYTES,
    MOST_SIGNATURE_BYTES,
    Proof,
    check_hash,
    check_signature,
    read_keys,
)
from wardmote.engines.advisories.csaf.parsing import MOST_BYTES
from wardmote.engines.advisories.csaf.provider import (
    Listed,
    Provider,
    listed_in_directory,
    listed_in_feed,
    newer,
    read_metadata,
)
from wardmote.engines.advisories.facts import ReadingError

MOST_METADATA_BYTES = 1_000_000
MOST_HASH_BYTES = 10_000
_METADATA = "provider-metadata.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address whose bytes are asked for, at most so many of them."""

    url: str
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Received:
    """A document with the proofs of its origin. Who asked decides what to do about a BAD or MISSING one."""

    listed: Listed
    data: bytes
    sha256: Proof
    sha512: Proof
    signature: Proof

    @property
    def is_bad(self) -> bool:
        """Whether a proof speaks against it."""
        return Proof.BAD in (self.sha256, self.sha512, self.signature)


@dataclass(frozen=True, slots=True)
class Failed:
    """What couldn't be had, and why, in a sentence for the source's log."""

    url: str
    says: str


Event = Provider | Received | Failed
Dialogue = Generator[Wanted | Event, bytes | None, None]
Fetch = Callable[[Wanted], bytes | None]


def collect(start: str, *, since: datetime | None = None, most: int = 10_000) -> Dialogue:
    """Ask for the metadata at an address, the keys, the lists, and each document that changed after a moment.

    Yields the Provider first, then a Received or Failed for each document, the oldest first and `most` of them at
    most: whoever keeps the moment of the last one goes on from there.
    """
    metadata = yield Wanted(start, MOST_METADATA_BYTES)
    if metadata is None:
        yield Failed(start, "The provider's metadata couldn't be fetched.")
        return
    try:
        provider = read_metadata(metadata)
    except ReadingError as refusal:
        yield Failed(start, str(refusal))
        return
    yield provider
    keys = yield from _keys(provider)
    listed = yield from _listed(provider)
    for document in newer(listed.values(), since)[:most]:
        yield from _document(document, keys)


def _keys(provider: Provider) -> Generator[Wanted | Event, bytes | None, list[Cert]]:
    found: list[Cert] = []
    for key in provider.keys:
        data = yield Wanted(key.url, MOST_KEY_BYTES)
        try:
            found += read_keys(data, key.fingerprint) if data is not None else ()
        except ReadingError as refusal:
            yield Failed(key.url, str(refusal))
        if data is None:
            yield Failed(key.url, "The provider's OpenPGP key couldn't be fetched.")
    return found


def _listed(provider: Provider) -> Generator[Wanted | Event, bytes | None, dict[str, Listed]]:
    """Return what the feeds list, or the directories where there is no feed that can be read."""
    found: dict[str, Listed] = {}
    for feed in provider.feeds:
        data = yield Wanted(feed.url, MOST_BYTES)
        try:
            for listed in listed_in_feed(data, feed.url) if data is not None else ():
                found.setdefault(listed.url, listed)
        except ReadingError as refusal:
            yield Failed(feed.url, str(refusal))
        if data is None:
            yield Failed(feed.url, "The feed couldn't be fetched.")
    for directory in provider.directories if not found else ():
        base = directory.rstrip("/")
        changes = yield Wanted(f"{base}/changes.csv", MOST_BYTES)
        index = yield Wanted(f"{base}/index.txt", MOST_BYTES)
        for listed in listed_in_directory(directory, index=index, changes=changes):
            found.setdefault(listed.url, listed)
        if changes is None and index is None:
            yield Failed(directory, "Neither changes.csv nor index.txt could be fetched.")
    return found


def _document(listed: Listed, keys: list[Cert]) -> Dialogue:
    data = yield Wanted(listed.url, MOST_BYTES)
    if data is None:
        yield Failed(listed.url, "The document is listed, but couldn't be fetched.")
        return
    sha256 = (yield Wanted(listed.sha256, MOST_HASH_BYTES)) if listed.sha256 else None
    sha512 = (yield Wanted(listed.sha512, MOST_HASH_BYTES)) if listed.sha512 else None
    signature = (yield Wanted(listed.signature, MOST_SIGNATURE_BYTES)) if listed.signature else None
    yield Received(
        listed,
        data,
        check_hash(data, sha256, "sha256"),
        check_hash(data, sha512, "sha512"),
        check_signature(data, signature, keys),
    )


def converse(dialogue: Dialogue, fetch: Fetch) -> Iterator[Event]:
    """Hold a dialogue with a function that fetches, and give what came to light."""
    answer: bytes | None = None
    while True:
        try:
            said = dialogue.send(answer)
        except StopIteration:
            return
        answer = None
        if isinstance(said, Wanted):
            answer = fetch(said)
        else:
            yield said


def from_folder(folder: Path) -> tuple[str, Fetch]:
    """Return the address to start at, and a function that reads a provider's tree in a folder.

    The folder holds `.well-known/csaf/provider-metadata.json`, or provider-metadata.json itself; other addresses are
    looked for by their path below that file's. Raises ReadingError where there is no such file.
    """
    root = next((at for at in (folder / ".well-known" / "csaf", folder) if (at / _METADATA).is_file()), None)
    if root is None:
        raise ReadingError("The folder holds no provider-metadata.json.")
    start = read_metadata((root / _METADATA).read_bytes()[: MOST_METADATA_BYTES + 1]).url
    top, base = root.resolve(), start.removesuffix(_METADATA)

    def fetch(wanted: Wanted) -> bytes | None:
        if not wanted.url.startswith(base):
            return None
        path = (top / wanted.url.removeprefix(base)).resolve()
        if not path.is_relative_to(top) or not path.is_file() or path.stat().st_size > wanted.most_bytes:
            return None
        return path.read_bytes()

    return start, fetch
