"""Is it a JSON document that a person may have meant, of a size and depth that we take?"""

import json
import re
from collections import Counter
from typing import Any, NoReturn

from wardmote.engines.advisories.facts import ReadingError

MOST_BYTES = 50_000_000
MOST_LEVELS = 64
MOST_DIGITS = 40
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")

Json = dict[str, Any]


def parse(data: bytes) -> Json:
    """Return the object in UTF-8 bytes, or raise ReadingError that says what the sender can mend (RFC 8259)."""
    if len(data) > MOST_BYTES:
        raise ReadingError(f"The document is larger than {MOST_BYTES // 1_000_000} MB. Send it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadingError("The document isn't UTF-8. Save it as UTF-8 and send it again.") from None
    found = _loaded(text)
    if not isinstance(found, dict):
        raise ReadingError("The document isn't a JSON object: it has to start with { and end with }.")
    _check_levels(found)
    if _HALF_CHARACTER.search(text):
        _check_characters(found)
    return found


def _loaded(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_with_different_keys,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        says = f"The document isn't JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        raise ReadingError(says) from None
    except RecursionError:
        raise _too_deep() from None


def _with_different_keys(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise ReadingError(f"The document uses the key {twice[:100]!a} twice in one object, so it has two meanings.")
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise ReadingError(f"The document holds {word}, which is not a number of JSON.")


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ReadingError(f"The document holds a number of more than {MOST_DIGITS} digits.")
    return int(digits)


def _number(digits: str) -> float:
    found = float(digits)
    if abs(found) == float("inf"):
        raise ReadingError("The document holds a number that is too large to be one.")
    return found


def _check_levels(document: Json) -> None:
    level: list[Any] = [document]
    for _ in range(MOST_LEVELS):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> ReadingError:
    return ReadingError(f"The document is nested more than {MOST_LEVELS} levels deep.")


def _check_characters(document: Json) -> None:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ReadingError("The document holds halves of characters (lone surrogates), which aren't text.") from None
