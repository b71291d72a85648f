"""Has somebody registered a name that can be taken for the council's?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.facts.registration import LookAlike, LookAlikes
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(look_alikes: LookAlikes) -> Finding:
    """Answer from which names exist, and which of them take mail: a reply to forged mail lands there."""
    if not look_alikes.names:
        return Finding(Verdict.NOT_APPLICABLE, "Nobody has given us names to watch.")
    registered = [name for name in look_alikes.names if _is_registered(name)]
    taking = [name for name in registered if _takes_mail(name)]
    if taking:
        says = f"Names that look like yours are registered and take mail: {_listed(taking)}."
        return Finding(Verdict.BAD, says, _lines(taking), Severity.LOW, _fix(taking))
    for name in look_alikes.names:
        for answer in (name.servers, name.mail):
            if isinstance(answer, Unreachable):
                return unknown(answer, name.name)
    if registered:
        says = f"Names that look like yours are registered: {_listed(registered)}."
        return Finding(Verdict.WEAK, says, _lines(registered), Severity.LOW, _fix(registered))
    count = len(look_alikes.names)
    return Finding(Verdict.GOOD, f"None of the {count} names watched is registered.")


def _is_registered(name: LookAlike) -> bool:
    if isinstance(name.servers, Absent):
        return name.servers.kind is not Missing.NXDOMAIN
    return isinstance(name.servers, Answered)


def _takes_mail(name: LookAlike) -> bool:
    return isinstance(name.mail, Answered) and any(record.exchange != "." for record in name.mail.records)


def _listed(names: list[LookAlike]) -> str:
    return ", ".join(name.name for name in names)


def _lines(names: list[LookAlike]) -> tuple[str, ...]:
    lines: list[str] = []
    for name in names:
        servers = name.servers.records if isinstance(name.servers, Answered) else ()
        mail = name.mail.records if isinstance(name.mail, Answered) else ()
        lines += [f"{absolute(name.name)} NS {absolute(server)}" for server in servers]
        lines += [f"{absolute(name.name)} MX {record}" for record in mail]
    return tuple(lines)


def _fix(names: list[LookAlike]) -> str:
    return (
        f"Find out who holds {_listed(names)}. If it is you, take it off this list and add it to your domains. "
        "If it isn't, block mail from it, and report it to its registrar and to report@phishing.gov.uk."
    )


CHECK = Check(
    module=__name__,
    asks=LookAlikes,
    judge=judge,
    title="No look-alike name is in use",
    why="From a name that looks like the council's, a forger can write to residents and suppliers, and no setting of "
    "the council's own domain stops it.",
    fix="Watch the names, and report those that are used for fraud.",
    references=(
        Reference(
            "Report a scam email",
            "",
            "https://www.ncsc.gov.uk/collection/phishing-scams/report-scam-email",
        ),
    ),
    caf=("C1.a",),
)
