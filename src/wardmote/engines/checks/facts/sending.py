"""What does a domain publish about who may send mail as it, and about what is to happen to the rest?"""

from dataclasses import dataclass

from wardmote.engines.checks.dmarc import Destination, Inheritance, Policy, TreeWalk
from wardmote.engines.checks.spf import SpfSurvey


@dataclass(frozen=True)
class Sending:
    """The SPF policy, walked whole, and the DMARC records from the domain up to the root.

    `applies` is what receivers find by DMARC. `nearly_dmarc` are texts that mean to be a DMARC record and aren't one;
    `destinations` the hosts that the domain's own record sends reports to. `takes_mail` is None where nobody answered.
    """

    domain: str
    survey: SpfSurvey
    walk: TreeWalk
    applies: Inheritance
    is_parked: bool = False
    takes_mail: bool | None = None
    nearly_dmarc: tuple[str, ...] = ()
    destinations: tuple[Destination, ...] = ()

    @property
    def is_enforced(self) -> bool | None:
        """Whether receivers act on mail that fails DMARC; None where that isn't known."""
        if self.applies.is_unknown:
            return None
        return self.applies.applied in (Policy.QUARANTINE, Policy.REJECT)


@dataclass(frozen=True)
class MarkRecords:
    """The texts at `default._bimi` that are BIMI records, and what receivers find by DMARC."""

    domain: str
    texts: tuple[str, ...]
    applies: Inheritance
