"""Which addresses do the pages of a folder name themselves?"""

import pkgutil
from importlib import import_module
from types import ModuleType

from django.urls import URLPattern


def paths_in(shelf: ModuleType) -> list[URLPattern]:
    """Return the `PATHS` of every page in a package of views."""
    names = [found.name for found in pkgutil.iter_modules(shelf.__path__, f"{shelf.__name__}.")]
    return [path for name in names for path in getattr(import_module(name), "PATHS", ())]
