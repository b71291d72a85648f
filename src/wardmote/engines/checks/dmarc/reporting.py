"""May the reports go where the record sends them (RFC 9990, section 4)?"""

from dataclasses import dataclass
from enum import StrEnum

from ..questions import Dialogue, Txt
from ..report_uris import ReportUri
from .record import dmarc_records
from .walk import walk_tree

MOST_HOSTS = 10


class Consent(StrEnum):
    """Whether a host takes another domain's reports."""

    NOT_NEEDED = "not_needed"  # the same organisation
    GIVEN = "given"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Destination:
    """A host that reports are sent to, the name at which it must consent, and whether it does."""

    host: str
    asked_at: str
    consent: Consent


def consent_name(domain: str, host: str) -> str:
    """Return the name at which the host says that it takes the domain's reports."""
    return f"{domain}._report._dmarc.{host}"


def ask_consent(domain: str, organisation: str, uris: tuple[ReportUri, ...]) -> Dialogue[tuple[Destination, ...]]:
    """Ask each host of the addresses; `organisation` is the organisational domain of `domain`."""
    destinations: list[Destination] = []
    hosts = dict.fromkeys(uri.host for uri in uris if uri.host)
    for host in list(hosts)[:MOST_HOSTS]:
        destination = yield from _ask_one(domain.removesuffix(".").lower(), organisation, host)
        destinations.append(destination)
    return tuple(destinations)


def _ask_one(domain: str, organisation: str, host: str) -> Dialogue[Destination]:
    name = consent_name(domain, host)
    if host in (domain, organisation):
        return Destination(host, name, Consent.NOT_NEEDED)
    if host.endswith(f".{organisation}"):
        walk = yield from walk_tree(host)
        if walk.organisation == organisation:
            return Destination(host, name, Consent.NOT_NEEDED)
    answer = yield Txt(name)
    if answer.is_failed:
        return Destination(host, name, Consent.UNKNOWN)
    return Destination(host, name, Consent.GIVEN if dmarc_records(answer.records) else Consent.MISSING)
