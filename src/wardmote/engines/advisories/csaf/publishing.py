"""Which files make a valid tree of a CSAF trusted provider? (CSAF 2.0, sections 7.1 and 7.2)"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from wardmote.engines.advisories.csaf.integrity import HASHES, hash_line
from wardmote.engines.advisories.csaf.notices import Notice, Publisher
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.writing import TLP, filename, publisher_of, write, written
from wardmote.engines.advisories.facts import Label

WELL_KNOWN = ".well-known/csaf"
_SCHEMA = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"
_CATEGORY = {"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where and as whom we publish. `site` is the address without a path: https://warp.example.gov.uk.

    A site of one provider has all in the folder that is known well; one of several a `folder` for each.
    """

    site: str
    publisher: Publisher
    fingerprint: str
    public_key: bytes
    sign: Callable[[bytes], bytes]
    folder: str = WELL_KNOWN

    @property
    def base(self) -> str:
        """The address of the folder that everything stands in."""
        return f"{self.site.rstrip('/')}/{self.folder}"


@dataclass(frozen=True, slots=True)
class _Document:
    """A document with its place below the folder of its label."""

    notice: Notice
    path: str
    data: bytes


def tree(notices: Iterable[Notice], shelf: Shelf, *, at: datetime) -> dict[str, bytes]:
    """Return every file of the tree, by its path below the site.

    Each label has a folder and a feed of its own (white, green, amber, amber-strict, red), so that whoever serves them
    can let readers in by label. A trusted provider's documents are hashed and signed.
    """
    by_label: dict[Label, list[_Document]] = {}
    for notice in notices:
        path = f"{notice.published:%Y}/{filename(notice.id)}"
        data = write(notice, f"{shelf.base}/{_folder(notice.label)}/{path}")
        by_label.setdefault(notice.label, []).append(_Document(notice, path, data))
    files: dict[str, bytes] = {}
    for label, documents in by_label.items():
        documents.sort(key=lambda document: (document.notice.revised, document.path), reverse=True)
        _refuse_one_name_for_two(documents)
        files |= _of_label(label, documents, shelf, at)
    key = f"{shelf.folder}/openpgp/{shelf.fingerprint}.asc"
    files[key] = shelf.public_key
    files[f"{shelf.folder}/provider-metadata.json"] = _json(_metadata(sorted(by_label), shelf, at))
    return files


def _refuse_one_name_for_two(documents: list[_Document]) -> None:
    paths = [document.path for document in documents]
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise ValueError(f"Two notices would have the same file: {twice[0]}. Give one of them another id.")


def _of_label(label: Label, documents: list[_Document], shelf: Shelf, at: datetime) -> dict[str, bytes]:
    folder = f"{shelf.folder}/{_folder(label)}"
    files: dict[str, bytes] = {}
    for document in documents:
        path = f"{folder}/{document.path}"
        files[path] = document.data
        for algorithm in HASHES:
            files[f"{path}.{algorithm}"] = hash_line(document.data, algorithm, path.rpartition("/")[2])
        files[f"{path}.asc"] = shelf.sign(document.data)
    files[f"{folder}/index.txt"] = "".join(f"{path}\n" for path in sorted(d.path for d in documents)).encode()
    files[f"{folder}/changes.csv"] = _changes(documents)
    files[f"{folder}/{_feed_name(label)}"] = _json(_feed(label, documents, shelf, at))
    return files


def _changes(documents: list[_Document]) -> bytes:
    """Return the list of changes, the latest first (section 7.1.13)."""
    lines = io.StringIO(newline="")
    rows = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerows((document.path, written(document.notice.revised)) for document in documents)
    return lines.getvalue().encode()


def _folder(label: Label) -> str:
    return "white" if label is Label.CLEAR else label.value


def _feed_name(label: Label) -> str:
    return f"csaf-feed-tlp-{_folder(label)}.json"


def _feed(label: Label, documents: list[_Document], shelf: Shelf, at: datetime) -> Json:
    folder = f"{shelf.base}/{_folder(label)}"
    return {
        "feed": {
            "id": _feed_name(label).removesuffix(".json"),
            "title": f"CSAF feed of {shelf.publisher.name} ({label.written})",
            "link": [{"rel": "self", "href": f"{folder}/{_feed_name(label)}"}],
            "category": [_CATEGORY],
            "updated": written(documents[0].notice.revised if documents else at),
            "entry": [_entry(document, folder) for document in documents],
        }
    }


def _entry(document: _Document, folder: str) -> Json:
    url, notice = f"{folder}/{document.path}", document.notice
    hashes = [{"rel": "hash", "href": f"{url}.{algorithm}"} for algorithm in HASHES]
    return {
        "id": notice.id,
        "title": notice.title,
        "link": [{"rel": "self", "href": url}, *hashes, {"rel": "signature", "href": f"{url}.asc"}],
        "published": written(notice.published),
        "updated": written(notice.revised),
        "summary": {"content": notice.what[:1_000]},
        "content": {"type": "application/json", "src": url},
        "format": {"schema": _SCHEMA, "version": "2.0"},
    }


def _metadata(labels: list[Label], shelf: Shelf, at: datetime) -> Json:
    feeds = [
        {
            "summary": f"Documents with the label {label.written}",
            "tlp_label": TLP[label],
            "url": f"{shelf.base}/{_folder(label)}/{_feed_name(label)}",
        }
        for label in labels
    ]
    places = [{"rolie": {"feeds": feeds}}, *({"directory_url": f"{shelf.base}/{_folder(label)}/"} for label in labels)]
    return {
        "canonical_url": f"{shelf.base}/provider-metadata.json",
        **({"distributions": places} if labels else {}),
        "last_updated": written(at),
        "list_on_CSAF_aggregators": True,
        "mirror_on_CSAF_aggregators": False,
        "metadata_version": "2.0",
        "public_openpgp_keys": [
            {"fingerprint": shelf.fingerprint, "url": f"{shelf.base}/openpgp/{shelf.fingerprint}.asc"}
        ],
        "publisher": publisher_of(shelf.publisher),
        "role": "csaf_trusted_provider",
    }


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
