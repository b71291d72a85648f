"""Does a public name lead to an address inside somebody's own network?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.domain import InsideAddresses
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(places: InsideAddresses) -> Finding:
    """Answer from the addresses of the usual names and of the mail servers (RFC 1918, section 5)."""
    if places.found:
        return _leading_inside(places)
    if places.unknown and isinstance(places.unknown.addresses, Unreachable):
        return unknown(places.unknown.addresses, places.unknown.name)
    return Finding(Verdict.GOOD, "No name leads to an address inside a network of somebody's own.")


def _leading_inside(places: InsideAddresses) -> Finding:
    lines = tuple(f"{absolute(name)} {'AAAA' if ':' in address else 'A'} {address}" for name, address in places.found)
    name, address = places.found[0]
    says = f"{name} leads to {address}, an address inside a network, which nobody outside can reach."
    fix = f"Keep such addresses in the name servers of the inside network, and delete here: {'; '.join(lines)}"
    return Finding(Verdict.BAD, says, lines, Severity.MEDIUM, fix)


CHECK = Check(
    module=__name__,
    asks=InsideAddresses,
    judge=judge,
    title="No public name leads inside",
    why="An inside address doesn't work from outside, tells attackers how the network is built, and leads a laptop "
    "away from the office to whatever stands at the same address there.",
    fix="Keep inside addresses in the name servers of the inside network.",
    references=(Reference("RFC 1918", "section 5"), Reference("RFC 4193", "section 4.4")),
    caf=("B4.b",),
)
