"""Which entries does a JSON document list, one after another, however long it is?

The stream is cut into entries by its brackets alone, and each is decoded by itself: what is wrong with one costs no
other, and no more than one is ever held.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, TypeAlias

from ..facts import Broken, ReadingError
from .limits import DEEPEST, MEGABYTE, MOST_ENTRY, MOST_WHOLE, PIECE

Fields: TypeAlias = dict[str, Any]

# Groups repeat only so often, because each repetition is remembered until the match ends, and never possessively, which
# Python before 3.11.5 gets wrong (gh-106052). Their parts begin differently, so a step back ends at once.
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+){0,1000}', re.DOTALL)
_UP_TO_BRACKET = re.compile(
    rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+){0,100}"[^"{}\[\]]*+){0,1000}',
    re.DOTALL,
)
_SCALAR = re.compile(rb"[^\s,:\]}\[{\"]++")
_BLANK = re.compile(rb"[ \t\r\n]*+")
_OPENING, _CLOSING = b"{[", b"}]"
_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class Undecodable(ValueError):
    """A value can't be decoded; the text says why in a sentence."""


def _once(pairs: list[tuple[str, Any]]) -> Fields:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        twin = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise Undecodable(f"It says “{twin[:60]}” twice, and only one of them can be meant.")
    return fields


def _no_number(word: str) -> Any:
    raise Undecodable(f"{word} is no number in JSON.")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def decoded(raw: bytes) -> Any:
    """Decode a value; Undecodable where it isn't JSON in UTF-8, or says a key twice."""
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise Undecodable(f"Its byte {fault.start + 1} isn't UTF-8.") from fault
    except json.JSONDecodeError as fault:
        raise Undecodable(f"It isn't JSON: {fault.msg} at character {fault.pos + 1}.") from fault
    except Undecodable:
        raise
    except ValueError as fault:
        raise Undecodable("It holds a number of thousands of digits.") from fault


