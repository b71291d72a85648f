"""What do we say to our members, in words that a CSAF document can carry?"""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.engines.advisories.facts import Affected, Label, Reference


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who speaks. `namespace` is the address that stands for the publisher; a WARP is a "coordinator"."""

    name: str
    namespace: str
    category: str = "coordinator"
    contact: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A release of a notice: when, and what changed."""

    date: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning of ours. `history` has a Revision for each release, the oldest first, one at least.

    `cves` and `products` may be empty; what is said of the products is said of each CVE.
    """

    id: str
    title: str
    what: str
    concerns: str
    to_do: str
    publisher: Publisher
    history: tuple[Revision, ...]
    by: date | None = None
    sources: tuple[Reference, ...] = ()
    label: Label = Label.CLEAR
    cves: tuple[str, ...] = ()
    products: tuple[Affected, ...] = ()
    is_withdrawn: bool = False
    language: str = "en-GB"

    @property
    def published(self) -> datetime:
        """When it was released first."""
        return self.history[0].date

    @property
    def revised(self) -> datetime:
        """When it was released last."""
        return self.history[-1].date
