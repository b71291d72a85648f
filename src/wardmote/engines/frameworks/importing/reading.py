"""Which official statements does a file hold, and what is odd about it?"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from wardmote.engines.frameworks.importing.assembling import assemble
from wardmote.engines.frameworks.importing.csv_table import read_csv
from wardmote.engines.frameworks.importing.draft import Draft, refuse
from wardmote.engines.frameworks.importing.toml_file import read_toml
from wardmote.engines.frameworks.importing.webcaf import read_webcaf
from wardmote.engines.frameworks.importing.wording import Fault, Wording
from wardmote.engines.frameworks.outcomes import OutcomeFramework

LARGEST_FILE = 2_000_000
_READERS: dict[str, Callable[[str, str], Draft]] = {
    "yaml": read_webcaf,
    "yml": read_webcaf,
    "toml": read_toml,
    "csv": read_csv,
}


def read_wording(content: bytes, file_name: str, outline_of: Callable[[str, str], OutcomeFramework]) -> Wording:
    """Read a file by its extension: the CAF's YAML, our TOML, or a CSV table.

    `outline_of` gives the framework of a key and a version. What can be kept is kept, and the faults say what was
    odd; FrameworkError refuses a file that is damaged as a whole, or speaks of outcomes that the framework lacks.
    """
    extension = file_name.rpartition(".")[2].lower()
    if extension not in _READERS:
        raise refuse(file_name, 0, "the name must end in .yaml, .toml or .csv, so that we know how to read it")
    if len(content) > LARGEST_FILE:
        raise refuse(file_name, 0, f"the file has more than {LARGEST_FILE // 1_000_000} MB")
    text, faults = _decoded(content, file_name, is_table=extension == "csv")
    draft = _READERS[extension](text, file_name)
    draft = replace(draft, faults=(*faults, *draft.faults))
    outline = outline_of(draft.framework, draft.version)
    return assemble(draft, outline, file_name, hashlib.sha256(content).hexdigest())


def _decoded(content: bytes, file_name: str, *, is_table: bool) -> tuple[str, tuple[Fault, ...]]:
    """The text, and what must be said of how it was read: Excel saves tables as Windows-1252 unless told otherwise."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise refuse(file_name, 0, "the text is UTF-16, or no text at all; save it as UTF-8")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if not is_table:
            raise refuse(file_name, line, "the text is not UTF-8; save it as UTF-8") from error
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise refuse(file_name, line, "the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8") from error
    says = "The text is not UTF-8 and was read as Windows-1252. Check quotation marks, dashes and pound signs."
    return text, (Fault(line, says),)
