"""Is forged mail stopped too when it shows a name below the domain?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import DmarcRecord, Policy, Standing, in_force, next_step, owner_of, with_tags
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import txt_line
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_STRENGTH = {Policy.NONE: 0, Policy.QUARANTINE: 1, Policy.REJECT: 2}


def judge(sending: Sending) -> Finding:
    """Answer from sp= and np= beside p= (RFC 9989, section 4.7)."""
    own = sending.walk.own
    if own.failure is not None:
        says = f"Nothing is known about the DMARC record: {own.failure} for _dmarc.{own.name}."
        return Finding(Verdict.UNKNOWN, says)
    if not own.record or own.record.standing is not Standing.SOUND:
        return Finding(Verdict.NOT_APPLICABLE, "The domain has no DMARC record of its own that counts.")
    shown = (_line(sending, own.record.text),)
    if sending.domain not in (sending.walk.organisation, owner_of(sending.domain)):
        says = f"Names below it take the record of {sending.walk.organisation}."
        return Finding(Verdict.NOT_APPLICABLE, says, shown)
    return _judge_record(sending, own.record, shown)


def _judge_record(sending: Sending, record: DmarcRecord, shown: tuple[str, ...]) -> Finding:
    policy = record.p or Policy.NONE
    existing = record.sp or policy
    missing = record.np or existing
    if policy is existing is missing is Policy.NONE:
        says = "Forged mail isn't stopped for the domain itself yet, so there is nothing weaker below it."
        return Finding(Verdict.NOT_APPLICABLE, says, shown)
    step = next_step(_even(record), in_force(record))
    fix = f"{step.words}: {_line(sending, step.text)}"
    if existing is Policy.NONE and missing is Policy.NONE:
        says = "Mail that forges any name below the domain, even one that doesn't exist, is delivered (sp=none)."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    if missing is Policy.NONE:
        says = "Mail that forges a name below the domain that doesn't exist is delivered (np=none)."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    if min(_STRENGTH[existing], _STRENGTH[missing]) < _STRENGTH[policy]:
        weaker = f"sp={existing}" if _STRENGTH[existing] < _STRENGTH[policy] else f"np={missing}"
        says = f"Names below the domain are protected less than the domain itself ({weaker}, but p={policy})."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, f"Mail that forges a name below the domain is {existing.fate} too.", shown)


def _even(record: DmarcRecord) -> str:
    """Return the record without those policies for names below that are weaker than its own."""
    policy = _STRENGTH[record.p or Policy.NONE]
    pairs = (("sp", record.sp), ("np", record.np))
    return with_tags(record.text, {name: None for name, value in pairs if value and _STRENGTH[value] < policy})


def _line(sending: Sending, text: str) -> str:
    return txt_line(f"_dmarc.{sending.domain}", text)


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="DMARC protects the names below the domain too",
    why="Where names below the domain are left out, a forger writes as payments@housing.council.gov.uk in place of "
    "payments@council.gov.uk, and receivers deliver it.",
    fix="Leave out sp= and np=, or give them the same policy as p=.",
    references=(Reference("RFC 9989", "section 4.7"),),
    caf=("B4.b",),
)
