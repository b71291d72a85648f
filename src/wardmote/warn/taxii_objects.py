"""What of a STIX object is kept beside its text, so that a page can be found without reading it?"""

from dataclasses import dataclass
from typing import Any

from wardmote.engines.advisories.facts import Label, ReadingError
from wardmote.engines.advisories.inventory.json_text import read_json
from wardmote.engines.advisories.stix.judging import judge

from .labels import is_too_strict_for
from .models.taxii import LONGEST_ID

# What has neither `modified` nor `created`, as observables do, is of one version for ever.
UNVERSIONED = "1970-01-01T00:00:00.000000Z"
_SHOWN, _LONGEST_MOMENT = 200, 30


@dataclass(frozen=True)
class Sent:
    """An object as it was sent, and what keeps it from being taken, in a sentence; empty where nothing does."""

    text: str
    thing: dict[str, Any]
    fault: str = ""

    @property
    def stix_id(self) -> str:
        """Return its id, or as much as there is of one."""
        found = self.thing.get("id")
        return found[:_SHOWN] if isinstance(found, str) else ""

    @property
    def version(self) -> str:
        """Return its version in the form in which versions are compared."""
        found = self.thing.get("modified") or self.thing.get("created")
        return comparable(found) if isinstance(found, str) and len(found) <= _LONGEST_MOMENT else UNVERSIONED


def read_sent(raw: bytes) -> Sent:
    """Return one object of an envelope; what is no STIX, or can't be read twice in the same way, has a fault."""
    text = raw.decode(errors="replace")
    try:
        thing = read_json(raw)
    except ReadingError as error:
        return Sent(text, {}, str(error))
    if not isinstance(thing, dict):
        return Sent(text, {}, "The object is no JSON object.")
    faults = judge(thing).faults
    if not faults and len(thing["id"]) > LONGEST_ID:
        faults = (f"“id” is longer than {LONGEST_ID} letters.",)
    return Sent(text, thing, " ".join(faults))


def marked(sent: Sent, label: Label, defined: dict[str, Label | None]) -> Sent:
    """Return the object, with a fault where its markings forbid a collection of this label."""
    if sent.fault or not is_too_strict_for(label, sent.thing, defined):
        return sent
    says = f"The object is marked for fewer readers than this collection of {label.written} has."
    return Sent(sent.text, sent.thing, says)


def comparable(moment: str) -> str:
    """Return a moment of STIX to the microsecond, so that texts sort as moments do."""
    seconds, _, fraction = moment.removesuffix("Z").partition(".")
    return f"{seconds}.{fraction[:6].ljust(6, '0')}Z"


def as_told(version: str) -> str:
    """Return a version as STIX writes it: to the millisecond, or to the microsecond where it says more."""
    return f"{version[:23]}Z" if version.endswith("000Z") else version
