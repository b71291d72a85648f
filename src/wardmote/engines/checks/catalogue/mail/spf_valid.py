"""Can receivers use the domain's SPF record, or do they give up on it?"""

from functools import reduce

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.spf import (
    MOST_LOOKUPS,
    NOBODY,
    Remark,
    RemarkKind,
    SpfSurvey,
    begun_properly,
    costs,
    mended,
    merged,
    own_term,
    softened,
    unreadable,
    without,
)
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_SLIGHT = (
    RemarkKind.TOO_MANY_VOIDS_IPV6,
    RemarkKind.LONG_RECORD,
    RemarkKind.PTR_USED,
    RemarkKind.AFTER_ALL,
    RemarkKind.DUPLICATE,
    RemarkKind.NEAR_MISS,
)
_COUNTED = (RemarkKind.TOO_MANY_LOOKUPS, RemarkKind.CUT_SHORT)
_MOST_SHOWN = 5


def judge(sending: Sending) -> Finding:
    """Answer from the record and all that it includes (RFC 7208, sections 4.5, 4.6 and 5)."""
    survey = sending.survey
    if survey.alias:
        says = f"The name is an alias of {survey.alias}: what holds for mail is said there."
        return Finding(Verdict.NOT_APPLICABLE, says)
    if not survey.record:
        return _without_record(sending)
    errors = [remark for remark in survey.permerrors if remark.kind is not RemarkKind.TOO_MANY_VOIDS_IPV6]
    if errors:
        return _refused(survey, errors)
    if survey.is_unanswered:
        says = next(remark.says for remark in survey.remarks if remark.kind is RemarkKind.UNANSWERED)
        return Finding(Verdict.UNKNOWN, f"Nothing is known about part of the SPF policy: {plain(says)}", _shown(survey))
    slight = next((remark for kind in _SLIGHT for remark in survey.remarks if remark.kind is kind), None)
    if slight:
        spoilt = (_line(survey, slight.term),) if slight.kind is RemarkKind.NEAR_MISS else ()
        shown, fix = (*_shown(survey), *spoilt), _fix_slight(survey, slight)
        return Finding(Verdict.WEAK, plain(slight.says), shown, Severity.LOW, fix)
    says = f"The SPF record is in order and needs {survey.lookups} of {MOST_LOOKUPS} look-ups."
    return Finding(Verdict.GOOD, says, _shown(survey))


def _without_record(sending: Sending) -> Finding:
    survey = sending.survey
    if survey.is_unanswered:
        return Finding(Verdict.UNKNOWN, f"Nothing is known about the SPF policy: {survey.remarks[0].says}")
    if survey.texts:
        lost = _lost(*survey.texts)
        fix = f"{lost}Publish one record in place of the {len(survey.texts)}: {_line(survey, merged(survey.texts))}"
        says = f"There are {len(survey.texts)} SPF records, so receivers use none of them."
        return Finding(Verdict.BAD, says, _shown(survey), Severity.HIGH, fix)
    for remark in survey.remarks:
        if remark.kind is RemarkKind.NEAR_MISS:
            better = _line(survey, begun_properly(remark.term))
            fix = f"{_lost(remark.term)}Publish this in its place: {better}"
            return Finding(Verdict.BAD, remark.says, (_line(survey, remark.term),), Severity.HIGH, fix)
    return _missing(sending)


def _missing(sending: Sending) -> Finding:
    nobody = _line(sending.survey, NOBODY)
    if sending.is_parked or sending.takes_mail is False:
        fix = f"If the domain sends no mail, publish: {nobody}"
        if sending.is_enforced:
            says = "No SPF record is published; DMARC has forged mail stopped all the same."
            return Finding(Verdict.WEAK, says, (), Severity.LOW, fix)
        return Finding(Verdict.BAD, "No SPF record is published.", (), Severity.MEDIUM, fix)
    fix = (
        f"Start with this, and add what the help pages of each supplier that sends for you ask for: "
        f"{_line(sending.survey, 'v=spf1 mx ~all')} – or, if the domain sends no mail: {nobody}"
    )
    return Finding(Verdict.BAD, "No SPF record is published.", (), Severity.HIGH, fix)


