"""Do receivers tell the council who sends as it, and does somebody get what they tell?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dmarc import (
    Consent,
    Destination,
    DmarcRecord,
    ReportUri,
    closed_service_of,
    inherited,
    mailbox_first,
    mailbox_for,
    mended,
    next_step,
    points_at_closed_service,
    read_dmarc,
    with_tags,
    without_addresses,
)
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(sending: Sending) -> Finding:
    """Answer from rua=, and from whether each host outside takes the reports (RFC 9990)."""
    own = sending.walk.own
    if own.failure is not None:
        says = f"Nothing is known about the DMARC record: {own.failure} for _dmarc.{own.name}."
        return Finding(Verdict.UNKNOWN, says)
    record = own.record
    if not record:
        return Finding(Verdict.NOT_APPLICABLE, "The domain has no DMARC record of its own that could ask for reports.")
    if any(points_at_closed_service(uri) for uri in (*record.rua, *record.ruf)):
        return _closed(sending, record)
    if not record.rua:
        return _nowhere(sending, record)
    return _addressed(sending, record)


def _closed(sending: Sending, record: DmarcRecord) -> Finding:
    found = [uri for uri in (*record.rua, *record.ruf) if points_at_closed_service(uri)]
    closed = frozenset(uri.text for uri in found)
    fix = _ask(sending, without_addresses(record, closed, _address(sending)))
    service = closed_service_of(found[0])
    if all(uri.text in closed for uri in record.rua):
        says = f"All reports go to {service}, which closed on 31 March 2026: nobody reads them."
        return Finding(Verdict.BAD, says, _shown(sending), Severity.MEDIUM, fix)
    says = f"Some reports still go to {service}, which closed on 31 March 2026."
    return Finding(Verdict.WEAK, says, _shown(sending), Severity.LOW, fix)


def _nowhere(sending: Sending, record: DmarcRecord) -> Finding:
    if record.has_tag("rua"):
        says = "The address for reports can't be read, so none are sent."
        fix = _ask(sending, _readable(sending, record))
        return Finding(Verdict.BAD, says, _shown(sending), Severity.MEDIUM, fix)
    if sending.is_parked:
        says = "The domain is only held; nobody needs reports on its mail."
        return Finding(Verdict.NOT_APPLICABLE, says, _shown(sending))
    says = "No reports are asked for (rua), so the council can't see who sends as it."
    return Finding(Verdict.WEAK, says, _shown(sending), Severity.MEDIUM, _wanted(sending, record))


def _wanted(sending: Sending, record: DmarcRecord) -> str:
    """Ask for an address for reports; the record to publish is only written where a mailbox can be named."""
    if not _address(sending):
        return "Add rua= with a mailbox that somebody reads, at another name of yours: this one takes no mail."
    return _ask(sending, _with_address(sending, record))


def _ask(sending: Sending, text: str) -> str:
    """Ask for a record: its mailbox first, where that is new, and with care where it comes into force by this."""
    step, own = next_step(text, inherited(sending.applies)), sending.walk.own.record
    known = {uri.text for uri in own.rua} if own else set()
    is_new = _address(sending) in {uri.text for uri in read_dmarc(step.text).rua} - known
    before = mailbox_first(_address(sending), sending.domain, sending.walk.organisation) if is_new else ""
    return f"{before}{step.words}: {_line(sending, step.text)}"


def _readable(sending: Sending, record: DmarcRecord) -> str:
    text = mended(record)
    return text if "; rua=" in text else with_tags(text, {"rua": _address(sending) or None})


def _addressed(sending: Sending, record: DmarcRecord) -> Finding:
    taking = {found.host for found in sending.destinations if found.consent in (Consent.NOT_NEEDED, Consent.GIVEN)}
    refusing = [found for found in sending.destinations if found.consent is Consent.MISSING]
    if refusing:
        return _refused(sending, record, refusing[0], is_rest_taken=bool(taking))
    silent = next((found for found in sending.destinations if found.consent is Consent.UNKNOWN), None)
    if silent:
        says = f"Nothing is known about whether {silent.host} takes the reports: nobody answered for {silent.asked_at}."
        return Finding(Verdict.UNKNOWN, says, _shown(sending))
    if unread := _unreadable(record):
        says = f"One address for reports can't be read, so none are sent there: “{plain(unread)}”."
        return Finding(Verdict.WEAK, says, _shown(sending), Severity.LOW, _ask(sending, mended(record)))
    if not any(uri.scheme == "mailto" for uri in record.rua):
        says = "Reports are asked for at a web address only, and receivers send them by mail."
        return Finding(Verdict.WEAK, says, _shown(sending), Severity.MEDIUM, _wanted(sending, record))
    return Finding(Verdict.GOOD, f"Reports go to {', '.join(map(_plainly, record.rua))}.", _shown(sending))


def _refused(sending: Sending, record: DmarcRecord, host: Destination, *, is_rest_taken: bool) -> Finding:
    theirs = frozenset(uri.text for uri in (*record.rua, *record.ruf) if uri.host == host.host)
    instead = _ask(sending, without_addresses(record, theirs, _address(sending)))
    consent = txt_line(host.asked_at, "v=DMARC1")
    fix = f"Have {host.host} publish: {consent} – or, if you no longer use it, {instead[:1].lower()}{instead[1:]}"
    says = f"{host.host} doesn't say that it takes the domain's reports, so receivers don't send them there."
    if is_rest_taken:
        return Finding(Verdict.WEAK, says, _shown(sending), Severity.LOW, fix)
    return Finding(Verdict.BAD, says, _shown(sending), Severity.MEDIUM, fix)


def _unreadable(record: DmarcRecord) -> str:
    tag = next((tag for tag in record.tags if tag.name == "rua"), None)
    if not tag:
        return ""
    inside = range(tag.value_position, tag.value_position + len(tag.value) + 1)
    return next((fault.text for fault in record.faults if fault.position in inside), "")


def _with_address(sending: Sending, record: DmarcRecord) -> str:
    mails = [uri.text for uri in record.rua if uri.scheme in ("mailto", "https")]
    return with_tags(record.text, {"rua": ",".join((_address(sending), *mails))})


def _address(sending: Sending) -> str:
    return mailbox_for(sending.domain, takes_mail=False if sending.is_parked else sending.takes_mail)


def _plainly(uri: ReportUri) -> str:
    return plain(uri.text.removeprefix("mailto:"))


def _shown(sending: Sending) -> tuple[str, ...]:
    return tuple(_line(sending, text) for text in sending.walk.own.texts)


def _line(sending: Sending, text: str) -> str:
    return txt_line(f"_dmarc.{sending.domain}", text)


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="DMARC reports reach somebody",
    why="The reports show who sends as the council. Without them nobody can tell forged mail from a supplier that was "
    "forgotten, nor move safely to p=reject.",
    fix="Name in rua= a mailbox or a service that reads the reports.",
    references=(
        Reference("RFC 9990"),
        Reference("RFC 9989", "section 4.7"),
    ),
    caf=("B4.b", "C1.a"),
)
