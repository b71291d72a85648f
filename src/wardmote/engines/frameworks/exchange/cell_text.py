"""How does any text get through a cell of a workbook, and come back to the letter?

XML can't hold most control characters and turns carriage returns into line feeds. Workbooks write such a character
as `_x000D_` (ECMA-376, part 1, section 22.9.2.19), and an underscore that only looks like the start of one as
`_x005F_`. Excel and LibreOffice show and keep both as what they stand for.
"""

import re

LONGEST_CELL = 32_767
_ILLEGAL = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_TO_ESCAPE = re.compile(rf"[{_ILLEGAL}]|_(?=x[0-9A-Fa-f]{{4}}[_{_ILLEGAL}])")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """The text as a cell holds it."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that a cell's text stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
