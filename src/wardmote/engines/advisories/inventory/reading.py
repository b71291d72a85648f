"""Which list of software is this, and what does it hold?"""

from typing import Any

from wardmote.engines.advisories.facts import ReadingError
from wardmote.engines.advisories.inventory.cyclonedx import is_cyclonedx, read_cyclonedx
from wardmote.engines.advisories.inventory.cyclonedx_xml import read_cyclonedx_xml
from wardmote.engines.advisories.inventory.json_text import read_json
from wardmote.engines.advisories.inventory.lines import Inventory
from wardmote.engines.advisories.inventory.listed import is_listed, read_listed
from wardmote.engines.advisories.inventory.spdx import is_spdx, is_spdx_graph, read_spdx, read_spdx_graph
from wardmote.engines.advisories.inventory.spdx_tags import read_spdx_tags
from wardmote.engines.advisories.inventory.unpacking import unpack

_MARK = b"\xef\xbb\xbf"
_JSON = ((is_cyclonedx, read_cyclonedx), (is_spdx, read_spdx), (is_spdx_graph, read_spdx_graph))


def read_inventory(content: bytes) -> Inventory:
    """Read a CycloneDX or SPDX document or a list of names, as it is or in gzip or zip.

    ReadingError, in words for the person who sent it, where the file as a whole can't be taken.
    """
    document = unpack(content).removeprefix(_MARK).lstrip(b" \t\r\n")
    if not document:
        raise ReadingError("The file is empty.")
    if document.startswith(b"{"):
        return _from_json(read_json(document))
    if document.startswith(b"<"):
        return read_cyclonedx_xml(document)
    try:
        text = document.decode()
    except UnicodeDecodeError as error:
        raise ReadingError("The file is no text in UTF-8, and no list of software that we know.") from error
    if "SPDXVersion:" in text[:4096]:
        return read_spdx_tags(text)
    if is_listed(text):
        return read_listed(text)
    raise _unknown()


def _from_json(document: Any) -> Inventory:
    # GitHub's export wraps the document once.
    inner = document.get("sbom")
    for value in (document, inner):
        for recognises, read in _JSON:
            if recognises(value):
                return read(value)
    raise _unknown()


def _unknown() -> ReadingError:
    return ReadingError("The file is no CycloneDX or SPDX document, and no list of CPE names or package URLs.")
