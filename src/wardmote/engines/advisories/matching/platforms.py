"""Is the platform there on which alone an advisory's product is at risk?"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from wardmote.engines.advisories.facts import Product, Span
from wardmote.engines.advisories.names import ANY, read_cpe
from wardmote.engines.advisories.versions import holds

from .held import Held, version_of
from .meeting import meeting


class Platforms(StrEnum):
    """What is known of the platforms that an advisory asks for."""

    MET = "met"
    NOT_SEEN = "not-seen"
    NO_CONDITION = "no-condition"


def platforms_met(running_on: Sequence[Product], held_products: Iterable[Held]) -> Platforms:
    """Say whether one of the platforms is among what is run; NOT_SEEN says nothing of what the inventory lacks."""
    if not running_on:
        return Platforms.NO_CONDITION
    seen = any(_is(platform, held) for held in held_products for platform in running_on)
    return Platforms.MET if seen else Platforms.NOT_SEEN


def _is(platform: Product, held: Held) -> bool:
    if meeting(platform, held) is None:
        return False
    cpe = read_cpe(platform.cpe)
    version = version_of(cpe) if cpe else ""
    if not cpe or not version or not held.version:
        return True
    return holds(Span.one(version), held.version, held.scheme, any_update=cpe.update == ANY)
