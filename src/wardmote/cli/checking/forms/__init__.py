"""In which forms can a result be written? Each module here is one, with its option as `FORM`; nothing lists them."""

import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from wardmote.engines.checks.rounds import Outcome

    from ..findings import Run, Tally


class Writer(ABC):
    """Writes one result. Outcomes come one by one, in the order in which the domains were named.

    What `is_streamed` is written as outcomes come; on a terminal, a bar would be drawn into the middle of it.
    """

    is_streamed = True

    def __init__(self, out: TextIO, run: "Run") -> None:
        self.out, self.run = out, run

    @abstractmethod
    def add(self, outcome: "Outcome") -> None:
        """Take one domain's outcome."""

    @abstractmethod
    def end(self, tally: "Tally") -> None:
        """Finish; fewer outcomes than domains came if the run was stopped."""


@dataclass(frozen=True)
class Form:
    """A form: its name, which is its option too (none for the one that is there without), and its help."""

    name: str
    help: str
    begin: Callable[[TextIO, "Run"], Writer]


@cache
def forms() -> dict[str, Form]:
    """Every form by its name."""
    found = (import_module(f"{__name__}.{module.name}").FORM for module in pkgutil.iter_modules(__path__))
    return {form.name: form for form in found}
