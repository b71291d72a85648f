"""What exactly did the person ask to have checked, and how? What can't be done is refused before anything begins."""

import os
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import click

from .naming import NoDomain, domain_in, domains_in_file

if TYPE_CHECKING:
    from wardmote.engines.checks.check import Check
    from wardmote.engines.checks.gather.reach import Reach
    from wardmote.engines.checks.rounds import Target
    from wardmote.engines.checks.targets import Network

# The service reads the same variables.
RESOLVERS, ALLOWED = "WARDMOTE_RESOLVERS", "WARDMOTE_ALLOW_PRIVATE_TARGETS"
PORTS, AUTHORITIES, GREETING = "WARDMOTE_TARGET_PORTS", "WARDMOTE_AUTHORITIES", "WARDMOTE_GREETING_NAME"
MOST_NOTES = 5


@dataclass(frozen=True)
class Asked:
    """Everything a run needs; without a reach, the DNS alone is asked."""

    targets: "tuple[Target, ...]"
    checks: "tuple[Check[Any], ...]"
    servers: tuple[tuple[str, int], ...]
    reach: "Reach | None"
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

    reach = _reach(_networks(typed["allowed"]))
    told = Told(is_parked=typed["is_parked"], selectors=tuple(map(_selector, typed["selectors"])))
    return Asked(
        targets=tuple(Target(domain, told=told) for domain in read_domains(typed)),
        checks=tuple(check for check in checks() if not typed["areas"] or check.area in typed["areas"]),
        servers=_servers(typed["resolvers"]),
        reach=None if typed["is_dns_only"] else reach,
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
        return tuple(map(server_named, list(typed) or _set(RESOLVERS))) or system_servers()
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


def _reach(allow: "tuple[Network, ...]") -> "Reach":
    from wardmote.engines.checks.gather.reach import Reach

    make = partial(Reach, allow=allow, ports=_ports() if allow else {}, authorities=os.environ.get(AUTHORITIES) or None)
    greeting = os.environ.get(GREETING, "")
    try:
        return make(greeting_name=domain_in(greeting)) if greeting else make()
    except NoDomain as fault:
        raise click.UsageError(f"{GREETING}: {fault}") from fault


def _networks(typed: Iterable[str]) -> "tuple[Network, ...]":
    found = []
    for text in [*typed, *_set(ALLOWED)]:
        try:
            found.append(ip_network(text))
        except ValueError as fault:
            raise click.UsageError(f"{text!r} is no network. Write it like 10.0.0.0/8 or fd00::/8.") from fault
    return tuple(found)


def _ports() -> dict[int, int]:
    try:
        pairs = [pair.split(":") for pair in _set(PORTS)]
        return {int(theirs): int(ours) for theirs, ours in pairs}
    except ValueError as fault:
        raise click.UsageError(f"{PORTS} must look like 25:2525,443:8443.") from fault


def _set(variable: str) -> list[str]:
    return [part.strip() for part in os.environ.get(variable, "").split(",") if part.strip()]
