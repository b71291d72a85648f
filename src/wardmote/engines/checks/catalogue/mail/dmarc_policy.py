"""Does the domain tell receivers to stop mail that forges it?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import (
    DmarcRecord,
    Policy,
    Standing,
    begun_properly,
    effect_of_pct,
    first_record,
    mended,
    owner_of,
    read_dmarc,
    with_policy,
    with_tags,
)
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_BY_STRENGTH = (Policy.REJECT, Policy.QUARANTINE, Policy.NONE, None)
_OF_REPORTS = ("rua", "ruf")


def judge(sending: Sending) -> Finding:
    """Answer from the record that receivers find, at the domain or above it (RFC 9989, section 4.10)."""
    applies, own = sending.applies, sending.walk.own
    if applies.is_unknown:
        return Finding(Verdict.UNKNOWN, f"Nothing is known about the DMARC policy: {_unanswered(sending)}.")
    if own.has_several:
        return _several(sending)
    if not applies.record:
        return _missing(sending)
    if applies.record.standing is not Standing.SOUND:
        return _damaged(sending, applies.record)
    if applies.is_inherited:
        return _inherited(sending, applies.record)
    return _own(sending, applies.record)


def _unanswered(sending: Sending) -> str:
    step = next(step for step in sending.walk.steps if step.failure is not None)
    return f"{step.failure or 'no answer came'} for _dmarc.{step.name}"


def _several(sending: Sending) -> Finding:
    texts = sending.walk.own.texts
    best = min((read_dmarc(text) for text in texts), key=lambda record: _BY_STRENGTH.index(record.p))
    says = f"There are {len(texts)} DMARC records, so receivers use none of them."
    fix = f"Delete all but one: {_line(sending, best.text)}"
    return Finding(Verdict.BAD, says, _lines(sending, texts), Severity.HIGH, fix)


def _missing(sending: Sending) -> Finding:
    shown = _lines(sending, sending.nearly_dmarc)
    if shown:
        says = "The DMARC record is passed over: it must begin with “v=DMARC1;”."
        meant = begun_properly(sending.nearly_dmarc[0])
        fix = f"Publish in its place: {_line(sending, meant) if meant else _first(sending)}"
        return Finding(Verdict.BAD, says, shown, Severity.HIGH, fix)
    says = "No DMARC record is published."
    return Finding(Verdict.BAD, says, (), Severity.HIGH, _begin(sending))


def _begin(sending: Sending) -> str:
    if sending.is_parked:
        return f"Publish: {_first(sending)}"
    return (
        f"Publish this, read the reports for some weeks, mend what fails, then change p to quarantine and to reject: "
        f"{_first(sending)}"
    )


def _damaged(sending: Sending, record: DmarcRecord) -> Finding:
    says = f"The DMARC record asks for no policy that can be read{_first_fault(record)}"
    at = sending.applies.published_at or sending.domain
    wanted = Policy.REJECT if sending.is_parked else record.p or Policy.NONE
    fix = f"Publish in its place: {txt_line(f'_dmarc.{at}', with_policy(read_dmarc(mended(record)), wanted))}"
    severity = Severity.HIGH if record.standing is Standing.PASSED_OVER else Severity.MEDIUM
    return Finding(Verdict.BAD, says, _evidence(sending, record), severity, fix)


def _first_fault(record: DmarcRecord) -> str:
    faults = [fault for fault in record.faults if not _is_of_reports(record, fault.position)]
    return f": {plain(faults[0].says)}" if faults else "."


def _inherited(sending: Sending, record: DmarcRecord) -> Finding:
    """Judge a policy that comes from above: from the council's own name, or from a parent that belongs to many."""
    shown = _evidence(sending, record)
    is_foreign = owner_of(sending.domain) == sending.domain
    if is_foreign and sending.is_enforced:
        says = f"There is no DMARC record here; {_record_of(sending)} has forged mail stopped, but you get no reports."
        same = first_record(sending.domain, sending.applies.applied or Policy.NONE)
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Publish: {_line(sending, same)}")
    if sending.is_enforced:
        says = f"{_record_of(sending).capitalize()} applies: forged mail is {_fate(sending.applies.applied)}."
        return Finding(Verdict.GOOD, says, shown)
    says = f"There is no DMARC record here, and {_record_of(sending)} doesn't have forged mail stopped."
    fix = _begin(sending) if is_foreign else _strengthen(sending, record)
    return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)


