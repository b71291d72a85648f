"""What is one of the standard's tests?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wardmote.engines.advisories.csaf.sheet import Sheet

# A path and a sentence for each place that fails.
Failures = Iterable[tuple[str, str]]
BASE = "csaf_base"
INCIDENT, INFORMATIONAL = "csaf_security_incident_response", "csaf_informational_advisory"
ADVISORY, VEX = "csaf_security_advisory", "csaf_vex"
PROFILES = frozenset({BASE, INCIDENT, INFORMATIONAL, ADVISORY, VEX})


@dataclass(frozen=True)
class Rule:
    """A mandatory test of CSAF 2.0, section 6.1; one to a module in `mandatory/`, as its `RULE`.

    `judge` gets a document that follows the schema. `profiles` are the categories that it is asked for; none means
    all. `in_2_1` is false where CSAF 2.1 asks it no more, or another way.
    """

    id: str
    judge: Callable[[Sheet], Failures]
    profiles: frozenset[str] = frozenset()
    in_2_1: bool = True
