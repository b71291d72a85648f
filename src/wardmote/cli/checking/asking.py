"""What exactly did the person ask to have checked, and how? What can't be done is refused before anything begins."""

import os
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import click

from .naming import NoDomain, domain_in, domains_in_file

if TYPE_CHECKING:
    from wardmote.engines.checks.check import Check
    from wardmote.engines.checks.rounds import Target
    from wardmote.engines.checks.targets import Network

ALLOWED = "WARDMOTE_ALLOW_PRIVATE_TARGETS"
MOST_NOTES = 5


@dataclass(frozen=True)
class Asked:
    """Everything a run needs. `allow` are networks that may be contacted although they aren't public."""

    targets: "tuple[Target, ...]"
    checks: "tuple[Check[Any], ...]"
    servers: tuple[tuple[str, int], ...]
    allow: "tuple[Network, ...]"
    is_dns_only: bool
    limit_s: float


def areas() -> list[str]:
    """Return the areas of the catalogue, without reading it."""
    from wardmote.engines.checks import catalogue

    return sorted(module.name for module in pkgutil.iter_modules(catalogue.__path__) if module.ispkg)


def read_asked(typed: Mapping[str, Any]) -> Asked:
    """Return what the options and arguments ask for; raises click.UsageError with a sentence."""
    from wardmote.engines.checks.facts.told import Told
    from wardmote.engines.checks.registry import checks
    from wardmote.engines.checks.rounds import Target

    told = Told(is_parked=typed["is_parked"], selectors=tuple(map(_selector, typed["selectors"])))
    return Asked(
        targets=tuple(Target(domain, told=told) for domain in read_domains(typed)),
        checks=tuple(check for check in checks() if not typed["areas"] or check.area in typed["areas"]),
        servers=_servers(typed["resolvers"]),
        allow=_networks(typed["allowed"]),
        is_dns_only=typed["is_dns_only"],
        limit_s=typed["limit_s"],
    )


def read_domains(typed: Mapping[str, Any]) -> list[str]:
    """Return the domains that are meant, each once, and say what was taken where it isn't what was written."""
    try:
        written = [(text, domain_in(text)) for text in typed["domains"]]
        for path in typed["files"]:
            written += domains_in_file(path)
    except NoDomain as fault:
        raise click.UsageError(str(fault)) from fault
    written += [_domain_of_council(text) for text in typed["councils"]]
    if not written:
        raise click.UsageError("Name a domain, a --file or a --council; for example: wardmote check example.gov.uk")
    _say_what_was_taken(written)
    return list(dict.fromkeys(domain for _, domain in written))


def _say_what_was_taken(written: list[tuple[str, str]]) -> None:
    from .naming import quoted

    others = [(text, domain) for text, domain in written if text.lower().removesuffix(".") != domain]
    for text, domain in others[:MOST_NOTES]:
        click.echo(f"{quoted(text)} is taken as {domain}.", err=True)
    if len(others) > MOST_NOTES:
        click.echo(f"So are {len(others) - MOST_NOTES} more.", err=True)
    if doubles := len(written) - len({domain for _, domain in written}):
        click.echo(f"{doubles} named more than once; each domain is checked once.", err=True)


def _domain_of_council(text: str) -> tuple[str, str]:
    from .councils import NoCouncil, find_council

    try:
        council = find_council(text)
    except NoCouncil as fault:
        raise click.UsageError(str(fault)) from fault
    ended = f", which ended on {council.ended}" if council.ended else ""
    click.echo(f"{council.name}{ended}: {council.domain}", err=True)
    return council.domain, council.domain


def _selector(text: str) -> str:
    name = text.strip().lower().removesuffix(".").removesuffix("._domainkey")
    if not name or not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or not name.isascii():
        raise click.UsageError(f"{text!r} is no DKIM selector. Give the part before “._domainkey”.")
    return name


def _servers(typed: Iterable[str]) -> tuple[tuple[str, int], ...]:
    from wardmote.engines.checks.gather.dns.system import server_named, system_servers

    try:
        return tuple(server_named(text.strip()) for text in typed) or system_servers()
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


def _networks(typed: Iterable[str]) -> "tuple[Network, ...]":
    found = []
    for text in [*typed, *os.environ.get(ALLOWED, "").split(",")]:
        try:
            found += [ip_network(text.strip())] if text.strip() else []
        except ValueError as fault:
            raise click.UsageError(f"{text!r} is no network. Write it like 10.0.0.0/8 or fd00::/8.") from fault
    return tuple(found)