def _strengthen(sending: Sending, record: DmarcRecord) -> str:
    """Say how the council's own record above is to reach the names below it."""
    policy = record.p or Policy.NONE
    text = with_policy(record, Policy.QUARANTINE if policy is Policy.NONE else policy)
    text = with_tags(text, {"sp": None, "np": None})
    when = "When the reports show that your own mail passes, publish" if policy is Policy.NONE else "Publish"
    return f"{when}: {txt_line(f'_dmarc.{sending.applies.published_at}', text)}"


def _record_of(sending: Sending) -> str:
    """Name the record that applies, in the middle of a sentence."""
    return f"the record of {sending.applies.published_at}"


def _own(sending: Sending, record: DmarcRecord) -> Finding:
    shown = _evidence(sending, record)
    policy = record.p or Policy.NONE
    if policy is Policy.NONE:
        return _only_watched(sending, record)
    if record.is_testing:
        says = f"t=y asks receivers not to apply p={policy} yet: forged mail is {policy.in_test.fate}."
        return _weak(sending, record, policy, says)
    if effect := effect_of_pct(record):
        return _weak(sending, record, policy, effect)
    if sending.is_parked and policy is not Policy.REJECT:
        says = "The domain is only held, so no mail can be its own: all of it is to be rejected."
        return _weak(sending, record, Policy.REJECT, says)
    faults = [fault for fault in record.faults if not _is_of_reports(record, fault.position)]
    if faults:
        fix = f"Publish: {_line(sending, mended(record))}"
        says = f"Forged mail is {policy.fate}, but part of the record can't be read: {plain(faults[0].says)}"
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, f"Forged mail is {policy.fate} (p={policy}).", shown)


def _only_watched(sending: Sending, record: DmarcRecord) -> Finding:
    shown = _evidence(sending, record)
    if sending.is_parked:
        fix = f"Publish: {_line(sending, with_policy(record, Policy.REJECT))}"
        says = "The domain is only held, and yet mail that forges it is delivered (p=none)."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    fix = (
        "When the reports show that your own mail passes, publish this, and some weeks later the same with p=reject: "
        f"{_line(sending, with_policy(record, Policy.QUARANTINE))}"
    )
    says = "Forged mail is only watched, not stopped (p=none)."
    return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, fix)


def _weak(sending: Sending, record: DmarcRecord, policy: Policy, says: str) -> Finding:
    fix = f"Publish: {_line(sending, with_policy(record, policy))}"
    severity = Severity.MEDIUM if record.is_testing and policy is Policy.QUARANTINE else Severity.LOW
    return Finding(Verdict.WEAK, says, _evidence(sending, record), severity, fix)


def _fate(policy: Policy | None) -> str:
    return (policy or Policy.NONE).fate


def _is_of_reports(record: DmarcRecord, position: int) -> bool:
    """Whether a fault lies in the addresses for reports, which dmarc_reports judges."""
    before = [tag for tag in record.tags if tag.position <= position]
    return bool(before) and before[-1].name in _OF_REPORTS


def _first(sending: Sending) -> str:
    policy = Policy.REJECT if sending.is_parked else Policy.NONE
    return _line(sending, first_record(sending.domain, policy, wants_reports=not sending.is_parked))


def _evidence(sending: Sending, record: DmarcRecord) -> tuple[str, ...]:
    return (txt_line(f"_dmarc.{sending.applies.published_at or sending.domain}", record.text),)


def _lines(sending: Sending, texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_line(sending, text) for text in texts)


def _line(sending: Sending, text: str) -> str:
    return txt_line(f"_dmarc.{sending.domain}", text)


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="DMARC has forged mail stopped",
    why="Without an enforced DMARC policy anybody can send mail that shows the council's own address as its sender, "
    "and receivers deliver it.",
    fix="Publish a DMARC record with p=none, read its reports, then move to p=quarantine and p=reject.",
    references=(
        Reference("RFC 9989", "section 4.7"),
        Reference("RFC 9989", "section 4.10"),
        Reference(
            "Set up government email services securely",
            "",
            "https://www.gov.uk/guidance/set-up-government-email-services-securely",
        ),
    ),
    caf=("B4.b",),
)
