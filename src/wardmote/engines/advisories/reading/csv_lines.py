"""Which lines does a text file hold, and which rows a table, however long it is?"""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from ..facts import Broken, ReadingError
from .json_lists import Fields
from .limits import LONGEST_LINE, MEGABYTE, PIECE


def blocks_of_lines(file: BinaryIO) -> Iterator[list[bytes]]:
    """Yield whole lines without their ends, many at a time; ReadingError where one is longer than LONGEST_LINE."""
    left = b""
    while piece := file.read(PIECE):
        lines = (left + piece).split(b"\n")
        left = lines.pop()
        if len(left) > LONGEST_LINE:
            raise ReadingError(
                f"A line is longer than {LONGEST_LINE // MEGABYTE} MB. Send the table as its source gives it."
            )
        if lines:
            yield lines
    if left:
        yield [left]


def rows(file: BinaryIO) -> Iterator[tuple[int, Fields] | Broken]:
    """Yield (number from 1, row by its column's names) of a table of commas whose first row names the columns."""
    table = csv.reader(_texts(file), strict=False)
    try:
        columns = [name.strip() for name in next(table, [])]
        if not columns:
            raise ReadingError("The table is empty. Fetch it again, and ask the source if it stays so.")
        for number, row in enumerate(table, 1):
            if not row:
                continue
            if len(row) != len(columns):
                yield Broken(str(number), f"The row has {len(row)} cells where the table has {len(columns)} columns.")
                continue
            yield number, dict(zip(columns, row, strict=True))
    except csv.Error as fault:
        raise ReadingError("A cell of the table never ends. Send the table as its source gives it.") from fault


def _texts(file: BinaryIO) -> Iterator[str]:
    is_first = True
    for block in blocks_of_lines(file):
        for raw in block:
            text = raw.replace(b"\0", b"").decode("utf-8", "replace")
            yield (text.removeprefix("\ufeff") if is_first else text) + "\n"
            is_first = False