class _Window:
    """The part of a stream that is in memory, and the place in it that was reached."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._data = b""
        while len(self._data) < len(_MARK) and (piece := file.read(PIECE)):
            self._data += piece
        if self._data.startswith(_OTHER_ENCODINGS):
            raise ReadingError("The document is written in UTF-16. Save it as UTF-8 and send it again.")
        self._at = len(_MARK) if self._data.startswith(_MARK) else 0

    def mark(self) -> bytes:
        """Return the next byte that isn't blank without passing it, or b"" at the end."""
        while True:
            found = _BLANK.match(self._data, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if not self._more():
                return b""

    def step(self) -> None:
        """Pass one byte."""
        self._at += 1

    def value(self) -> tuple[bytes, int]:
        """Pass a value; return its bytes and how deep it is nested."""
        mark = self.mark()
        if mark in _OPENING:
            return self._bracketed()
        while True:
            end = _end_of_string(self._data, self._at) if mark == b'"' else self._end_of_scalar()
            if end and (mark == b'"' or end < len(self._data)):
                break
            if not self._more():
                if end:
                    break
                raise _cut()
        raw = self._data[self._at : end]
        self._at = end
        return raw, 0

    def _end_of_scalar(self) -> int:
        found = _SCALAR.match(self._data, self._at)
        return found.end() if found else 0

    def _bracketed(self) -> tuple[bytes, int]:
        """Pass an object or a list. A closing bracket ends whichever was opened last: decoding tells the rest."""
        depth = deepest = 0
        place = self._at
        while True:
            found = _UP_TO_BRACKET.match(self._data, place)
            place = found.end() if found else place
            mark = self._data[place : place + 1]
            if mark == b'"' and (end := _end_of_string(self._data, place)):
                place = end
                continue
            if mark == b"" or mark == b'"':
                passed = place - self._at
                if not self._more():
                    raise _cut()
                place = passed
                continue
            place += 1
            depth += 1 if mark in _OPENING else -1
            deepest = max(deepest, depth)
            if not depth:
                raw = self._data[self._at : place]
                self._at = place
                return raw, deepest

    def _more(self) -> bool:
        """Read on, as much again as is held: so a long value is looked at twice at most. False at the end."""
        held = self._data[self._at :]
        if len(held) > MOST_ENTRY:
            raise ReadingError(
                f"One entry is longer than {MOST_ENTRY // MEGABYTE} MB. Send a list of entries, "
                "or ask the source whether the document is whole."
            )
        piece = self._file.read(max(PIECE, len(held)))
        self._data = held + piece
        self._at = 0
        return bool(piece)


def _end_of_string(data: bytes, start: int) -> int:
    """Return where the string that begins at `start` has ended, or 0 where the data breaks off before that."""
    place = start + 1
    while found := _IN_STRING.match(data, place):
        place = found.end()
        if data[place : place + 1] == b'"':
            return place + 1
        if place + 1 >= len(data):
            break
    return 0


def _cut() -> ReadingError:
    return ReadingError(
        "The document breaks off in the middle of an entry. Fetch it again, and ask the source if it stays so."
    )


def entries(file: BinaryIO, *, within: str = "", beside: Fields | None = None) -> Iterator[tuple[int, Fields] | Broken]:
    """Yield (number from 1, entry) for each object of a list, of a list under the key `within`, or of JSON lines.

    What stands beside the list goes into `beside` as it is passed. An entry that can't be decoded, or is no object, is
    Broken. ReadingError where the document is no list, or breaks off.
    """
    window = _Window(file)
    mark = window.mark()
    if mark == b"[":
        window.step()
        return _alone(window)
    if mark != b"{":
        raise ReadingError("The document isn't JSON: it begins with neither { nor [. Send it as its source gives it.")
    return _within(window, within, {} if beside is None else beside) if within else _decoded(_lines(window))


def whole(file: BinaryIO) -> Fields:
    """Return a document that is one object, at most MOST_WHOLE bytes long; ReadingError where it isn't."""
    raw = file.read(MOST_WHOLE + 1)
    if len(raw) > MOST_WHOLE:
        raise ReadingError(f"The document is larger than {MOST_WHOLE // MEGABYTE} MB. Send it in parts.")
    if deepest_of(raw) > DEEPEST:
        raise ReadingError(f"The document is nested more than {DEEPEST} levels deep. Ask its source for a plain one.")
    try:
        found = decoded(raw.removeprefix(_MARK))
    except Undecodable as fault:
        raise ReadingError(f"The document can't be read. {fault} Send it as its source gives it.") from fault
    if not isinstance(found, dict):
        raise ReadingError("The document is JSON, but no object with fields. Send it as its source gives it.")
    return found


def deepest_of(raw: bytes) -> int:
    """Say how deep brackets are nested, without decoding."""
    depth = deepest = place = 0
    while True:
        found = _UP_TO_BRACKET.match(raw, place)
        place = found.end() if found else place
        mark = raw[place : place + 1]
        if mark == b'"' and (end := _end_of_string(raw, place)):
            place = end
            continue
        if mark == b"" or mark == b'"':
            return deepest
        depth += 1 if mark in _OPENING else -1
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            return deepest
        place += 1


def _alone(window: _Window) -> Iterator[tuple[int, Fields] | Broken]:
    yield from _decoded(_listed(window))
    _check_end(window)


def _check_end(window: _Window) -> None:
    if window.mark():
        raise ReadingError("The document goes on after its end. Send the file as its source gives it.")


def _lines(window: _Window) -> Iterator[tuple[bytes, int]]:
    while mark := window.mark():
        if mark == b"{":
            yield window.value()
        elif mark == b",":
            window.step()
        else:
            raise ReadingError("Something else follows an object in the document. Send one JSON object to a line.")


def _listed(window: _Window) -> Iterator[tuple[bytes, int]]:
    while (mark := window.mark()) != b"]":
        if mark and mark in b",:}":
            window.step()
        elif not mark:
            raise ReadingError(
                "The document breaks off before its list ends. Fetch it again, and ask the source if it stays so."
            )
        else:
            yield window.value()
    window.step()


def _within(window: _Window, within: str, beside: Fields) -> Iterator[tuple[int, Fields] | Broken]:
    is_found = False
    window.step()
    while (mark := window.mark()) != b"}":
        if mark == b",":
            window.step()
            continue
        key = _key(window)
        if key == within and window.mark() == b"[":
            if is_found:
                raise ReadingError(f"The document says “{within}” twice. Ask its source which one is meant.")
            is_found = True
            window.step()
            yield from _decoded(_listed(window))
        else:
            _put(beside, key, *window.value())
    window.step()
    _check_end(window)
    if not is_found:
        raise ReadingError(f"The document holds no list “{within}”. Send the file as its source gives it.")


def _key(window: _Window) -> str:
    if window.mark() != b'"':
        raise ReadingError("The document breaks off, or isn't JSON. Send the file as its source gives it.")
    raw, _ = window.value()
    if window.mark() != b":":
        raise ReadingError("The document isn't JSON: a colon is missing. Send the file as its source gives it.")
    window.step()
    try:
        return str(decoded(raw))
    except Undecodable as fault:
        raise ReadingError(f"The document can't be read. {fault}") from fault


def _put(beside: Fields, key: str, raw: bytes, depth: int) -> None:
    """Keep a short value that stands beside the list; longer ones are passed over."""
    if depth or len(raw) > 1_000:
        return
    try:
        beside.setdefault(key, decoded(raw))
    except Undecodable as fault:
        raise ReadingError(f"The document can't be read. {fault}") from fault


def _decoded(raws: Iterator[tuple[bytes, int]]) -> Iterator[tuple[int, Fields] | Broken]:
    for number, (raw, depth) in enumerate(raws, 1):
        if depth > DEEPEST:
            yield Broken(str(number), f"It is nested more than {DEEPEST} levels deep.")
            continue
        try:
            found = decoded(raw)
        except Undecodable as fault:
            yield Broken(str(number), str(fault))
            continue
        yield (number, found) if isinstance(found, dict) else Broken(str(number), "It is no object with fields.")
