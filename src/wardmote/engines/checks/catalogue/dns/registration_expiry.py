"""Will the domain still be the council's next month?"""

from datetime import date

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.registration import Registration
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_URGENT_DAYS, _SOON_DAYS = 14, 60


def judge(registration: Registration) -> Finding:
    """Answer from the days that are left."""
    ends = registration.renews_on
    if ends is None:
        says = "Nobody told us when the registration runs out. Tell us, and we will remind you."
        return Finding(Verdict.NOT_APPLICABLE, says)
    left = (ends - registration.on).days
    if left < 0:
        says = f"The registration ran out on {_day(ends)}. Anybody may soon be able to register the name."
        return Finding(Verdict.BAD, says, (), Severity.CRITICAL, _fix(registration))
    when = f"The registration runs out on {_day(ends)}."
    if left <= _URGENT_DAYS:
        return Finding(Verdict.BAD, when, (), Severity.HIGH, _fix(registration))
    if left <= _SOON_DAYS:
        return Finding(Verdict.WEAK, when, (), Severity.MEDIUM, _fix(registration))
    return Finding(Verdict.GOOD, f"The registration runs until {_day(ends)}.")


def _fix(registration: Registration) -> str:
    return f"Renew {registration.domain} with its registrar, then correct the day that you told us."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


CHECK = Check(
    module=__name__,
    asks=Registration,
    judge=judge,
    title="The registration doesn't run out unnoticed",
    why="When a registration runs out, web site and mail stop, and whoever registers the name next gets both.",
    fix="Renew the domain, or have the registrar renew it by itself each year.",
    references=(
        Reference(
            "Use your .gov.uk domain name",
            "",
            "https://www.gov.uk/guidance/use-your-govuk-domain-name",
        ),
    ),
    caf=("A3.a",),
)
