"""Which checks are there? Every module below `catalogue/` that holds a `CHECK`: nothing is listed anywhere else."""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from wardmote.engines.checks import catalogue
from wardmote.engines.checks.check import Check


@cache
def checks() -> tuple[Check[Any], ...]:
    """Every check of the catalogue, by area and id."""
    return checks_in(catalogue)


def checks_in(shelf: ModuleType) -> tuple[Check[Any], ...]:
    """Every check in a package's folders, by area and id; a module without one explains itself with a fault."""
    names = [found.name for found in pkgutil.walk_packages(shelf.__path__, f"{shelf.__name__}.") if not found.ispkg]
    return tuple(sorted((import_module(name).CHECK for name in names), key=lambda check: (check.area, check.id)))


def check_of(id_: str) -> Check[Any]:
    """Return the check of this id; raises KeyError."""
    return {check.id: check for check in checks()}[id_]
