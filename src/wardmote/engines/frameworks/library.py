"""Which frameworks and profiles ship with Wardmote, and what does one of them ask?"""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from wardmote.engines.frameworks.outcomes import OutcomeFramework, Profile
from wardmote.engines.frameworks.outline_reading import read_outline
from wardmote.engines.frameworks.profile_reading import read_profile
from wardmote.engines.frameworks.questionnaire import Framework
from wardmote.engines.frameworks.reading import read
from wardmote.engines.frameworks.table import FrameworkError

_DATA = files(__package__) / "data"
_OUTLINES = "outlines"
_PROFILES = "profiles"
_FILE_NAME = re.compile(r"(?P<key>[a-z][a-z0-9-]*)-(?P<version>\d+(\.\d+)*)\.toml")


class Edition(NamedTuple):
    """One version of one framework, by the two words that are stored beside every answer."""

    key: str
    version: str

    @property
    def name(self) -> str:
        """The two words as one, as mappings and file names write them: caf-3.2."""
        return f"{self.key}-{self.version}"


def available() -> tuple[Edition, ...]:
    """Every questionnaire in the data folder, by key, oldest version first: to add one, add its file."""
    return _editions("")


def outlines() -> tuple[Edition, ...]:
    """Every framework of outcomes in the folder `outlines`, by key, oldest version first."""
    return _editions(_OUTLINES)


@cache
def load(key: str, version: str) -> Framework:
    """The questionnaire, checked whole; FrameworkError when there is none or its file is damaged.

    Only a name from `available` is opened, so that no key can reach outside the data folder.
    """
    _check_it_is_there(Edition(key, version), available())
    name = f"{key}-{version}.toml"
    framework = read(text_of("", name), name)
    _check_it_is_named(name, framework.key, framework.version)
    return framework


@cache
def load_outline(key: str, version: str) -> OutcomeFramework:
    """The framework of outcomes, checked whole and without official statements; FrameworkError as `load` has it."""
    _check_it_is_there(Edition(key, version), outlines())
    name = f"{key}-{version}.toml"
    outline = read_outline(text_of(_OUTLINES, name), name)
    _check_it_is_named(name, outline.key, outline.version)
    return outline


@cache
def profiles(framework: str, version: str) -> tuple[Profile, ...]:
    """The profiles of one framework of outcomes, by key; FrameworkError when there is no such framework."""
    outline = load_outline(framework, version)
    start = f"{framework}-{version}-"
    return tuple(_profile(name, outline) for name in names_in(_PROFILES) if name.startswith(start))


def names_in(folder: str) -> tuple[str, ...]:
    """The names of the TOML files in a folder of the data, sorted; none where there is no such folder."""
    place = _place(folder)
    if not place.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in place.iterdir() if entry.name.endswith(".toml")))


def text_of(folder: str, name: str) -> str:
    """The text of a file that `names_in` gave."""
    return _place(folder).joinpath(name).read_text(encoding="utf-8")


def _profile(name: str, outline: OutcomeFramework) -> Profile:
    profile = read_profile(text_of(_PROFILES, name), name, outline)
    if name != f"{outline.key}-{outline.version}-{profile.key}.toml":
        raise FrameworkError(f'{name}: the file says that it is the profile "{profile.key}".')
    return profile


def _check_it_is_there(edition: Edition, there: tuple[Edition, ...]) -> None:
    if edition not in there:
        known = ", ".join(f"{known.key} {known.version}" for known in there)
        raise FrameworkError(f'There is no framework "{edition.key}" version "{edition.version}". There is: {known}.')


def _check_it_is_named(name: str, key: str, version: str) -> None:
    if name != f"{key}-{version}.toml":
        raise FrameworkError(f'{name}: the file says that it is "{key}" version "{version}".')


def _editions(folder: str) -> tuple[Edition, ...]:
    names = [_FILE_NAME.fullmatch(name) for name in names_in(folder)]
    return tuple(sorted((Edition(name["key"], name["version"]) for name in names if name), key=_in_order))


def _place(folder: str) -> Traversable:
    return _DATA / folder if folder else _DATA


def _in_order(edition: Edition) -> tuple[str, list[int]]:
    return edition.key, [int(part) for part in edition.version.split(".")]
