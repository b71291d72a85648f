"""How is text that strangers published shown, so that no terminal and no page obeys it?"""

import unicodedata

# Control characters, invisible formatting (direction marks among them), line and paragraph separators, halves of pairs.
_REFUSED = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"))


def plain(text: str) -> str:
    """Return text in which every character that could act or hide is shown by its number, such as \\x1b."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if unicodedata.category(char) not in _REFUSED else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii") if char != "\n" else "\\n"
