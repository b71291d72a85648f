"""Is this text the number, moment, address or name that a report may hold there?"""

import re
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from wardmote.engines.reports.refusal import ReportError

LONGEST_NAME = 255
LONGEST_REMARK = 255
HIGHEST_COUNT = 10_000_000_000
LONGEST_PERIOD = timedelta(days=400)
# The sample in RFC 9990 itself is of 1979.
_LAST_SECOND = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_DIGITS = re.compile(r"[0-9]{1,11}")
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}")


def count(text: str) -> int:
    """Return a number of messages or sessions."""
    if not _DIGITS.fullmatch(text) or int(text) > HIGHEST_COUNT:
        raise ReportError("bad_count", f'"{shown(text)}" is not a number of messages.')
    return int(text)


def moment(text: str) -> datetime:
    """Return the moment that seconds since 1970 name."""
    if not _DIGITS.fullmatch(text) or int(text) >= _LAST_SECOND:
        raise ReportError("bad_date", f'"{shown(text)}" is not a moment in seconds since 1970.')
    return datetime.fromtimestamp(int(text), UTC)


def iso_moment(text: str) -> datetime:
    """Return the moment that an ISO 8601 text with a time zone names (RFC 3339)."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None or not 1970 <= found.year < 2100:
            raise ValueError
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise ReportError("bad_date", f'"{shown(text)}" is not a date with a time and a time zone.') from fault


def check_period(begin: datetime, end: datetime) -> None:
    """Refuse a period that ends before it begins, or that no report covers."""
    if end < begin:
        raise ReportError("bad_period", "The period of the report ends before it begins.")
    if end - begin > LONGEST_PERIOD:
        raise ReportError("bad_period", "The period of the report is longer than a year.")


def address(text: str) -> str:
    """Return an IP address in its shortest form; an IPv4 address in IPv6's clothes is an IPv4 address."""
    if _IPV4.fullmatch(text):
        return text
    try:
        found = ip_address(text)
    except ValueError as fault:
        raise ReportError("bad_address", f'"{shown(text)}" is not an IP address.') from fault
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.scope_id is not None:
        raise ReportError("bad_address", f'"{shown(text)}" is an address of one machine only.')
    return str(found.ipv4_mapped or found)


def name(text: str) -> str:
    """Return a name or identifier, which is never cut: two long ones would become one."""
    if len(text) > LONGEST_NAME:
        raise _too_long(text)
    return text


def check_names(*several: str) -> None:
    """Refuse names of which one is too long."""
    for one in several:
        name(one)


def domain(text: str) -> str:
    """Return a domain in lower case and without the root's dot."""
    if len(text) > LONGEST_NAME:
        raise _too_long(text)
    return text.lower().removesuffix(".")


def word(text: str) -> str:
    """Return a word with a fixed meaning, in lower case, as some reporters write Pass for pass."""
    if len(text) > LONGEST_NAME:
        raise _too_long(text)
    return text.lower()


def remark(text: str) -> str:
    """Return a free text, cut where it is long."""
    return text[:LONGEST_REMARK]


def _too_long(text: str) -> ReportError:
    return ReportError("too_long", f'"{shown(text)}" is longer than a name may be.')


def shown(text: str) -> str:
    """Return a text as a refusal may quote it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
