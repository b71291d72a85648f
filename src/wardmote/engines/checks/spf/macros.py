"""How are the macros of SPF read and expanded (RFC 7208, section 7)?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ..faults import Fault, fault
from .names import LONGEST_NAME, shortened

LETTERS = frozenset("slodiphcrtv")
LETTERS_OF_EXPLANATIONS = frozenset("crt")
ESCAPES = {"%%": "%", "%_": " ", "%-": "%20"}

_PIECE = re.compile(r"%\{([A-Za-z])([0-9]*)([rR]?)([.\-+,/_=]*)\}|(%[%_\-])|([^%]+)|(%)")
_TOP_LABEL = re.compile(r"[0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9\-]*[A-Za-z0-9]")
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_UNPRINTABLE_IN_EXPLANATION = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True)
class Macro:
    """One `%{…}`: which value, how many of its right-hand parts (0: all), reversed or not, split where."""

    letter: str
    kept: int = 0
    is_reversed: bool = False
    delimiters: str = "."
    is_escaped: bool = False


@dataclass(frozen=True, slots=True)
class MacroString:
    """A text with macros, as published and in pieces."""

    text: str
    pieces: tuple[str | Macro, ...]

    @property
    def letters(self) -> frozenset[str]:
        """The letters of the macros used."""
        return frozenset(piece.letter for piece in self.pieces if isinstance(piece, Macro))


class MacroFault(Exception):
    """The text isn't a macro-string."""

    def __init__(self, found: Fault) -> None:
        super().__init__(found.says)
        self.fault = found


def read_macro_string(text: str, position: int = 0, *, is_explanation: bool = False) -> MacroString:
    """Return the text in pieces; `position` is where it stands in its record. Raise MacroFault."""
    if "%" not in text:
        _check_literal(text, position, is_explanation)
        return MacroString(text, (text,) if text else ())
    pieces: list[str | Macro] = []
    for match in _PIECE.finditer(text):
        at = position + match.start()
        letter, digits, reverse, delimiters, escape, literal, stray = match.groups()
        if stray:
            raise MacroFault(fault(at, text[match.start() :], "A % must begin a macro, such as %{i}, or be doubled."))
        if letter:
            pieces.append(_macro(letter, digits, bool(reverse), delimiters, at, is_explanation))
            continue
        if literal:
            _check_literal(literal, at, is_explanation)
        pieces.append(literal or ESCAPES[escape])
    return MacroString(text, tuple(pieces))


def _macro(letter: str, digits: str, is_reversed: bool, delimiters: str, at: int, is_explanation: bool) -> Macro:
    low = letter.lower()
    if low not in LETTERS:
        raise MacroFault(fault(at, letter, f"There is no macro %{{{letter}}}."))
    if low in LETTERS_OF_EXPLANATIONS and not is_explanation:
        raise MacroFault(fault(at, letter, f"The macro %{{{letter}}} may stand only in an explanation."))
    kept = int(digits.lstrip("0")[:4] or "0")
    if digits and not kept:
        raise MacroFault(fault(at, digits, "A macro can't keep 0 parts of its value."))
    return Macro(low, kept, is_reversed, delimiters or ".", letter.isupper())


def _check_literal(text: str, position: int, is_explanation: bool) -> None:
    bad = (_UNPRINTABLE_IN_EXPLANATION if is_explanation else _UNPRINTABLE).search(text)
    if bad:
        says = f"The character U+{ord(bad[0]):04X} isn't allowed here."
        raise MacroFault(fault(position + bad.start(), text, says))


def read_domain_spec(text: str, position: int = 0) -> MacroString:
    """Return a domain-spec in pieces: a macro-string that ends in a macro, or in a dot and a top label."""
    if not text:
        raise MacroFault(fault(position, text, "A domain name is missing."))
    spec = read_macro_string(text, position)
    end = _end_of_macros(text)
    if end == len(text):
        return spec
    tail = text[end:].removesuffix(".")
    _, dot, top = tail.rpartition(".")
    if not dot or not _TOP_LABEL.fullmatch(top):
        says = "A domain name must end in a dot and a top-level label, such as .uk."
        raise MacroFault(fault(position + len(text) - len(top), text, says))
    return spec


def _end_of_macros(text: str) -> int:
    if "%" not in text:
        return 0
    return max((match.end() for match in _PIECE.finditer(text) if not match[6]), default=0)


def expand(spec: MacroString, values: Mapping[str, str]) -> str:
    """Return the text with every macro replaced; `values` holds one value for each letter used."""
    return "".join(piece if isinstance(piece, str) else _value_of(piece, values[piece.letter]) for piece in spec.pieces)


def expand_name(spec: MacroString, values: Mapping[str, str]) -> str:
    """Return the name that the text stands for, cut from the left to what fits the DNS (section 7.3)."""
    parts: list[str] = []
    length = 0
    for piece in reversed(spec.pieces):
        parts.append(piece if isinstance(piece, str) else _value_of(piece, values[piece.letter]))
        length += len(parts[-1])
        if length > LONGEST_NAME + 1:  # a dot may end the name
            break
    return shortened("".join(reversed(parts)))


def _value_of(macro: Macro, value: str) -> str:
    if macro.kept or macro.is_reversed or macro.delimiters != ".":
        parts = re.split(f"[{re.escape(macro.delimiters)}]", value)
        if macro.is_reversed:
            parts.reverse()
        value = ".".join(parts[-macro.kept :])
    return quote(value, safe="") if macro.is_escaped else value
