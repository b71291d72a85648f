"""Do names below the council's own follow its DMARC record, or one that belongs to everybody?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import Policy, Psd, TreeWalk, first_record, owner_of, shared_parent_trap, with_psd_n
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
        text = trap.fix or _first(sending, owner)
        verdict = Verdict.BAD if trap.takes_policy else Verdict.WEAK
        severity = Severity.MEDIUM if trap.takes_policy else Severity.LOW
        fix = f"Publish: {txt_line(f'_dmarc.{owner}', text)}"
        return Finding(verdict, trap.says, _shown(walk, owner, trap.organisation), severity, fix)
    if walk.unanswered:
        failures = (f"{step.failure} for _dmarc.{step.name}" for step in walk.steps if step.failure is not None)
        return Finding(Verdict.UNKNOWN, f"Nothing is known about the records above: {next(failures)}.")
    return Finding(Verdict.GOOD, f"No record above {owner} takes the place of its own.", _shown(walk, owner))


def _first(sending: Sending, owner: str) -> str:
    """Return a record that protects no less than what is inherited now."""
    if sending.is_parked:
        return first_record(owner, Policy.REJECT, wants_reports=False)
    return first_record(owner, sending.applies.applied or Policy.NONE)


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
