"""What shows that a name is a council's, before anybody is asked? Pure: no database, no network."""

from dataclasses import dataclass

from .models import Proof
from .names import parents_of

RECORD_AT, RECORD_SAYS = "_wardmote", "wardmote-verification="


@dataclass(frozen=True)
class Grounds:
    """What is known already.

    `register` are names that the register gives to the council, `anchors` those on its list that the register or the
    DNS has proved, `others` the names that the register gives to somebody else.
    """

    register: frozenset[str]
    anchors: frozenset[str]
    others: frozenset[str]


def proof_of(name: str, grounds: Grounds) -> Proof | None:
    """Return what shows that the name is the council's; a name between that is somebody else's ends the search."""
    if name in grounds.register:
        return Proof.REGISTER
    if name in grounds.others:
        return None
    for parent in parents_of(name):
        if parent in grounds.anchors:
            return Proof.BELOW
        if parent in grounds.others:
            return None
    return None


def record_name(name: str) -> str:
    """Return where in the DNS a council publishes its proof."""
    return f"{RECORD_AT}.{name}"


def record_text(token: str) -> str:
    """Return what it publishes there."""
    return f"{RECORD_SAYS}{token}"
