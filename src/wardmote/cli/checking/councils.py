"""Which council of the register that ships with Wardmote is meant, and which domain is its own?"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NEAR = 5
WEAKEST = 60.0


class NoCouncil(ValueError):
    """No council, or more than one, can be meant; the message names those that come near."""


@dataclass(frozen=True)
class Council:
    """What the table says of one council."""

    code: str
    gss: str
    name: str
    short_name: str
    domain: str
    ended: str

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it answers to."""
        return tuple(text for text in (self.code, self.gss, self.name, self.short_name, self.domain) if text)


@cache
def councils() -> tuple[Council, ...]:
    """Every body in the table, those that are gone among them."""
    table = files("wardmote").joinpath("register", "data", "councils.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple(
            Council(r["code"], r["gss"], r["name"], r["short_name"], r["domain"], r["end_date"])
            for r in csv.DictReader(lines)
        )


def find_council(text: str) -> Council:
    """Return the council of this code, GSS code, name or domain, a living one first; raises NoCouncil."""
    wanted = text.strip().casefold()
    found = [council for council in councils() if wanted in (name.casefold() for name in council.names)]
    found = [council for council in found if council.code.casefold() == wanted] or found
    found = [council for council in found if not council.ended] or found
    if not found:
        raise NoCouncil(f"The register has no council {text!r}.{_nearest(text)}")
    if len(found) > 1:
        raise NoCouncil(f"{text!r} may be {_listed(found)}. Give the code.")
    if not found[0].domain:
        raise NoCouncil(f"The register knows no domain of {found[0].name}. Give the domain itself.")
    return found[0]


def _nearest(text: str) -> str:
    from rapidfuzz import fuzz, process, utils

    names = {index: council.name for index, council in enumerate(councils()) if council.domain and not council.ended}
    near = process.extract(
        text, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=NEAR, score_cutoff=WEAKEST
    )
    return f" Near: {_listed([councils()[index] for _, _, index in near])}." if near else ""


def _listed(found: Iterable[Council]) -> str:
    return ", ".join(f"{council.code} ({council.name})" for council in found)
