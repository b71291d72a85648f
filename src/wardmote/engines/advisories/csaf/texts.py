"""What can be taken of a document whose types nobody has looked at?"""

import html
import re
from typing import Any

from wardmote.engines.advisories.csaf.parsing import Json

MOST_LETTERS = 20_000
_MOST_PASSES = 5
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Elements of HTML only: "<V1.2" and "<IP address>" are words of an advisory.
_ELEMENTS = (
    "a|abbr|b|base|big|blockquote|body|br|button|center|code|dd|del|details|div|dl|dt|em|embed|font|form|frame|h[1-6]"
    "|head|hr|html|i|iframe|img|input|ins|kbd|li|link|math|meta|noscript|object|ol|p|pre|s|samp|script|select|small"
    "|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video"
)
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:[\s/][^<>]{{0,2000}})?>", re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/li|/tr|/h[1-6])[^<>]{0,20}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,2000}>[^<]{0,20000}</\1\s{0,9}>", re.IGNORECASE)


def text(value: object, most: int = MOST_LETTERS) -> str:
    """Return a text without control characters, cut; "" for anything that isn't a text."""
    if not isinstance(value, str):
        return ""
    return _CONTROLS.sub("", value[: 4 * most]).strip()[:most]


def prose(value: object) -> str:
    """Return a text for people: without the tags of HTML as well, with entities as the letters that they stand for."""
    found = text(value)
    if "&" in found:
        found = _CONTROLS.sub("", html.unescape(found))
    return _without_markup(found).strip() if "<" in found else found.strip()


def _without_markup(found: str) -> str:
    """Take tags out until none is left: one may come to light where another stood inside it."""
    for _ in range(_MOST_PASSES):
        plain = _MARKUP.sub("", _BREAKS.sub("\n", _HIDDEN.sub("", found)))
        if plain == found:
            return found
        found = plain
    return found.replace("<", "")


def url(value: object) -> str:
    """Return an address on the web, "" for anything else."""
    found = text(value, 2_000)
    is_safe = found.lower().startswith(("https://", "http://")) and not any(c.isspace() or c in '"<>\\' for c in found)
    return found if is_safe else ""


def fields(value: object) -> Json:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def objects(value: object) -> list[Json]:
    """Return the objects of a list."""
    return [item for item in items(value) if isinstance(item, dict)]


def words(value: object) -> list[str]:
    """Return the texts of a list."""
    return [found for item in items(value) if (found := text(item, 1_000))]
