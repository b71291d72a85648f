"""Is a list of JSON cut into its entries, wherever its pieces end and whatever stands in its texts?"""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.facts import Broken, ReadingError
from wardmote.engines.advisories.reading import json_lists
from wardmote.engines.advisories.reading.json_lists import entries, whole

VALUES = st.recursive(
    st.none() | st.integers() | st.text(alphabet='ab"\\{}[],: \né', max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)
OBJECTS = st.lists(st.dictionaries(st.text(alphabet='a"\\}', max_size=4), VALUES, max_size=4), max_size=6)


def read(raw: bytes, **how: Any) -> list[Any]:
    """Return the entries without their numbers."""
    return [found if isinstance(found, Broken) else found[1] for found in entries(io.BytesIO(raw), **how)]


@pytest.fixture(params=[1, 2, 7, 1 << 17])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a stream come in pieces so small that every place is an end of one."""
    monkeypatch.setattr(json_lists, "PIECE", request.param)
    return int(request.param)


@pytest.mark.parametrize("piece_size", [1, 3, 1 << 17])
@given(objects=OBJECTS, indent=st.sampled_from([None, 1]))
def test_every_entry_comes_as_json_itself_reads_it(
    piece_size: int, objects: list[dict[str, Any]], indent: int | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lists, "PIECE", piece_size)
        listed = json.dumps(objects, indent=indent).encode()
        assert read(listed) == objects
        assert read(b'{"a": {"x": [1]}, "list": ' + listed + b', "b": "\\"}"}', within="list") == objects
        assert read(b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in objects) or b"[]") == objects


def test_what_stands_beside_the_list_is_kept(piece: int) -> None:
    beside: dict[str, Any] = {}
    assert read(b'{"a": 12, "list": [{}], "b": "x", "c": [1]}', within="list", beside=beside) == [{}]
    assert beside == {"a": 12, "b": "x"}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "isn't JSON"),
        (b"plain", "isn't JSON"),
        (b"\xff\xfe[\x00", "UTF-16"),
        (b"{}", "holds no list"),
        (b'{"list": {}}', "holds no list"),
        (b'{"list": [], "list": []}', "twice"),
        (b'{"list" []}', "colon"),
        (b'{"list": [{}]', "breaks off"),
        (b'{"list": [{}, {"a"', "breaks off"),
        (b'{"list": []} x', "goes on after its end"),
    ],
)
def test_what_is_no_such_list_is_refused(piece: int, raw: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read(raw, within="list")


def test_a_mark_of_byte_order_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf[{}]") == [{}]
    assert whole(io.BytesIO(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}


@pytest.mark.parametrize(
    "raw", [b"[]", b"{", b"[" * 100_000, b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\xff"}', b" " * 50_000_001]
)
def test_a_whole_document_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(ReadingError, match=r"Send|Ask"):
        whole(io.BytesIO(raw))


def test_a_value_that_is_no_object_is_broken_by_its_number() -> None:
    assert read(b'[1, "x", {}]') == [
        Broken("1", "It is no object with fields."),
        Broken("2", "It is no object with fields."),
        {},
    ]
