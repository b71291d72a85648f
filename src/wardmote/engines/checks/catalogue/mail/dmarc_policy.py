"""Does the domain tell receivers to stop mail that forges it?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import (
    CAUTION,
    DmarcRecord,
    InForce,
    Policy,
    Standing,
    as_now,
    begun_properly,
    effect_of_pct,
    first_record,
    in_force,
    inherited,
    is_weaker,
    mailbox_first,
    mailbox_for,
    mended,
    next_step,
    one_of_several,
    owner_of,
    read_dmarc,
    stronger,
    with_policy,
    with_psd_n,
    with_tags,
)
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

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
    step = next((step for step in sending.walk.steps if step.failure is not None), None)
    if not step:
        return f"nobody answered whether {sending.domain} exists, and the record above tells such names apart"
    return f"{step.failure or 'no answer came'} for _dmarc.{step.name}"


def _several(sending: Sending) -> Finding:
    texts = sending.walk.own.texts
    says = f"There are {len(texts)} DMARC records, so receivers use none of them."
    fix = f"Replace them all. {_asked(sending, one_of_several(texts))}"
    return Finding(Verdict.BAD, says, _lines(sending, texts), Severity.HIGH, fix)


def _missing(sending: Sending) -> Finding:
    shown = _lines(sending, sending.nearly_dmarc)
    if shown:
        says = "The DMARC record is passed over: it must begin with “v=DMARC1;”."
        meant = begun_properly(sending.nearly_dmarc[0])
        fix = f"Replace that record. {_asked(sending, meant) if meant else _begin(sending)}"
        return Finding(Verdict.BAD, says, shown, Severity.HIGH, fix)
    says = "No DMARC record is published."
    return Finding(Verdict.BAD, says, (), Severity.HIGH, _begin(sending))


def _asked(sending: Sending, text: str) -> str:
    """Ask for a record at the domain itself: at once where it sends no mail, and else only by the next step."""
    if sending.is_parked:
        return _asked_at_once(sending, with_policy(read_dmarc(text), Policy.REJECT))
    now = inherited(sending.applies)
    return _by_steps(sending.domain, text, now, None if now.own else _mailbox(sending), sending.walk.organisation)


def _asked_at_once(sending: Sending, text: str) -> str:
    return f"If no name below it sends mail, publish: {_line(sending, text)}"


def _by_steps(name: str, text: str, now: InForce, reports_to: str | None = None, organisation: str = "") -> str:
    """Ask for the next step at a name; `reports_to` is where reports go if the record doesn't say, if they shall."""
    before = ""
    if reports_to is not None and not read_dmarc(text).rua:
        text, before = with_tags(text, {"rua": reports_to or None}), mailbox_first(reports_to, name, organisation)
    step = next_step(text, now)
    return f"{before}{step.words}: {txt_line(f'_dmarc.{name}', step.text)}"


def _mailbox(sending: Sending) -> str:
    return mailbox_for(sending.domain, takes_mail=False if sending.is_parked else sending.takes_mail)


def _begin(sending: Sending) -> str:
    if sending.is_parked:
        return _asked_at_once(sending, first_record(sending.domain, Policy.REJECT))
    return _watch(sending.domain, _mailbox(sending), sending.walk.organisation)


def _watch(name: str, reports_to: str, organisation: str = "") -> str:
    """Ask for a first record that only watches."""
    line = txt_line(f"_dmarc.{name}", first_record(name, Policy.NONE, reports_to=reports_to))
    return (
        f"{mailbox_first(reports_to, name, organisation)}Publish this, read the reports for some weeks, mend what "
        f"fails, then change p to quarantine and to reject: {line}"
    )


def _damaged(sending: Sending, record: DmarcRecord) -> Finding:
    says = f"The DMARC record asks for no policy that can be read{_first_fault(record)}"
    severity = Severity.HIGH if record.standing is Standing.PASSED_OVER else Severity.MEDIUM
    return Finding(Verdict.BAD, says, _evidence(sending, record), severity, _mend(sending, record))


def _mend(sending: Sending, record: DmarcRecord) -> str:
    """Say what takes the place of a record that can't be read, if it is the council's to change."""
    at = sending.applies.published_at or sending.domain
    better = read_dmarc(mended(record))
    if sending.is_parked:
        return _asked_at_once(sending, with_policy(better, Policy.REJECT)) if at == sending.domain else _begin(sending)
    if _is_above_owner(sending):
        return _at_owner(sending)
    text, now = with_policy(better, record.p or Policy.NONE), in_force(record)
    reports_to = _mailbox(sending) if at == sending.domain else mailbox_for(at, takes_mail=None)
    return _by_steps(at, text, now, None if now.own else reports_to, sending.walk.organisation)


