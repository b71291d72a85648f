"""Under which id is each statement kept?

Answers are stored under these ids, so a file's own id is kept to the letter wherever it is used once.
"""

from collections import Counter
from collections.abc import Iterator

from wardmote.engines.frameworks.importing.draft import Line
from wardmote.engines.frameworks.importing.wording import Fault
from wardmote.engines.frameworks.outcomes import Status

LONGEST_ID = 40
_SHORT = {Status.NOT_ACHIEVED: "NA", Status.PARTIALLY_ACHIEVED: "PA", Status.ACHIEVED: "A"}


def named(lines: list[Line], faults: list[Fault]) -> Iterator[tuple[Line, str]]:
    """Each statement with its id, no two alike.

    The second use of an id becomes `B2.a.5-2`, with a fault that names both lines. A statement without one is
    numbered within its level: `B2.a.NA.3`.
    """
    taken = {line.id for line in lines}
    first: dict[str, int] = {}
    numbers: Counter[str] = Counter()
    for line in lines:
        if not line.id:
            stem = f"{line.outcome}.{_SHORT[line.level]}."
            numbers[stem] += 1
            yield line, _free(stem, numbers[stem], taken)
        elif line.id in first:
            name = _free(f"{line.id}-", 2, taken)
            says = (
                f'The id "{line.id}" is on line {first[line.id]} too. Both statements are kept, this one as "{name}".'
            )
            faults.append(Fault(line.number, says))
            yield line, name
        else:
            first[line.id] = line.number
            yield line, line.id


def _free(stem: str, number: int, taken: set[str]) -> str:
    """The first id from `number` upwards that no statement of the file has."""
    while f"{stem}{number}" in taken:
        number += 1
    taken.add(f"{stem}{number}")
    return f"{stem}{number}"
