"""Which versions do the words of a branch "product_version_range" mean?

CSAF 2.0 (section 3.1.2.3.2) allows `vers:` URIs and loose words. Only signs are read of the latter ("<V1.2",
">= 2.0 | < 2.4") and a few fixed phrases; whatever is left over makes the whole range unread, for a person to read.
"""

import re

from wardmote.engines.advisories.facts import ANY, GENERIC, Span
from wardmote.engines.advisories.versions import spans_of_vers

_ALL = {"*", "vers:all/*", "all", "all versions", "all version", "any", "any version"}
_BOUND = re.compile(r"(<=|>=|<|>|=|≤|≥)?\s*([^<>=≤≥]+)\Z")
_SIGNS = {"≤": "<=", "≥": ">="}
_UP_TO = re.compile(r"(.{1,80}?)\s+(?:and|or)\s+(?:prior|earlier|below|older)(?:\s+versions?)?\Z", re.IGNORECASE)
_BEFORE = re.compile(r"(?:versions?\s+)?(?:prior\s+to|before|earlier\s+than)\s+(.{1,80})\Z", re.IGNORECASE)
_FROM = re.compile(r"(.{1,80}?)\s+(?:and|or)\s+(?:later|newer|above)(?:\s+versions?)?\Z", re.IGNORECASE)
_LEAD = re.compile(r"\A(?:all\s+)?versions?\s+(?=[<>=≤≥])", re.IGNORECASE)
# A version: one word with a digit, perhaps with "update 2", "SP1 HF3" behind it.
_VERSION = re.compile(
    r"(?:version\s+)?v?\.?\s?([0-9A-Za-z][0-9A-Za-z._:+~()-]{0,60})((?:\s(?:sp|update|hotfix|hf|patch|mp|u|p|r)\s?[0-9]{1,6})*)\Z",
    re.IGNORECASE,
)
MOST_LETTERS = 500


def spans_of(words: str) -> tuple[Span, ...]:
    """Return the spans that a range's words mean; none where they can't be read with certainty."""
    plain = " ".join(words.split())
    if plain.lower() in _ALL:
        return (ANY,)
    if not plain or len(plain) > MOST_LETTERS:
        return ()
    if plain.lower().startswith("vers:"):
        return _of_vers(plain)
    plain = _LEAD.sub("", plain)
    for pattern, sign in ((_UP_TO, "<="), (_BEFORE, "<"), (_FROM, ">=")):
        if found := pattern.match(plain):
            return _of_bounds([f"{sign}{found[1]}"] if not re.search("[<>=]", found[1]) else [])
    return _of_bounds(_parts(plain) if re.search("[<>=≤≥]", plain) else [plain])


def version_of(words: str) -> str:
    """Return a version without the "V" before its number, "" where the words aren't a version."""
    found = _VERSION.match(" ".join(words.split()))
    if not found or not any(c.isdigit() for c in found[0]):
        return ""
    number = found[1]
    if number[0] in "vV" and number[1:2].isdigit():
        number = number[1:]
    return f"{number}{found[2]}"


def _of_vers(uri: str) -> tuple[Span, ...]:
    """Read a `vers:` URI; behind "all" and "generic" publishers write the loose words that stand for no scheme."""
    scheme, _, rest = uri[5:].partition("/")
    if scheme.lower() in ("all", "generic", ""):
        return _of_bounds(_parts(rest))
    try:
        return spans_of_vers(uri)
    except ValueError:
        return ()


def _parts(plain: str) -> list[str]:
    signs = re.sub(r"\s*(<=|>=|<|>|≤|≥|(?<![<>])=)\s*", r"|\1", plain)
    return [part.strip(" ,&") for part in re.split(r"[|,]", signs) if part.strip(" ,&")]


def _of_bounds(parts: list[str]) -> tuple[Span, ...]:
    """Join bounds to spans in the order in which they stand: a lower bound and the upper one after it are a pair."""
    spans: list[Span] = []
    low: tuple[str, bool] | None = None
    for part in parts:
        found = _BOUND.match(part)
        version = version_of(found[2]) if found else ""
        if not found or not version:
            return ()
        match _SIGNS.get(found[1] or "=", found[1] or "="):
            case ">" | ">=" as sign:
                if low:
                    return ()
                low = (version, sign == ">=")
            case "=":
                spans.append(Span.one(version))
            case sign:
                start, is_included = low or ("", True)
                spans.append(Span(GENERIC, start, is_included, version, sign == "<="))
                low = None
    if low:
        spans.append(Span(GENERIC, low[0], low[1]))
    return tuple(spans)
