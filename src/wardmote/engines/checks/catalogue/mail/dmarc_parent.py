"""Do names below the council's own follow its DMARC record, or one that belongs to everybody?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import (
    CAUTION,
    DmarcRecord,
    InForce,
    Policy,
    Psd,
    TreeWalk,
    WalkStep,
    as_now,
    first_record,
    in_force,
    inherited,
    is_weaker,
    mailbox_first,
    mailbox_for,
    next_step,
    one_of_several,
    owner_of,
    read_dmarc,
    shared_parent_trap,
    with_psd_n,
)
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import txt_line
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(sending: Sending) -> Finding:
    """Answer from where the walk towards the root ends (RFC 9989, section 4.10)."""
    walk, owner = sending.walk, owner_of(sending.domain)
    if not owner:
        says = "The domain doesn't lie below a name that many organisations share, such as gov.uk."
        return Finding(Verdict.NOT_APPLICABLE, says)
    if misled := _says_others_register(walk, owner):
        return misled
    step = walk.at(owner)
    if step and step.record and step.record.psd is Psd.ORGANISATION:
        says = f"The record of {owner} says that the organisation ends there (psd=n)."
        return Finding(Verdict.GOOD, says, _shown(walk, owner))
    if trap := shared_parent_trap(walk):
        verdict = Verdict.BAD if trap.takes_policy else Verdict.WEAK
        severity = Severity.MEDIUM if trap.takes_policy else Severity.LOW
        fix = _ended(walk, step, trap.organisation) if step and step.texts else _first(sending, owner)
        return Finding(verdict, trap.says, _shown(walk, owner, trap.organisation), severity, fix)
    if walk.unanswered:
        failures = (f"{step.failure} for _dmarc.{step.name}" for step in walk.steps if step.failure is not None)
        return Finding(Verdict.UNKNOWN, f"Nothing is known about the records above: {next(failures)}.")
    return Finding(Verdict.GOOD, f"No record above {owner} takes the place of its own.", _shown(walk, owner))


def _ended(walk: TreeWalk, step: WalkStep, organisation: str) -> str:
    """Ask for psd=n in the owner's record, whose policy then reaches the names below it in place of the parent's."""
    if not step.record:
        text = with_psd_n(read_dmarc(one_of_several(step.texts)))
        asked = next_step(text, InForce())
        return f"Replace all DMARC records of {step.name}. {asked.words}: {txt_line(f'_dmarc.{step.name}', asked.text)}"
    above = walk.at(organisation)
    caution = _tells_more(step.record, above.record if above else None)
    return f"{CAUTION if caution else 'Publish'}: {txt_line(f'_dmarc.{step.name}', with_psd_n(step.record))}"


def _tells_more(own: DmarcRecord, above: DmarcRecord | None) -> bool:
    """Whether names below would be treated more strictly by the first record than they are by the second."""
    ours, theirs = in_force(own), in_force(above)
    return is_weaker(theirs.existing, ours.existing) or is_weaker(theirs.missing, ours.missing)


def _first(sending: Sending, owner: str) -> str:
    """Ask for a record at the owner's name. What is known of a name below it says nothing about the owner's mail."""
    if sending.domain == owner and sending.is_parked:
        text = first_record(owner, Policy.REJECT)
        return f"If no name below it sends mail, publish: {txt_line(f'_dmarc.{owner}', text)}"
    takes_mail, now = (sending.takes_mail, inherited(sending.applies)) if sending.domain == owner else (None, InForce())
    reports_to = mailbox_for(owner, takes_mail=takes_mail)
    text = as_now(first_record(owner, Policy.NONE, reports_to=reports_to), now)
    return f"{mailbox_first(reports_to, owner)}Publish: {txt_line(f'_dmarc.{owner}', text)}"


def _says_others_register(walk: TreeWalk, owner: str) -> Finding | None:
    step = walk.at(owner)
    if not step or not step.record or step.record.psd is not Psd.PUBLIC_SUFFIX:
        return None
    says = f"The record of {owner} says that others register names below it (psd=y), so each name stands alone."
    fix = f"Publish: {txt_line(f'_dmarc.{owner}', with_psd_n(step.record))}"
    return Finding(Verdict.BAD, says, _shown(walk, owner), Severity.MEDIUM, fix)


def _shown(walk: TreeWalk, *names: str) -> tuple[str, ...]:
    return tuple(
        txt_line(f"_dmarc.{step.name}", text) for step in walk.steps if step.name in names for text in step.texts
    )


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="The organisation ends at the council's own name",
    why="When a parent such as gov.uk publishes a DMARC record without psd=y, receivers take all names below it for "
    "one organisation: a council's other names take its policy, and mail of one council can pass as another's.",
    fix="Add psd=n to the DMARC record of the council's own name.",
    references=(Reference("RFC 9989", "section 4.10"), Reference("RFC 9989", "section 4.7")),
    caf=("B4.b",),
)
