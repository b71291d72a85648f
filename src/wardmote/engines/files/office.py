"""Does a Word, Excel or PowerPoint file (ECMA-376) hold anything that acts or fetches when it is opened?"""

import re
from collections.abc import Iterable, Mapping

from wardmote.engines.files.archive import DAMAGED, MOST_UNPACKED, Archive, open_archive
from wardmote.engines.files.inspection import Refused
from wardmote.engines.files.markup import Walk, value_of

TYPES = "[Content_Types].xml"
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_MACROS = "The file holds macros, which aren't taken. Save it as .{kind} without macros, or as PDF."
_EMBEDDED = "An object or control is embedded in it. Take that out, or save it as PDF and upload that."
_TEMPLATE = (
    "It fetches a template from elsewhere when it is opened. In Word, attach the template Normal instead "
    "(Developer, Document Template), or save it as PDF."
)
_FETCHES = "It fetches something from elsewhere when it is opened. Save it as PDF and upload that."
_COMMAND = "It holds a field or formula that starts another program (DDE). Take that out, or save it as PDF."
_LINKED = "It links to pictures or workbooks elsewhere. Whoever opens it may be asked to fetch them."
_HARMLESS_OUTSIDE = {"hyperlink"}
_NOTED_OUTSIDE = {"externalLinkPath", "image", "video", "audio", "media"}
_REFUSED_INSIDE = {"oleObject", "control", "activeXControlBinary", "aFChunk", "ctrlProp"}
_QUOTED = re.compile(r'"[^"]*"')
_FIELD_COMMAND = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)


def check_office(content: bytes, kind: str, most: int = MOST_UNPACKED, is_embedded: bool = False) -> tuple[str, ...]:
    """Refuse what acts or fetches; return warnings. One document may be embedded in another, none in that."""
    archive = open_archive(content, most)
    _check_types(archive, kind)
    links = [link for name in archive.members if name.endswith(".rels") for link in _links(archive, name)]
    for link in links:
        _check_link(*link)
    _check_fields(archive)
    _check_embedded(archive, most - sum(entry.file_size for entry in archive.members.values()), is_embedded)
    is_linked = any(is_outside and relation in _NOTED_OUTSIDE for relation, is_outside in links)
    return (_LINKED,) if is_linked else ()


def _check_types(archive: Archive, kind: str) -> None:
    """Refuse macros and controls by the types that the package names, and a package of another kind."""
    found: list[str] = []

    def note(_element: str, attributes: Mapping[str, str]) -> None:
        found.append(value_of(attributes, "ContentType").lower())

    if TYPES not in archive.members:
        raise Refused(DAMAGED)
    Walk(note).go_through(archive.read(TYPES))
    if any("macro" in said or "vba" in said for said in found):
        raise Refused(_MACROS.format(kind=kind))
    if any("activex" in said or "oleobject" in said for said in found):
        raise Refused(_EMBEDDED)
    if MAIN[kind].lower() not in found:
        raise Refused(f"The file isn't a .{kind} file inside. Save it again as .{kind} from its own program.")


def _links(archive: Archive, name: str) -> list[tuple[str, bool]]:
    """Return each relationship of a part as (what it is, whether it leads out of the file)."""
    found: list[tuple[str, bool]] = []

    def note(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            relation = value_of(attributes, "Type").rpartition("/")[2]
            found.append((relation, value_of(attributes, "TargetMode").strip().lower() == "external"))

    Walk(note).go_through(archive.read(name))
    return found


def _check_link(relation: str, is_outside: bool) -> None:
    if relation == "vbaProject" or "macro" in relation.lower():
        raise Refused("The file holds macros, which aren't taken. Save it without macros, or as PDF.")
    if relation in _REFUSED_INSIDE:
        raise Refused(_EMBEDDED)
    if not is_outside or relation in _HARMLESS_OUTSIDE | _NOTED_OUTSIDE:
        return
    raise Refused(_TEMPLATE if relation == "attachedTemplate" else _FETCHES)


def _check_fields(archive: Archive) -> None:
    """Refuse fields of Word and formulas or links of Excel that start another program."""
    instructions: list[str] = []

    def note(element: str, attributes: Mapping[str, str]) -> None:
        if element in ("ddeLink", "oleLink", "oleObject", "control"):
            raise Refused(_COMMAND if element == "ddeLink" else _EMBEDDED)
        if element == "fldSimple":
            instructions.append(value_of(attributes, "instr"))

    for name in archive.members:
        lower = name.lower()
        if lower.endswith(".xml") and lower.startswith(("word/", "xl/externallinks/", "xl/worksheets/", "ppt/slides/")):
            walk = Walk(note, frozenset({"instrText", "f"}))
            walk.go_through(archive.read(name))
            instructions.append("".join(text for element, text in walk.texts if element == "instrText"))
            _check_formulas(text for element, text in walk.texts if element == "f")
    if any(_FIELD_COMMAND.search(_QUOTED.sub("", said)) for said in instructions):
        raise Refused(_COMMAND)


def _check_formulas(formulas: Iterable[str]) -> None:
    if any(map(is_command, formulas)):
        raise Refused(_COMMAND)


def is_command(formula: str) -> bool:
    """Whether a formula reads `program|topic!item`, which asks another program (DDE). No other formula has a bar."""
    if "|" not in formula:
        return False
    _program, bar, rest = _QUOTED.sub("", formula).partition("|")
    return bool(bar) and "!" in rest


def _check_embedded(archive: Archive, left: int, is_embedded: bool) -> None:
    """Look into documents that lie in a document, such as the figures behind a chart."""
    for name in archive.members:
        if "embeddings/" not in name.lower() or name.endswith("/"):
            continue
        kind = name.lower().rpartition(".")[2]
        if is_embedded or kind not in MAIN:
            raise Refused(_EMBEDDED)
        check_office(archive.read(name), kind, left, is_embedded=True)
