"""What of a warning of ours, or of a sighting, is told as STIX?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..facts import Label, Reference


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who tells: an organisation with an id that stays, since when it tells, and how to reach it."""

    id: UUID
    name: str
    since: datetime
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ToldProduct:
    """A product as a warning names it."""

    name: str
    vendor: str = ""
    version: str = ""
    cpe: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A warning: `created` stays at each revision, `modified` doesn't. `note` is a word of its editor."""

    id: UUID
    name: str
    description: str
    what_to_do: str
    publisher: Publisher
    created: datetime
    modified: datetime
    label: Label
    cves: tuple[str, ...] = ()
    products: tuple[ToldProduct, ...] = ()
    references: tuple[Reference, ...] = ()
    note: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting of a vulnerability's use: how often, between when and when. Who saw it is said only if `by` is."""

    id: UUID
    vulnerability: str
    publisher: Publisher
    created: datetime
    label: Label
    first: datetime | None = None
    last: datetime | None = None
    count: int = 1
    by: Publisher | None = None
    description: str = ""
