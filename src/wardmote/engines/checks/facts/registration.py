"""When does a domain's registration end, and who has registered names that look like it?"""

from dataclasses import dataclass
from datetime import date

from wardmote.engines.checks.facts.answers import Answer
from wardmote.engines.checks.facts.records import Mx


@dataclass(frozen=True)
class Registration:
    """The day on which the registration ends, as its owner told it, and the day on which the check is made."""

    domain: str
    on: date
    renews_on: date | None = None


@dataclass(frozen=True)
class LookAlike:
    """A name that could be taken for the domain: its name servers, and its mail servers where it is registered."""

    name: str
    servers: Answer[str]
    mail: Answer[Mx] | None = None


@dataclass(frozen=True)
class LookAlikes:
    """What became of the names that the domain's owner wants watched."""

    domain: str
    names: tuple[LookAlike, ...] = ()
