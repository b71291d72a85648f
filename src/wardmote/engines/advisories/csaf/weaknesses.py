"""What is a weakness called? MITRE's CWE list, with the names that each weakness had since 2017 (version 3.0).

`data/cwe.txt` holds a line for each: the number, then its names, the latest one last, with tabs between them.
"""

from functools import cache
from importlib import resources


@cache
def _names() -> dict[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("data/cwe.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {f"CWE-{number}": tuple(names) for number, *names in rows}


def names_of(weakness: str) -> tuple[str, ...]:
    """Return the names of "CWE-79", the latest one last; none where there is no such weakness."""
    return _names().get(weakness, ())
