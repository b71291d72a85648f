"""What does a response say to the one question that was asked?"""

from functools import cache
from typing import Any, TypeVar, cast

from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.gather.dns.kinds import CNAME, Kind
from wardmote.engines.checks.gather.dns.message import Message, Record

T = TypeVar("T")
_NOERROR, _SERVFAIL, _NXDOMAIN, _REFUSED = 0, 2, 3, 5
_MOST_ALIASES = 32
# Extended errors that say in one phrase what went wrong (RFC 8914, section 4).
_DNSSEC_ERRORS = {
    6: "DNSSEC says that the data is forged",
    7: "a DNSSEC signature has expired",
    8: "a DNSSEC signature is not valid yet",
    9: "the DNSSEC key is missing",
    10: "a DNSSEC signature is missing",
    12: "the DNSSEC proof of absence is missing",
}
_ERRORS = _DNSSEC_ERRORS | {
    22: "none of the zone's name servers can be reached",
    23: "a name server failed",
}


def answer_from(message: Message, name: str, kind: Kind[T]) -> Answer[T]:
    """Return records, absence or why nothing is known. CNAMEs are followed within the response."""
    if message.code not in (_NOERROR, _NXDOMAIN):
        return _failure(message)
    aliases: tuple[str, ...] = ()
    if kind is not CNAME and any(record.kind == CNAME.number for record in message.answers):
        followed = _aliases_of(message.answers, name)
        if followed is None:
            return Unreachable(Reason.MALFORMED, "the aliases go round in a circle")
        aliases = followed
        name = aliases[-1] if aliases else name
    number = kind.number
    records = tuple([record.data for record in message.answers if record.kind == number and record.name == name])
    if records:
        # Servers hand records out in any order; what is judged and shown keeps to one.
        return Answered(tuple(sorted(cast(tuple[Any, ...], records))), message.is_authentic, aliases)
    missing = Missing.NXDOMAIN if message.code == _NXDOMAIN else Missing.NODATA
    return Absent(missing, message.is_authentic, aliases)


@cache
def absent(is_name_missing: bool, is_authentic: bool) -> Absent:
    """Return the one value for a plain absence, without aliases."""
    return Absent(Missing.NXDOMAIN if is_name_missing else Missing.NODATA, is_authentic)


def _aliases_of(records: tuple[Record, ...], name: str) -> tuple[str, ...] | None:
    targets = {record.name: str(record.data) for record in records if record.kind == CNAME.number}
    passed: list[str] = []
    while name in targets:
        if len(passed) == _MOST_ALIASES:
            return None
        name = targets[name]
        passed.append(name)
    return tuple(passed)


def is_failure(message: Message) -> bool:
    """Whether another server may know more."""
    return message.code not in (_NOERROR, _NXDOMAIN)


def _failure(message: Message) -> Unreachable:
    """Return why nothing is known; only what the resolver puts down to DNSSEC is."""
    if message.code == _REFUSED:
        return Unreachable(Reason.REFUSED, _detail(message, _ERRORS))
    if message.code == _SERVFAIL and (detail := _detail(message, _DNSSEC_ERRORS)):
        return Unreachable(Reason.BOGUS, detail)
    return Unreachable(Reason.SERVFAIL, _detail(message, _ERRORS))


def _detail(message: Message, known: dict[int, str]) -> str:
    phrases = [known[error] for error in message.errors if error in known]
    if phrases:
        return phrases[0]
    return "" if message.code in (_SERVFAIL, _REFUSED) else f"response code {message.code}"
