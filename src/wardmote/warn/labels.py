"""Whom does each label of the Traffic Light Protocol let in here, and does an object's own marking forbid a place?

The decision itself is made in the database (`queries/shared.py`, and once more in `walls.py`):

- CLEAR: whoever is signed in or sends a token.
- GREEN: whoever belongs to a body of this installation, other than the platform itself.
- AMBER: the people of the audience, those whom a council let in from outside among them, and the owner's operators.
- AMBER+STRICT: the same without those from outside.
- RED: the people named, for as long as they belong to a body here.

The audience is a circle's members, or where no circle is named the owner and its members. Real and fictional bodies
and people never meet.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wardmote.engines.advisories.facts import Label
from wardmote.engines.advisories.stix.markings import label_of, label_of_definition
from wardmote.kernel.roles import RUNS_DESK, Role

OPERATORS = RUNS_DESK
# Those who work for a council from outside: its clients and advisers, whom AMBER+STRICT leaves out.
OUTSIDERS = frozenset({Role.ASSURER})
# Those who may add to what their body shares; its operators may in any case.
CONTRIBUTORS = frozenset({Role.LEAD, Role.CONTRIBUTOR, Role.WARP_MEMBER}) | OPERATORS


def definitions_in(things: Iterable[Any]) -> dict[str, Label | None]:
    """Return what the marking definitions among these objects stand for."""
    return {
        str(thing.get("id")): label_of_definition(thing)
        for thing in things
        if isinstance(thing, dict) and thing.get("type") == "marking-definition"
    }


def is_too_strict_for(label: Label, thing: dict[str, Any], defined: Mapping[str, Label | None]) -> bool:
    """Say whether an object's markings forbid it a place that has this label."""
    return label_of(thing, dict(defined)).strictness > label.strictness
