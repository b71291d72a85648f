"""Is this text JSON that can be taken: one value to a key, and not nested too deep?"""

import json
from itertools import chain, compress
from typing import Any

import msgspec

from wardmote.engines.advisories.facts import ReadingError

DEEPEST = 64
_CONTAINERS = frozenset({dict, list})
_IS_OBJECT, _IS_LIST = frozenset({dict}).__contains__, frozenset({list}).__contains__


def read_json(content: bytes) -> Any:
    """Return the value; ReadingError where it is broken, nested deeper than 64 levels, or a key stands twice.

    The quick decoder keeps the last of equal keys. Without blanks, every key of the text is followed by `":`, so if
    there are as many of these as keys in the value, none was lost; else the slow decoder looks at each.
    """
    try:
        found = msgspec.json.decode(content)
        if _keys_of(found) != content.translate(None, b" \t\r\n").count(b'":'):
            json.loads(content, object_pairs_hook=_without_repeats)
    except RecursionError as error:
        raise _too_deep() from error
    except (msgspec.DecodeError, ValueError) as error:
        raise ReadingError(f"This is not valid JSON: {str(error)[:150]}.") from error
    return found


def _keys_of(value: Any) -> int:
    """Count the keys of a value, level by level."""
    keys, level = 0, [value]
    for _ in range(DEEPEST):
        kinds = list(map(type, level))
        objects = list(compress(level, map(_IS_OBJECT, kinds)))
        lists = list(compress(level, map(_IS_LIST, kinds))) if len(objects) < len(level) else []
        keys += sum(map(len, objects))
        inner = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(lists)]
        level = list(compress(inner, map(_CONTAINERS.__contains__, map(type, inner))))
        if not level:
            return keys
    raise _too_deep()


def _without_repeats(pairs: list[tuple[str, Any]]) -> None:
    keys = {key for key, _ in pairs}
    if len(keys) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        shown = "".join(letter if letter.isprintable() else "?" for letter in twice[:60])
        raise ReadingError(f"The key “{shown}” stands twice in the same place, so nobody can say which one holds.")


def _too_deep() -> ReadingError:
    return ReadingError(f"The values are nested deeper than {DEEPEST} levels.")
