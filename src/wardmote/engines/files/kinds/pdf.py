"""Is this a PDF that runs nothing, opens nothing and carries no other file (ISO 32000-2)?"""

import re

from wardmote.engines.files.inspection import Kind, Refused
from wardmote.engines.files.pdf_objects import NAME, Objects, plain_name, read_objects

_TAIL = 2_048
_MOST_OPENINGS = 20
_REFUSALS = {
    "Encrypt": "The PDF is locked or limited by a password. Print it to PDF without one and upload that.",
    "JavaScript": "The PDF holds scripts, which aren't taken. Print it to PDF and upload that.",
    "XFA": "The PDF is a form with scripts, which aren't taken. Print it to PDF and upload that.",
    "Launch": "The PDF starts another program. Print it to PDF and upload that.",
    "EmbeddedFile": "Other files are attached inside the PDF. Upload them one by one, and print the PDF to PDF.",
    "EmbeddedFiles": "Other files are attached inside the PDF. Upload them one by one, and print the PDF to PDF.",
    "RichMedia": "The PDF holds films or sounds. Print it to PDF and upload that.",
    "GoToE": "The PDF opens another file. Print it to PDF and upload that.",
    "ImportData": "The PDF fetches data into a form. Print it to PDF and upload that.",
    "SubmitForm": "The PDF sends a form elsewhere. Print it to PDF and upload that.",
}
_OPENS = "The PDF does something as soon as it is opened. Print it to PDF and upload that."
_OPENING = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]{10,40})\s*(\[|<<|(\d{1,10})\s+\d{1,5}\s+R)")
_HARMLESS = re.compile(rb"\s*(\[|<<[^>]{0,300}/S\s*/GoTo[^A-Za-z0-9])")


def check(content: bytes) -> tuple[str, ...]:
    """Look at the names in every object, packed ones too; where the file opens may only be a place in itself."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise Refused("The PDF is cut off, or something hangs on its end. Print it to PDF and upload that.")
    objects = read_objects(content)
    for text in objects.texts:
        for found in NAME.finditer(text):
            refusal = _REFUSALS.get(plain_name(found[1]))
            if refusal:
                raise Refused(refusal)
        _check_opening(text, objects)
    return ()


def _check_opening(text: bytes, objects: Objects) -> None:
    """A PDF may say where to open itself, once for each time that it was saved: a place is fine, an act isn't."""
    openings = [found for found in _OPENING.finditer(text) if plain_name(found[1]) == "OpenAction"]
    if len(openings) > _MOST_OPENINGS:
        raise Refused(_OPENS)
    for found in openings:
        number = found[3]
        at_issue = objects.start_of(int(number)) if number else text[found.start(2) : found.start(2) + 400]
        if at_issue is None or not _HARMLESS.match(at_issue):
            raise Refused(_OPENS)


KIND = Kind(key="pdf", title="PDF document", endings=("pdf",), media_type="application/pdf", check=check)
