"""Whom does the domain let send mail as it, and what does it say of everybody else?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.lines import plain, txt_line
from wardmote.engines.checks.spf import (
    NOBODY,
    Qualifier,
    RemarkKind,
    SpfSurvey,
    ending_as,
    own_term,
    softened,
    without,
)
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# Networks with shorter prefixes than these, by family: nobody has so many servers; and no council has so many.
_NOBODY_HAS = {4: 8, 6: 16}
_NO_COUNCIL_HAS = {4: 16, 6: 32}
_PRIVATE_USE = 16  # networks for private use with prefixes up to this aren't counted: nobody sends from them


def judge(sending: Sending) -> Finding:
    """Answer from the networks that may send and from how the record ends (RFC 7208, sections 5.1 and 8)."""
    survey = sending.survey
    if survey.alias:
        says = f"The name is an alias of {survey.alias}: what holds for mail is said there."
        return Finding(Verdict.NOT_APPLICABLE, says)
    if not survey.record:
        return _without_record(survey)
    if survey.has(RemarkKind.PASSES_EVERYBODY):
        return _everybody(survey)
    if wide := _wide(survey):
        return wide
    if sending.is_parked:
        return _parked(survey)
    if survey.is_unanswered:
        says = next(remark.says for remark in survey.remarks if remark.kind is RemarkKind.UNANSWERED)
        return Finding(Verdict.UNKNOWN, f"Nothing is known about all who may send: {plain(says)}", _shown(survey))
    if survey.ending is Qualifier.FAIL:
        says = f"Everybody but those named is refused{_counted(survey)}."
        return Finding(Verdict.GOOD, says, _shown(survey))
    return _soft(sending)


def _without_record(survey: SpfSurvey) -> Finding:
    if survey.is_unanswered:
        return Finding(Verdict.UNKNOWN, f"Nothing is known about the SPF policy: {survey.remarks[0].says}")
    return Finding(Verdict.NOT_APPLICABLE, "No SPF record counts, so none says who may send.", _shown(survey))


def _everybody(survey: SpfSurvey) -> Finding:
    remark = next(remark for remark in survey.remarks if remark.kind is RemarkKind.PASSES_EVERYBODY)
    own = survey.record.text if survey.record else ""
    term = own_term(survey, remark)
    text = ending_as(own, Qualifier.SOFTFAIL) if term.lower() in ("all", "+all") else without(own, term)
    if text == own:
        text = " ".join(piece for piece in own.split(" ") if not piece.endswith("/0"))
    says = f"Anybody at all may send mail as the domain: {plain(remark.says)}"
    fix = f"Name every server that sends for you, and publish: {txt_line(survey.domain, softened(text))}"
    return Finding(Verdict.BAD, says, _shown(survey), Severity.CRITICAL, fix)


def _wide(survey: SpfSurvey) -> Finding | None:
    for network in survey.networks:
        if network.prefixlen <= _NOBODY_HAS[network.version] and not network.is_private:
            says = f"Far too many may send: the record lets the whole of {network} do so."
            fix = f"Name your own servers in place of the network: {txt_line(survey.domain, _own(survey))}"
            return Finding(Verdict.BAD, says, _shown(survey), Severity.HIGH, fix)
    for term in survey.record.mechanisms if survey.record else ():
        network_named = term.network
        is_wide = network_named and network_named.prefixlen < _NO_COUNCIL_HAS[network_named.version]
        if network_named and is_wide and term.qualifier is Qualifier.PASS and not network_named.is_private:
            says = f"{plain(term.text)} lets {network_named.num_addresses:,} addresses send, most of them not yours."
            fix = f"Name your own servers in place of {plain(term.text)}: {txt_line(survey.domain, _own(survey))}"
            return Finding(Verdict.WEAK, says, _shown(survey), Severity.MEDIUM, fix)
    return None


def _parked(survey: SpfSurvey) -> Finding:
    is_nobody = survey.ending is Qualifier.FAIL and not survey.networks and not survey.lookups
    if is_nobody:
        return Finding(
            Verdict.GOOD, "Nobody may send mail as the domain, as is right for one that is only held.", _shown(survey)
        )
    fix = f"Publish: {txt_line(survey.domain, NOBODY)}"
    says = "The domain is only held, and yet its record names senders or doesn't refuse all others."
    return Finding(Verdict.WEAK, says, _shown(survey), Severity.MEDIUM, fix)


def _soft(sending: Sending) -> Finding:
    """Judge an ending that refuses nobody: DMARC, where it is enforced, refuses in its stead."""
    survey, is_soft = sending.survey, sending.survey.ending is Qualifier.SOFTFAIL
    if sending.is_enforced is None:
        says = f"Nothing is known about DMARC, on which the ending {_ending(survey)} depends."
        return Finding(Verdict.UNKNOWN, says, _shown(survey))
    if is_soft and sending.is_enforced:
        says = f"The record ends in ~all, and DMARC has forged mail stopped{_counted(survey)}."
        return Finding(Verdict.GOOD, says, _shown(survey))
    if is_soft:
        says = "The record ends in ~all, which only marks forged mail, and DMARC doesn't have it stopped."
        closed = _closed(survey, Qualifier.FAIL)
        fix = f"Let DMARC quarantine or reject; ~all may then stay. Or, once all who send for you are named, {closed}"
        return Finding(Verdict.WEAK, says, _shown(survey), Severity.LOW, fix)
    closed = _closed(survey, Qualifier.SOFTFAIL)
    fix = f"{closed[0].upper()}{closed[1:]}"
    if sending.is_enforced:
        says = f"The record ends {_ending(survey)}, which says nothing of other senders; only DMARC stops them."
        return Finding(Verdict.WEAK, says, _shown(survey), Severity.LOW, fix)
    says = f"The record ends {_ending(survey)}, which says nothing of other senders, and DMARC doesn't stop them."
    return Finding(Verdict.BAD, says, _shown(survey), Severity.MEDIUM, fix)


def _ending(survey: SpfSurvey) -> str:
    return "without all" if survey.ending is None else f"in {survey.ending}all"


def _closed(survey: SpfSurvey, qualifier: Qualifier) -> str:
    redirect = survey.record.redirect if survey.record else None
    if redirect:
        return f"let the record of {plain(redirect.value.text)} end in {qualifier}all."
    return f"publish: {txt_line(survey.domain, ending_as(_own(survey), qualifier))}"


def _counted(survey: SpfSurvey) -> str:
    four = (network for network in survey.networks if network.version == 4)
    count = sum(network.num_addresses for network in four if network.prefixlen > _PRIVATE_USE or not network.is_private)
    return f"; {count:,} IPv4 addresses may send" if count else ""


def _own(survey: SpfSurvey) -> str:
    return survey.record.text if survey.record else ""


def _shown(survey: SpfSurvey) -> tuple[str, ...]:
    return tuple(txt_line(survey.domain, text) for text in survey.texts)


CHECK = Check(
    module=__name__,
    asks=Sending,
    judge=judge,
    title="Only named servers may send as the domain",
    why="A record that lets too many send, or says nothing of the rest, lets mail that forges the council's name "
    "through as if it were the council's own.",
    fix="Name only the servers and suppliers that send for you, and end the record in -all or ~all.",
    references=(
        Reference("RFC 7208", "section 5.1"),
        Reference("RFC 7208", "section 8"),
        Reference(
            "Protect domains that do not send email",
            "",
            "https://www.gov.uk/guidance/protect-domains-that-dont-send-email",
        ),
    ),
    caf=("B4.b",),
)
