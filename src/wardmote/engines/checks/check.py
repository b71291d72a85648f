"""What is a check: which facts does it ask for, who judges them, and what does a person need to know about it?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from wardmote.engines.checks.verdicts import Finding

F = TypeVar("F")
_RFC = re.compile(r"RFC (\d+)")


@dataclass(frozen=True)
class Reference:
    """A document that says so, and where in it: `Reference("RFC 8659", "section 4")`."""

    document: str
    place: str = ""
    address: str = ""

    @property
    def url(self) -> str:
        """Where it can be read; an RFC's address is known from its number."""
        number = _RFC.fullmatch(self.document)
        if self.address or not number:
            return self.address
        place = self.place.replace("section ", "#section-") if self.place.startswith("section ") else ""
        return f"https://www.rfc-editor.org/rfc/rfc{number[1]}{place}"


@dataclass(frozen=True)
class Check(Generic[F]):
    """A check. Its id is the name of its file and its area the name of the folder; both are stable keys.

    `asks` is the type of fact that is gathered, `judge` a bare function of it. `fix` is the general advice; a finding
    that knows the exact record says it itself. `caf` are outcomes of CAF 3.2 that an answer informs.
    """

    module: str
    asks: type[F]
    judge: Callable[[F], Finding]
    title: str
    why: str
    fix: str
    references: tuple[Reference, ...] = ()
    caf: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name of the module's file."""
        return self.module.rsplit(".", 1)[-1]

    @property
    def area(self) -> str:
        """The name of the folder in the catalogue: dns, mail or web."""
        return self.module.rsplit(".", 2)[-2]
