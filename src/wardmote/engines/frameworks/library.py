"""Which frameworks ship with Wardmote, and what does one of them ask?"""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from wardmote.engines.frameworks.questionnaire import Framework
from wardmote.engines.frameworks.reading import read
from wardmote.engines.frameworks.table import FrameworkError

_DATA = files(__package__) / "data"
_FILE_NAME = re.compile(r"(?P<key>[a-z][a-z0-9-]*)-(?P<version>\d+(\.\d+)*)\.toml")


class Edition(NamedTuple):
    """One version of one framework, by the two words that are stored beside every answer."""

    key: str
    version: str


def available() -> tuple[Edition, ...]:
    """Every edition in the data folder, by key, oldest version first: to add one, add its file."""
    names = [_FILE_NAME.fullmatch(entry.name) for entry in _DATA.iterdir()]
    return tuple(sorted((Edition(name["key"], name["version"]) for name in names if name), key=_in_order))


@cache
def load(key: str, version: str) -> Framework:
    """The framework, checked whole; FrameworkError when there is none or its file is damaged.

    Only a name from `available` is opened, so that no key can reach outside the data folder.
    """
    if Edition(key, version) not in available():
        known = ", ".join(f"{edition.key} {edition.version}" for edition in available())
        raise FrameworkError(f'There is no framework "{key}" version "{version}". There is: {known}.')
    name = f"{key}-{version}.toml"
    framework = read(_DATA.joinpath(name).read_text(encoding="utf-8"), name)
    if (framework.key, framework.version) != (key, version):
        said = f'"{framework.key}" version "{framework.version}"'
        raise FrameworkError(f"{name}: the file says that it is {said}.")
    return framework


def _in_order(edition: Edition) -> tuple[str, list[int]]:
    return edition.key, [int(part) for part in edition.version.split(".")]
