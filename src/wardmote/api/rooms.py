"""Which rooms offer operations to other programs?"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from ninja import Router

import wardmote

# What `@paginate` means in the rooms, which know nothing of this package. It has to be said before they load.


def routers() -> Iterator[Router]:
    """Yield the router of every room that has a `rest.py`."""
    for found in pkgutil.iter_modules(wardmote.__path__, "wardmote."):
        name = f"{found.name}.rest"
        if found.ispkg and found.name != __package__ and find_spec(name):
            router = import_module(name).router
            if not isinstance(router, Router):
                raise TypeError(f"{name}.router must be a ninja.Router.")
            yield router