def _owner(sending: Sending) -> str:
    """Return the name above which nothing is the council's to change."""
    organisation = sending.walk.organisation
    return owner_of(sending.domain) or (organisation if "." in organisation else sending.domain)


def _is_above_owner(sending: Sending) -> bool:
    return _owner(sending).endswith(f".{sending.applies.published_at}")


def _at_owner(sending: Sending) -> str:
    """Say what the council's own name is to publish, where a record that belongs to many applies to a name below it."""
    owner = _owner(sending)
    step = sending.walk.at(owner)
    if owner == sending.domain:
        return _begin(sending)
    if not step or not step.texts:
        return _watch(owner, mailbox_for(owner, takes_mail=None))
    if not step.record:
        asked = _by_steps(owner, one_of_several(step.texts), InForce(), mailbox_for(owner, takes_mail=None))
        return f"Replace all DMARC records of {owner}. {asked}"
    after = step.record.sp or step.record.p
    begins = CAUTION if is_weaker(sending.applies.applied, after) else "Publish"
    return f"{begins}: {txt_line(f'_dmarc.{owner}', with_psd_n(step.record))}"


def _first_fault(record: DmarcRecord) -> str:
    faults = [fault for fault in record.faults if not _is_of_reports(record, fault.position)]
    return f": {plain(faults[0].says)}" if faults else "."


def _inherited(sending: Sending, record: DmarcRecord) -> Finding:
    """Judge a policy that comes from above: from the council's own name, or from a parent that belongs to many."""
    shown = _evidence(sending, record)
    is_foreign = owner_of(sending.domain) == sending.domain
    if is_foreign and sending.is_enforced:
        says = f"There is no DMARC record here; {_record_of(sending)} has forged mail stopped, but you get no reports."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _same(sending))
    if sending.is_enforced:
        says = f"{_record_of(sending).capitalize()} applies: forged mail is {_fate(sending.applies.applied)}."
        return Finding(Verdict.GOOD, says, shown)
    says = f"There is no DMARC record here, and {_record_of(sending)} doesn't have forged mail stopped."
    return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, _reach(sending, record))


def _reach(sending: Sending, record: DmarcRecord) -> str:
    """Say how a policy that stops forged mail is to reach the domain."""
    if sending.is_parked:
        return _begin(sending)
    return _at_owner(sending) if _is_above_owner(sending) else _strengthen(sending, record)


def _same(sending: Sending) -> str:
    """Ask for a record of the domain's own that protects it as the one above does now."""
    if sending.is_parked:
        return _begin(sending)
    reports_to = _mailbox(sending)
    text = as_now(first_record(sending.domain, Policy.NONE, reports_to=reports_to), inherited(sending.applies))
    before = mailbox_first(reports_to, sending.domain, sending.walk.organisation)
    return f"{before}Publish: {_line(sending, text)}"


def _strengthen(sending: Sending, record: DmarcRecord) -> str:
    """Say how the council's own record above is to reach the names below it."""
    wanted = stronger(record.p, Policy.QUARANTINE)
    weaker = {name: None for name, value in (("sp", record.sp), ("np", record.np)) if is_weaker(value, wanted)}
    text = with_tags(with_policy(record, wanted), weaker)
    return _by_steps(sending.applies.published_at or sending.domain, text, in_force(record))


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
        fix = _by_steps(sending.domain, mended(record), in_force(record))
        says = f"Forged mail is {policy.fate}, but part of the record can't be read: {plain(faults[0].says)}"
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, f"Forged mail is {policy.fate} (p={policy}).", shown)


def _only_watched(sending: Sending, record: DmarcRecord) -> Finding:
    shown = _evidence(sending, record)
    if sending.is_parked:
        fix = _asked_at_once(sending, with_policy(record, Policy.REJECT))
        says = "The domain is only held, and yet mail that forges it is delivered (p=none)."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    fix = _by_steps(sending.domain, with_policy(record, Policy.REJECT), in_force(record))
    says = "Forged mail is only watched, not stopped (p=none)."
    return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, fix)


def _weak(sending: Sending, record: DmarcRecord, policy: Policy, says: str) -> Finding:
    fix = _asked(sending, with_policy(record, policy))
    severity = Severity.MEDIUM if record.is_testing and policy is Policy.QUARANTINE else Severity.LOW
    return Finding(Verdict.WEAK, says, _evidence(sending, record), severity, fix)


def _fate(policy: Policy | None) -> str:
    return (policy or Policy.NONE).fate


def _is_of_reports(record: DmarcRecord, position: int) -> bool:
    """Whether a fault lies in the addresses for reports, which dmarc_reports judges."""
    before = [tag for tag in record.tags if tag.position <= position]
    return bool(before) and before[-1].name in _OF_REPORTS


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
