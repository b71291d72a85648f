"""What does a report of TLS between mail servers say (RFC 8460)?"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from wardmote.engines.reports import values
from wardmote.engines.reports.limits import LIMITS, Limits, too_large
from wardmote.engines.reports.refusal import ReportError
from wardmote.engines.reports.rows import FailureDetail, TlsPolicy, TlsReport

_MOST_POLICIES, _MOST_DETAILS, _MOST_LINES = 1_000, 10_000, 100
_Row = TypeVar("_Row")


def read_tls(pieces: Iterable[bytes], limits: Limits = LIMITS) -> TlsReport:
    """Return the report whose JSON these bytes are; ReportError where they aren't one."""
    said = _object(_parsed(_whole(pieces, limits), limits), "report")
    period = _object(said.get("date-range"), "date-range")
    begin = values.iso_moment(_text(period, "start-datetime"))
    end = values.iso_moment(_text(period, "end-datetime"))
    values.check_period(begin, end)
    return TlsReport(
        org_name=values.name(_text(said, "organization-name")),
        report_id=values.name(_text(said, "report-id")),
        begin=begin,
        end=end,
        contact=values.remark(_text(said, "contact-info")),
        policies=_rows(said, "policies", _policy, _MOST_POLICIES),
    )


def _whole(pieces: Iterable[bytes], limits: Limits) -> bytes:
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) > limits.most_json:
            raise too_large(limits.most_json)
    return bytes(held)


def _parsed(content: bytes, limits: Limits) -> object:
    """Return what the JSON holds; its marks are counted first, as they tell how much memory it takes."""
    if sum(content.count(mark) for mark in (b"{", b"[", b",")) > limits.most_json_marks:
        raise ReportError("too_many", "The report holds more values than a TLS report can need.")
    try:
        parsed: object = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise ReportError("broken_json", "The report is not well-formed JSON.") from fault
    return parsed


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def _policy(said: Mapping[str, Any]) -> TlsPolicy:
    policy, summary = _object(said.get("policy"), "policy"), _object(said.get("summary"), "summary")
    domain = values.domain(_text(policy, "policy-domain"))
    if not domain:
        raise ReportError("no_domain", "The report doesn't say which domain it is about.")
    return TlsPolicy(
        kind=values.word(_text(policy, "policy-type")),
        domain=domain,
        lines=_texts(policy, "policy-string"),
        mx_hosts=_texts(policy, "mx-host"),
        successes=_count(summary, "total-successful-session-count"),
        failures=_count(summary, "total-failure-session-count"),
        details=_rows(said, "failure-details", _detail, _MOST_DETAILS),
    )


def _detail(said: Mapping[str, Any]) -> FailureDetail:
    return FailureDetail(
        result_type=values.word(_text(said, "result-type")),
        count=_count(said, "failed-session-count"),
        sending_ip=_address(said, "sending-mta-ip"),
        receiving_mx=values.domain(_text(said, "receiving-mx-hostname")),
        receiving_helo=values.name(_text(said, "receiving-mx-helo")),
        receiving_ip=_address(said, "receiving-ip"),
        reason_code=values.remark(_text(said, "failure-reason-code")),
        more=values.remark(_text(said, "additional-information")),
    )


def _object(found: object, place: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise ReportError("no_report", f"The JSON is not a TLS report: its {place} is not an object.")
    return found


def _rows(
    said: Mapping[str, Any], place: str, read: Callable[[Mapping[str, Any]], _Row], most: int
) -> tuple[_Row, ...]:
    found = [] if said.get(place) is None else said[place]
    if not isinstance(found, list):
        raise ReportError("no_report", f"The JSON is not a TLS report: its {place} are not a list.")
    if len(found) > most:
        raise ReportError("too_many", f"The report holds more than {most} {place}.")
    return tuple(read(_object(row, place)) for row in found)


def _texts(said: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Return texts that some reporters write as a list and others as one text."""
    found = said.get(place) or []
    several = found if isinstance(found, list) else [found]
    if len(several) > _MOST_LINES or not all(isinstance(one, str) for one in several):
        raise ReportError("no_report", f"The JSON is not a TLS report: its {place} is not a list of texts.")
    return tuple(values.name(one) for one in several)


def _text(said: Mapping[str, Any], place: str) -> str:
    found = said.get(place)
    if found is not None and not isinstance(found, str):
        raise ReportError("no_report", f"The JSON is not a TLS report: its {place} is not a text.")
    return (found or "").strip()


def _address(said: Mapping[str, Any], place: str) -> str:
    text = _text(said, place)
    return values.address(text) if text else ""


def _count(said: Mapping[str, Any], place: str) -> int:
    found = said.get(place, 0)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= values.HIGHEST_COUNT:
        raise ReportError("bad_count", f"The report's {place} is not a number of sessions.")
    return found
