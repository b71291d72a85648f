"""Does a text, sheet or slides of LibreOffice (OpenDocument 1.3) hold anything that acts or fetches when opened?"""

from collections.abc import Mapping
from zipfile import ZIP_STORED

from wardmote.engines.files.archive import DAMAGED, Archive, open_archive
from wardmote.engines.files.inspection import Refused
from wardmote.engines.files.markup import Walk, value_of

_MIMETYPE, _MANIFEST = "mimetype", "META-INF/manifest.xml"
_MACROS = "The file holds macros, which aren't taken. Delete them (Tools, Macros), or save it as PDF."
_EMBEDDED = "An object, control or frame is embedded in it. Take that out, or save it as PDF and upload that."
_COMMAND = "It holds a link that starts another program (DDE). Take that out, or save it as PDF."
_OBJECTS = {"object-ole", "plugin", "applet", "floating-frame"}
_DDE = {"dde-source", "dde-link", "dde-connection", "dde-connection-decl"}


def check_open_document(content: bytes, media_type: str) -> tuple[str, ...]:
    """Refuse macros, passwords, objects and commands; there is nothing to warn of."""
    archive = open_archive(content)
    _check_is(archive, media_type)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.members):
        raise Refused(_MACROS)
    for name in archive.members:
        if name.endswith(("content.xml", "styles.xml", "settings.xml")):
            Walk(_check_element).go_through(archive.read(name))
    return ()


def _check_is(archive: Archive, media_type: str) -> None:
    """Check the type that comes first, and that the list of members names no password."""
    said = archive.members.get(_MIMETYPE)
    if said is None or said.compress_type != ZIP_STORED or archive.read(_MIMETYPE).strip() != media_type.encode():
        raise Refused("The file isn't what its name says inside. Save it again from its own program.")
    if not {_MANIFEST, "content.xml"} <= archive.members.keys():
        raise Refused(DAMAGED)
    Walk(_check_is_not_locked).go_through(archive.read(_MANIFEST))


def _check_is_not_locked(element: str, _attributes: Mapping[str, str]) -> None:
    if element in ("encryption-data", "encrypted-key"):
        raise Refused("The file is locked with a password. Take the password away and upload it again.")


def _check_element(element: str, attributes: Mapping[str, str]) -> None:
    if element in ("event-listener", "script"):
        raise Refused(_MACROS)
    if element in _OBJECTS:
        raise Refused(_EMBEDDED)
    if element in _DDE or value_of(attributes, "dde-application"):
        raise Refused(_COMMAND)
    href = value_of(attributes, "href").strip().lower()
    if href.startswith(("vnd.sun.star.script:", "macro:", "javascript:")):
        raise Refused(_MACROS)
    if element == "object" and ":" in href.split("/")[0]:
        raise Refused(_EMBEDDED)