def _refused(survey: SpfSurvey, errors: list[Remark]) -> Finding:
    first = next((remark for remark in errors if remark.kind not in _COUNTED), errors[0])
    where = "" if first.domain == survey.domain or first.domain in first.says else f" (in the record of {first.domain})"
    quoted = f" “{first.term}”:" if first.kind is RemarkKind.SYNTAX else ""
    says = f"Receivers give up on the SPF record.{quoted} {first.says.removesuffix('.')}{where}."
    return Finding(Verdict.BAD, plain(says), _shown(survey), Severity.HIGH, _fix(survey, first))


def _fix(survey: SpfSurvey, remark: Remark) -> str:
    own = survey.record.text if survey.record else ""
    if remark.kind in _COUNTED:
        dearest = ", ".join(f"{plain(term)} ({count})" for term, count in costs(survey)[:_MOST_SHOWN])
        return (
            f"Take out what you no longer need, or replace a and mx by ip4 and ip6. Look-ups by term: {dearest}. "
            f"The record now: {_line(survey, own)}"
        )
    if remark.kind is RemarkKind.SYNTAX and remark.domain == survey.domain:
        return f"{_lost(own)}Publish this in its place: {_line(survey, mended(own))}"
    if remark.kind is RemarkKind.TOO_MANY_VOIDS:
        gone = ", ".join(plain(term) for term in survey.void[:_MOST_SHOWN])
        kept = softened(reduce(without, survey.void, own))
        return f"Correct what finds nothing ({gone}), or take it out: {_line(survey, kept)}"
    term = own_term(survey, remark)
    if remark.kind is RemarkKind.TOO_MANY_MX and term:
        return f"Name the servers that send by ip4 and ip6 in place of {plain(term)}: {_line(survey, own)}"
    if not term:
        return f"Take out of the record what leads there: {_line(survey, own)}"
    return (
        f"If {plain(term)} is still needed, have whoever runs it mend it. "
        f"If not, publish: {_line(survey, softened(without(own, term)))}"
    )


def _lost(*texts: str) -> str:
    """Return the warning about terms that the record to publish leaves out."""
    lost = [plain(term) for text in texts for term in unreadable(text)][:_MOST_SHOWN]
    return f"We couldn't read {', '.join(lost)}: correct it first, or mail from there fails. " if lost else ""


def _fix_slight(survey: SpfSurvey, remark: Remark) -> str:
    own = survey.record.text if survey.record else ""
    term = own_term(survey, remark)
    if remark.kind is RemarkKind.DUPLICATE and remark.domain == survey.domain:
        return f"Publish each term once: {_line(survey, ' '.join(dict.fromkeys(own.split(' '))))}"
    if remark.kind is RemarkKind.PTR_USED and remark.domain == survey.domain:
        return f"Name your servers by ip4 and ip6 in place of {plain(term) or 'ptr'}."
    if remark.kind is RemarkKind.AFTER_ALL and term and remark.domain == survey.domain:
        return f"Publish: {_line(survey, without(own, term))}"
    if remark.kind is RemarkKind.NEAR_MISS:
        return f"Delete: {_line(survey, remark.term)}"
    if remark.kind is RemarkKind.LONG_RECORD:
        return f"Take out what is no longer needed, or move part of it behind an include: {_line(survey, own)}"
    return f"Take out what is no longer needed, or have whoever runs it mend it: {_line(survey, own)}"


def _shown(survey: SpfSurvey) -> tuple[str, ...]:
    return tuple(_line(survey, text) for text in survey.texts)


def _line(survey: SpfSurvey, text: str) -> str:
    return txt_line(survey.domain, text)


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="The SPF record works",
    why="SPF lists the servers that may send mail as the council. When the list is missing or can't be read, "
    "receivers can't tell the council's own mail from forged mail, and may turn both away.",
    fix="Publish one SPF record that is free of faults and needs at most ten look-ups.",
    references=(
        Reference("RFC 7208", "section 4.6.4"),
        Reference("RFC 7208", "section 3.2"),
        Reference(
            "Set up government email services securely",
            "",
            "https://www.gov.uk/guidance/set-up-government-email-services-securely",
        ),
    ),
    caf=("B4.b",),
)
