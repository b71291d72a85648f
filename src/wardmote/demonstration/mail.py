"""Which reports do other mail systems write about mail in the region's names? As bytes, as they would come. Pure."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from xml.sax.saxutils import escape  # nosec B406 - writes XML, reads none

from .region import read_data

DAYS = 90
_DAY = timedelta(days=1)
# One session in so many breaks off, and the reporter says how.
_FAILS_ONE_IN, _SESSIONS = 90, 140


@dataclass(frozen=True)
class Reporter:
    """Another mail system, and what part of the mail it sees."""

    org: str
    email: str
    part: float


@dataclass(frozen=True)
class Sender:
    """Somebody whose mail shows the council's name (see data/mail.toml)."""

    hosts: tuple[str, ...]
    signs: tuple[str, ...]
    returns: str
    each: int
    dkim: str = "pass"
    spf: str = "pass"
    weekend: float = 0.0
    on: tuple[int, ...] = ()
    monthly: tuple[int, ...] = ()
    reason: str = ""

    def messages_on(self, day: date) -> float:
        """Return about how many messages the day brings."""
        if self.monthly:
            return self.each if day.day in self.monthly else 0
        if self.on:
            return self.each if day.isoweekday() in self.on else 0
        return self.each * (1 if day.isoweekday() < 6 else self.weekend)


@dataclass(frozen=True)
class Mail:
    """Whose mail is reported on, by whom, and what receivers do with what fails."""

    council: str
    name: str
    policy: str
    reporters: tuple[str, ...]
    senders: tuple[str, ...]
    scale: float
    tls: bool = False


@dataclass(frozen=True)
class Written:
    """A report of one day as it would come."""

    day: date
    name: str
    content: bytes


def reports_of(mail: Mail, first: date, last: date, rng: random.Random) -> Iterator[Written]:
    """Yield the reports about the days from the first to the last."""
    reporters, senders = _reporters(), _senders()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for key in mail.reporters:
            rows = "".join(_rows(mail, [senders[one] for one in mail.senders], reporters[key], day, rng))
            if rows:
                yield Written(day, f"{key}!{mail.name}!{day}.xml", _dmarc(mail, reporters[key], day, rows))
        if mail.tls:
            yield Written(day, f"tls!{mail.name}!{day}.json", _tls(mail, reporters[mail.reporters[0]], day, rng))


@cache
def mail_of_councils() -> tuple[Mail, ...]:
    """Return whose mail is reported on."""
    return tuple(Mail(**_frozen(row)) for row in read_data("mail")["councils"])


@cache
def _reporters() -> dict[str, Reporter]:
    return {key: Reporter(**row) for key, row in read_data("mail")["reporters"].items()}


@cache
def _senders() -> dict[str, Sender]:
    return {key: Sender(**_frozen(row)) for key, row in read_data("mail")["senders"].items()}


def _rows(mail: Mail, senders: list[Sender], reporter: Reporter, day: date, rng: random.Random) -> Iterator[str]:
    for sender in senders:
        messages = sender.messages_on(day) * mail.scale * reporter.part / len(sender.hosts)
        for host in sender.hosts:
            count = round(messages * rng.uniform(0.6, 1.4))
            if count:
                yield _row(mail, sender, host, count)


def _row(mail: Mail, sender: Sender, host: str, count: int) -> str:
    is_signed = "own" in sender.signs and sender.dkim == "pass"
    is_sent_by_us = sender.returns == "own" and sender.spf == "pass"
    disposition = "none" if is_signed or is_sent_by_us or sender.reason else mail.policy
    reason = f"<reason><type>{sender.reason}</type></reason>" if sender.reason else ""
    signed = "".join(
        f"<dkim><domain>{_named(domain, mail)}</domain><selector>s1</selector><result>{sender.dkim}</result></dkim>"
        for domain in sender.signs
    )
    return (
        f"<record><row><source_ip>{host}</source_ip><count>{count}</count><policy_evaluated>"
        f"<disposition>{disposition}</disposition><dkim>{_word(is_signed)}</dkim><spf>{_word(is_sent_by_us)}</spf>"
        f"{reason}</policy_evaluated></row><identifiers><header_from>{mail.name}</header_from></identifiers>"
        f"<auth_results>{signed}<spf><domain>{_named(sender.returns, mail)}</domain><result>{sender.spf}</result></spf>"
        "</auth_results></record>"
    )


def _dmarc(mail: Mail, reporter: Reporter, day: date, rows: str) -> bytes:
    begin, end = _span(day)
    return (
        f"<feedback><report_metadata><org_name>{escape(reporter.org)}</org_name><email>{reporter.email}</email>"
        f"<report_id>{mail.name}.{day:%Y%m%d}</report_id><date_range><begin>{begin.timestamp():.0f}</begin>"
        f"<end>{end.timestamp():.0f}</end></date_range></report_metadata><policy_published>"
        f"<domain>{mail.name}</domain><adkim>r</adkim><aspf>r</aspf><p>{mail.policy}</p></policy_published>"
        f"{rows}</feedback>"
    ).encode()


def _tls(mail: Mail, reporter: Reporter, day: date, rng: random.Random) -> bytes:
    begin, end = _span(day)
    failed = sum(rng.randrange(_FAILS_ONE_IN) == 0 for _ in range(_SESSIONS))
    details = [{"result-type": "sts-policy-fetch-error", "failed-session-count": failed}]
    policy = {
        "policy": {"policy-type": "sts", "policy-domain": mail.name},
        "summary": {"total-successful-session-count": _SESSIONS - failed, "total-failure-session-count": failed},
        "failure-details": details if failed else [],
    }
    report = {
        "organization-name": reporter.org,
        "date-range": {"start-datetime": f"{begin:%Y-%m-%dT%H:%M:%SZ}", "end-datetime": f"{end:%Y-%m-%dT%H:%M:%SZ}"},
        "contact-info": reporter.email,
        "report-id": f"tls.{mail.name}.{day:%Y%m%d}",
        "policies": [policy],
    }
    return json.dumps(report).encode()


def _span(day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(0, 0, tzinfo=UTC))
    return begin, begin + _DAY - timedelta(seconds=1)


def _named(domain: str, mail: Mail) -> str:
    return mail.name if domain == "own" else domain


def _word(is_aligned: bool) -> str:
    return "pass" if is_aligned else "fail"


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
