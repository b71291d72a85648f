"""Which keys does a domain publish, by which its mail can be known as its own (DKIM)?"""

from dataclasses import dataclass

from wardmote.engines.checks.facts.answers import Answer
from wardmote.engines.checks.facts.records import Txt


@dataclass(frozen=True)
class Selector:
    """A name below `_domainkey` that was asked for, and whether somebody told us that it is in use."""

    name: str
    answer: Answer[Txt]
    is_told: bool = False


@dataclass(frozen=True)
class DkimKeys:
    """What was found at the selectors asked for.

    `is_empty`: the DNS said that nothing at all exists below `_domainkey`. `is_parked`: no mail is meant to be sent;
    `sends_nothing`: the SPF record is `v=spf1 -all`.
    """

    domain: str
    selectors: tuple[Selector, ...]
    is_empty: bool = False
    is_parked: bool = False
    sends_nothing: bool = False
