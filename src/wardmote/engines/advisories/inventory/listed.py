"""Which software does a plain list name: CPE 2.3 names and package URLs, one to a line?"""

from urllib.parse import unquote

from wardmote.engines.advisories.facts import Broken, ReadingError
from wardmote.engines.advisories.inventory.lines import MOST_LINES, Inventory, Line
from wardmote.engines.advisories.inventory.texts import clean, cpe_of, plain, purl_of, split_cpe, written

_KINDS = {"a": "application", "o": "operating-system", "h": "device"}


def is_listed(text: str) -> bool:
    """Say whether the first line that says something is a CPE name or a package URL."""
    first = next((line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")), "")
    return first.startswith(("cpe:", "pkg:"))


def read_listed(text: str) -> Inventory:
    """Read each line; blank ones, and ones that begin with #, are remarks."""
    lines: list[Line] = []
    broken: list[Broken] = []
    for number, line in enumerate(text.splitlines(), 1):
        told = line.strip()
        if not told or told.startswith("#"):
            continue
        found = _line_of(told)
        if found:
            lines.append(found)
        else:
            broken.append(Broken(f"line {number}", f"“{clean(told, 80)}” is no CPE name and no package URL."))
        if len(lines) + len(broken) > MOST_LINES:
            raise ReadingError(f"The list has more than {MOST_LINES:,} lines.")
    return Inventory("CPE names and package URLs", tuple(lines), tuple(broken))


def _line_of(text: str) -> Line | None:
    if cpe := cpe_of(text):
        part, vendor, name, version, update, *_ = split_cpe(cpe)
        numbers = " ".join(word for word in (plain(version), plain(update)) if word)
        words = plain(vendor).replace("_", " "), plain(name).replace("_", " "), numbers
        return Line(*words, cpe=cpe, as_written=text, kind=_KINDS.get(part, ""))
    if purl := purl_of(text):
        path = purl.removeprefix("pkg:").partition("#")[0].partition("?")[0].strip("/")
        path, _, version = path.rpartition("@") if "@" in path.rpartition("/")[2] else (path, "", "")
        name = unquote(path.partition("/")[2])
        number = clean(unquote(version))
        return Line("", clean(name), number, purl=purl, as_written=written("", clean(name), number), kind="library")
    return None
