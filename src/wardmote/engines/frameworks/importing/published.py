"""How many statements does each outcome of a published framework have, so that a missing one shows?"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from wardmote.engines.frameworks.outcomes import Status

_COUNTS = files(__package__) / "counts"


@cache
def published_counts(framework: str, version: str) -> Mapping[str, Mapping[Status, int]]:
    """The number of statements at each level of each outcome; nothing for a framework that nobody has counted.

    The name is looked for in the folder, so that no key can reach outside it.
    """
    for entry in _COUNTS.iterdir():
        if entry.name == f"{framework}-{version}.toml":
            counts = tomllib.loads(entry.read_text(encoding="utf-8"))["counts"]
            return {outcome: dict(zip(Status, numbers, strict=True)) for outcome, numbers in counts.items()}
    return {}
