"""Is every name below the domain answered, even one that nobody gave out?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.domain import MadeUpName
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(made_up: MadeUpName) -> Finding:
    """Answer from what a made-up name leads to (RFC 4592, section 2.1)."""
    answer = made_up.addresses
    if isinstance(answer, Unreachable):
        return unknown(answer)
    shown = _shown(made_up)
    if isinstance(answer, Absent) and answer.aliases and answer.kind is Missing.NXDOMAIN:
        says = f"Every name below the domain leads to one that does not exist: {answer.aliases[-1]}."
        return Finding(Verdict.BAD, says, shown, Severity.HIGH, f"Delete the wildcard: {shown[0]}")
    if isinstance(answer, Answered) or answer.aliases:
        says = "Every name below the domain is answered, also those that nobody gave out."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Name each host, then delete: {shown[0]}")
    return Finding(Verdict.GOOD, "Names that nobody gave out are not answered.")


def _shown(made_up: MadeUpName) -> tuple[str, ...]:
    owner = absolute("*." + made_up.name.partition(".")[2])
    answer = made_up.addresses
    if isinstance(answer, Unreachable):
        return ()
    if answer.aliases:
        return (f"{owner} CNAME {absolute(answer.aliases[0])}",)
    return tuple(f"{owner} A {address}" for address in answer.records) if isinstance(answer, Answered) else ()


CHECK = Check(
    module=__name__,
    asks=MadeUpName,
    judge=judge,
    title="No wildcard answers for every name",
    why="With a wildcard, any name that an attacker makes up looks like the council's, "
    "and mistakes in names go unnoticed.",
    fix="Give each host a record of its own, then delete the wildcard.",
    references=(Reference("RFC 4592", "section 2.1"), Reference("RFC 1912", "section 2.7")),
    caf=("A3.a", "B4.b"),
)
