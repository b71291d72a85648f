"""Which words of a list can be shown and compared, and which of its names for machines are some?"""

from ..names import read_cpe

LONGEST_WORDS, LONGEST_NAME = 500, 2_000
_NOTHING_SAID = frozenset({"NOASSERTION", "NONE", "noassertion", "none"})
_PARTS = 11


def clean(value: object, most: int = LONGEST_WORDS) -> str:
    """Return a text without control characters, cut to a length; "" where the value is no text or says nothing."""
    if type(value) is not str:
        return ""
    if value.isprintable() and len(value) <= most:
        return "" if value in _NOTHING_SAID else value.strip()
    if not value.isprintable():
        value = " ".join("".join(letter if letter.isprintable() else " " for letter in value[: 4 * most]).split())
    text = value[:most].strip()
    return "" if text in _NOTHING_SAID else text


def cpe_of(value: object) -> str:
    """Return a CPE 2.3 formatted string of one, or of a CPE 2.2 URI; "" where the value is neither."""
    if type(value) is not str or len(value) > LONGEST_NAME or not value.isascii() or not value.isprintable():
        return ""
    text = value.strip()
    if text.startswith("cpe:2.3:"):
        is_plain = text.count(":") == _PARTS + 1 and "\\" not in text and "::" not in text and text[-1] != ":"
        parts = text[8:9] if is_plain else split_cpe(text)
        is_whole = is_plain or (len(parts) == _PARTS and all(parts))
        return text if is_whole and parts[0] in ("a", "o", "h", "*", "-") else ""
    found = read_cpe(text) if text.startswith("cpe:/") else None
    return found.bound() if found else ""


def split_cpe(cpe: str) -> list[str]:
    """Return the parts of a CPE 2.3 formatted string after `cpe:2.3:`; a colon behind a backslash parts nothing."""
    if "\\:" not in cpe:
        return cpe.split(":")[2:]
    return [part.replace("\0", "\\:") for part in cpe.replace("\\:", "\0").split(":")][2:]


def plain(part: str) -> str:
    """Return a part of a CPE as words: without backslashes, and "" for any (*) and none (-)."""
    return "" if part in ("*", "-") else part.replace("\\", "")


def purl_of(value: object) -> str:
    """Return a package URL, or "" where the value is none."""
    if type(value) is not str or len(value) > LONGEST_NAME or not value.isprintable():
        return ""
    text = value.strip()
    kind, slash, name = text[4:].partition("/")
    return text if text.startswith("pkg:") and kind and slash and name.strip("/") and " " not in text else ""


def written(vendor: str, name: str, version: str) -> str:
    """Return a line for people: vendor, name and version, and nothing twice."""
    words = f"{name} {version}" if version else name
    if not vendor or name.lower().startswith(vendor.lower()):
        return words
    return f"{vendor} {words}"
