"""Which framework, and which version of it, does a file's name speak of?"""

import re

_VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+)+")
_EDITION = re.compile(r"(?P<key>[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*?)[-_ ]v?(?P<version>\d+(?:\.\d+)*)(?![\w.])", re.I)
_LONG_NAMES = {"cyber-assessment-framework": "caf"}


def version_in(file_name: str) -> str | None:
    """The version in a name such as `cyber-assessment-framework-v3.2.yaml`; None without one, or with two."""
    found = set(_VERSION.findall(_stem(file_name)))
    return found.pop() if len(found) == 1 else None


def edition_in(file_name: str) -> tuple[str, str] | None:
    """The framework's key and version in a name such as `caf-3.2.csv` or `caf-v3.2 (1).csv`."""
    match = _EDITION.match(_stem(file_name))
    if match is None:
        return None
    key = match["key"].lower()
    return _LONG_NAMES.get(key, key), match["version"]


def _stem(file_name: str) -> str:
    """The name without its extension."""
    stem, _, extension = file_name.rpartition(".")
    return stem if stem and extension.isalpha() else file_name
