"""Which domain does a person mean by what they typed, pasted or listed in a file?"""

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click

MOST_BYTES = 50_000_000
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_COMMENT = re.compile(r"(^|\s)#.*")
_LONGEST_NAME, _LONGEST_QUOTE = 253, 60


class NoDomain(ValueError):
    """What was given is no domain; the message says why and what to write."""


def domain_in(text: str) -> str:
    """Return the domain in a name or an address, lower case and in ASCII; raises NoDomain.

    `https://www.example.gov.uk/page` gives `www.example.gov.uk`; accents are written as the DNS has them (xn--).
    """
    host = _host(text.strip()).removesuffix(".")
    if _is_address(host):
        raise NoDomain(f"{quoted(text)} is an address. Give a domain, such as example.gov.uk.")
    name = _in_ascii(host, text)
    labels = name.split(".")
    if len(labels) < 2 or len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise NoDomain(f"{quoted(text)} is no domain. Write it like example.gov.uk.")
    return name


def domains_in_lines(lines: Iterable[str], source: str) -> list[tuple[str, str]]:
    """Return (what was written, the domain) for each line; empty lines and what follows a # are left out.

    Raises NoDomain naming the lines that hold something else.
    """
    found, faults = [], []
    for number, line in enumerate(lines, start=1):
        text = _COMMENT.sub("", line).strip()
        if not text:
            continue
        try:
            found.append((text, domain_in(text)))
        except NoDomain as fault:
            faults.append(f"line {number}: {fault}")
    if faults:
        more = f"\nand {len(faults) - 5} lines more." if len(faults) > 5 else ""
        raise NoDomain("\n".join(f"{source}, {fault}" for fault in faults[:5]) + more)
    return found


def domains_in_file(path: str) -> list[tuple[str, str]]:
    """Return (what was written, the domain) for each line of a file, `-` being standard input; raises NoDomain."""
    source = "standard input" if path == "-" else path
    if path != "-" and Path(path).stat().st_size > MOST_BYTES:
        raise NoDomain(f"{path} is larger than 50 MB: it can't be a list of domains.")
    with click.open_file(path, "rb") as file:
        text = file.read(MOST_BYTES).decode("utf-8-sig", errors="replace")
    return domains_in_lines(text.splitlines(), source)


def quoted(text: str) -> str:
    """Return what somebody wrote as a sentence quotes it: short, and without characters that a terminal obeys."""
    shown = text.strip()
    shown = shown if len(shown) <= _LONGEST_QUOTE else f"{shown[: _LONGEST_QUOTE - 1]}…"
    return f"“{shown}”" if shown.isprintable() else f"“{ascii(shown)[1:-1]}”"


def _host(text: str) -> str:
    if "://" not in text and "@" in text:
        raise NoDomain(f"{quoted(text)} is an e-mail address. Give the domain alone, the part after the @.")
    if any(mark in text for mark in "/?#:"):
        try:
            return urlsplit(text if "://" in text or text.startswith("//") else f"//{text}").hostname or ""
        except ValueError:
            return ""
    return text


def _in_ascii(host: str, text: str) -> str:
    name = unicodedata.normalize("NFKC", host).lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        raise NoDomain(f"{quoted(text)} is no domain: it holds characters that a name can't have.") from None


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return all(part.isdigit() for part in host.split(".")) and bool(host)
    return True
