"""Which kind of document is it, and does that kind's own check take it?"""

import pkgutil
from functools import cache
from importlib import import_module

from wardmote.engines.files import kinds as shelf
from wardmote.engines.files.endings import advice_on
from wardmote.engines.files.inspection import LARGEST_FILE, Inspection, Kind, Refused
from wardmote.engines.files.naming import ending_of, hides_a_program, safe_name
from wardmote.engines.files.signatures import check_signature


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of document that is taken, one to a module in `kinds/`, by title."""
    modules = (import_module(f"{shelf.__name__}.{found.name}") for found in pkgutil.iter_modules(shelf.__path__))
    return tuple(sorted((module.KIND for module in modules), key=lambda kind: kind.title))


@cache
def endings() -> tuple[str, ...]:
    """The endings of names that are taken, without the dot."""
    return tuple(sorted(ending for kind in kinds() for ending in kind.endings))


def inspect(content: bytes, name: str) -> Inspection:
    """Say what the file is, or why it isn't taken. It never raises, whatever the bytes are."""
    try:
        kind = _kind_of(content, name)
    except Refused as refused:
        return Inspection("", "", refused.sentence)
    try:
        warnings = kind.check(content)
    except Refused as refused:
        return Inspection(kind.key, kind.media_type, refused.sentence)
    return Inspection(kind.key, kind.media_type, None, warnings)


def _kind_of(content: bytes, name: str) -> Kind:
    if not content:
        raise Refused("The file is empty. Choose another.")
    if len(content) > LARGEST_FILE:
        raise Refused("The file is larger than 10 MB. Save the pages that matter as a file of their own.")
    ending = ending_of(safe_name(name))
    if hides_a_program(name):
        raise Refused("The name has two endings, as harmful files do. Give the file a plain name and try again.")
    found = next((kind for kind in kinds() if ending in kind.endings), None)
    if found is None:
        raise Refused(advice_on(ending, endings()))
    check_signature(content, found)
    return found
