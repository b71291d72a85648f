import pytest

from wardmote.engines.advisories.csaf.parsing import parse
from wardmote.engines.advisories.facts import ReadingError

REFUSED = {
    "a list": (b"[]", "isn't a JSON object"),
    "half a document": (b'{"document": {', "isn't JSON"),
    "another encoding": ('{"title": "caf\u00e9"}'.encode("latin-1"), "isn't UTF-8"),
    "a key twice": (b'{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' twice"),
    "65 levels": (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", "more than 64 levels"),
    "very many levels": (b'{"a":' * 200_000, "more than 64 levels"),
    "NaN": (b'{"a": NaN}', "holds NaN"),
    "a long number": (b'{"a": ' + b"9" * 5_000 + b"}", "more than 40 digits"),
    "an endless number": (b'{"a": 1e999}', "too large"),
    "half a character": (b'{"a": "\\ud800"}', "halves of characters"),
    "50 MB": (b" " * 50_000_001, "larger than 50 MB"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        parse(data)


def test_sixty_four_levels_are_read() -> None:
    assert parse(b'{"a":' + b"[" * 63 + b"]" * 63 + b"}")


def test_a_byte_order_mark_and_whole_characters_do_not_matter() -> None:
    assert parse(b'\xef\xbb\xbf{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}
