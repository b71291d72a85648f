"""Which products do councils use, what else are they called, and until when are they supported?"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class End:
    """The last day on which a cycle of a product is supported, and where its vendor says so."""

    cycle: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """A product of the catalogue. `cpe` holds names of NVD's dictionary as `o:fortinet:fortios`, where we know some."""

    id: str
    vendor: str
    name: str
    category: str
    cpe: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ends: tuple[End, ...] = ()


@cache
def shipped() -> tuple[Known, ...]:
    """The catalogue that comes with the product, in its order."""
    text = files(__package__).joinpath("data/catalogue.toml").read_text(encoding="utf-8")
    return tuple(
        Known(
            id=one["id"],
            vendor=one["vendor"],
            name=one["name"],
            category=one["category"],
            cpe=tuple(one["cpe"]),
            aliases=tuple(one["aliases"]),
            ends=tuple(End(each["cycle"], each["on"], each["source"]) for each in one.get("ends", ())),
        )
        for one in tomllib.loads(text)["product"]
    )
