"""Which well-known service sent this mail?

The names are a list of our own (`data/sources.toml`), from domains that services commonly sign with or send from. It
helps to read a report; it proves nothing about a message, and what it doesn't know is not suspicious for that.
"""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from wardmote.engines.reports.rows import Record

_LIST = Path(__file__).with_name("data") / "sources.toml"


@cache
def senders() -> dict[str, str]:
    """Return the names of senders by domain."""
    with _LIST.open("rb") as file:
        listed = tomllib.load(file)["sender"]
    return {domain: sender["name"] for sender in listed for domain in sender["domains"]}


def name_of(record: Record) -> str:
    """Return the sender's name, or "" for one that isn't in the list.

    Only what was proved counts: a DKIM signature that passed, then an SPF domain that passed, then the From domain
    of mail that passed DMARC.
    """
    for dkim in record.dkim_results:
        if dkim.result == "pass" and (name := name_of_domain(dkim.domain)):
            return name
    for spf in record.spf_results:
        if spf.result == "pass" and (name := name_of_domain(spf.domain)):
            return name
    return name_of_domain(record.header_from) if record.is_dmarc_pass else ""


@lru_cache(maxsize=10_000)
def name_of_domain(domain: str) -> str:
    """Return the sender that a domain, or a domain above it, belongs to, or ""."""
    known = senders()
    while domain:
        if name := known.get(domain):
            return name
        domain = domain.partition(".")[2]
    return ""
