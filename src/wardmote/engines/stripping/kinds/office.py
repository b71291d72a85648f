"""Word, Excel and PowerPoint files lose their properties, and all people in them are called the same (ECMA-376)."""

import io
import re
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from wardmote.engines.files.archive import open_archive
from wardmote.engines.files.inspection import Refused
from wardmote.engines.stripping.kinds.jpeg import strip_jpeg
from wardmote.engines.stripping.kinds.png import strip_png
from wardmote.engines.stripping.refusing import Uncleanable

NOBODY = b"Author"
_DROPPED = ("docprops/", "docmetadata/", "customxml/")
_DROPPED_INSIDE = ("printersettings/", "thumbnail.")
_RELATIONS = re.compile(
    rb"/(core-properties|extended-properties|custom-properties|thumbnail|customXml|customXmlProps|"
    rb"classificationlabels|printerSettings)[\"']"
)
_TAG = re.compile(rb"<[A-Za-z](?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>")
_WHO = re.compile(
    rb"(\s(?:[\w.-]+:)?(?:author|initials|userId|providerId|userName|displayName|refreshedBy|lastModifiedBy|"
    rb"lastSaved[bB]y)\s*=\s*)(\"[^\"]*\"|'[^']*')"
)
_NAME = re.compile(rb"(\s(?:name|initials|userId|providerId)\s*=\s*)(\"[^\"]*\"|'[^']*')")
_SESSIONS = re.compile(rb"\s(?:[\w.-]+:)?(?:rsid\w*|dateUtc|dT|date)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SESSION_LIST = re.compile(rb"</?w:rsid(?:s|Root)?(?:\s[^<>]*|/)?>")
_PATH = re.compile(rb"<x15ac:absPath\b(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*/>")
# Where something lay on its maker's machine: Word notes it as what a picture shows, Excel with its sources.
_TOLD = re.compile(
    rb"(\s(?:\w+:)?(?:descr|title|alt|name|sourceFile|odcFile|connection|href|src)\s*=\s*)(\"[^\"]*\"|'[^']*')",
    re.IGNORECASE,
)
_PLACE = re.compile(rb"(?<![A-Za-z])[A-Za-z]:[\\/](?!/)|^.\s*(?:\\\\|file:|/(?:Users|home)/)", re.IGNORECASE)
_AUTHORS = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")
_PRINTER = re.compile(rb"(<(?:\w+:)?pageSetup\b(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*?)\s\w+:id=\"[^\"]*\"")
_PART = re.compile(rb"PartName\s*=\s*[\"']/([^\"']*)[\"']")
_ELEMENT = re.compile(rb"<(?:\w+:)?(?:Relationship|Override)\s(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*/>")
_SETTLED = frozenset(("xml", "rels", "vml"))
_REFUSED = (
    "The file holds parts (pictures of other kinds, a history of changes, links to files) that can tell who made it. "
    "Print it to PDF and upload that."
)


def strip_office(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Write the package anew: no properties, no names of people, no paths, no sessions, no moments in the archive."""
    try:
        archive = open_archive(content)
    except Refused as refused:
        raise Uncleanable(refused.sentence) from refused
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in archive.members:
            if not name.endswith("/") and not _is_dropped(name):
                entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = ZIP_DEFLATED
                packed.writestr(entry, _cleaned(name, archive.read(name)))
    return out.getvalue(), ("properties of the document", "names of authors")


def _is_dropped(name: str) -> bool:
    lower = name.lower()
    return lower.startswith(_DROPPED) or any(part in lower for part in _DROPPED_INSIDE)


def _cleaned(name: str, part: bytes) -> bytes:
    lower = name.lower()
    ending = lower.rpartition(".")[2]
    if "revisions/" in lower or lower.endswith(("/glossary.bin", ".svg")):
        raise Uncleanable(_REFUSED)
    if ending in _SETTLED:
        return _cleaned_markup(lower, part)
    if ending in _STRIPPED:
        return _STRIPPED[ending](part)[0]
    if ending in ("odttf", "fntdata"):
        return part
    raise Uncleanable(_REFUSED)


def _cleaned_markup(name: str, part: bytes) -> bytes:
    if b"\x00" in part or b"<!--" in part:
        raise Uncleanable(_REFUSED)
    if name == "[content_types].xml" or name.endswith(".rels"):
        return _ELEMENT.sub(_kept_element, part)
    who = _NAME if name.endswith(("authors.xml", "people.xml")) else _WHO
    part = _PATH.sub(b"", _SESSION_LIST.sub(b"", part))
    part = _PRINTER.sub(rb"\1", part)
    if "comments" in name:
        part = _AUTHORS.sub(rb"\1" + NOBODY + rb"\2", part)
    return _TAG.sub(lambda tag: _nameless(tag[0], who), part)


def _nameless(tag: bytes, who: re.Pattern[bytes]) -> bytes:
    for which in {who, _WHO}:
        tag = which.sub(rb'\1"' + NOBODY + b'"', tag)
    return _SESSIONS.sub(b"", _TOLD.sub(_placeless, tag))


def _placeless(told: re.Match[bytes]) -> bytes:
    """Return an attribute, empty where it names a place on somebody's machine."""
    return told[1] + b'""' if _PLACE.search(told[2]) else told[0]


def _kept_element(found: re.Match[bytes]) -> bytes:
    """Return a relationship or a part's type, or nothing where it speaks of what was dropped."""
    element = found[0]
    if re.search(rb"Target\s*=\s*[\"']\s*(file:|[A-Za-z]:[\\/]|\\\\)", element, re.IGNORECASE):
        raise Uncleanable(_REFUSED)
    part = _PART.search(element)
    is_gone = bool(_RELATIONS.search(element)) or (part is not None and _is_dropped(part[1].decode("utf-8", "replace")))
    return b"" if is_gone else element


Strip = Callable[[bytes], tuple[bytes, tuple[str, ...]]]
STRIPS: dict[str, Strip] = {"docx": strip_office, "xlsx": strip_office, "pptx": strip_office}
_STRIPPED: dict[str, Strip] = {"png": strip_png, "jpg": strip_jpeg, "jpeg": strip_jpeg, **STRIPS}
