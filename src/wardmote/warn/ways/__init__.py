"""By which ways do documents reach us? One module to a way, with `arrivals`; its name is the way's stored word."""

from collections.abc import Callable, Iterator
from importlib import import_module

from ..models import Source
from .arriving import Arrived, Note, SourceTrouble

Arrivals = Callable[[Source, Note], Iterator[Arrived]]

__all__ = ["Arrivals", "Arrived", "Note", "SourceTrouble", "arrivals_of"]


def arrivals_of(source: Source) -> Arrivals:
    """Return what brings a source's documents."""
    found: Arrivals = import_module(f"{__name__}.{source.way.replace('-', '_')}").arrivals
    return found
