"""Which domain does somebody mean by what they typed, and can one organisation hold it? Pure: no database."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from ipaddress import ip_address

from django.utils.translation import gettext as _

from wardmote.engines.checks.dmarc.shared_parents import SHARED_PARENTS
from wardmote.kernel.denial import Denied

LONGEST_NAME, LONGEST_TEXT, LONGEST_SAID = 253, 2000, 60
_FILE = files(__package__) / "data" / "shared_names.toml"
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Letters that the two standards for names in other scripts write differently (RFC 5894, section 7.2).
_READ_IN_TWO_WAYS = frozenset("ßς\u200c\u200d")


@dataclass(frozen=True)
class ReadName:
    """A domain, and what was typed for it."""

    name: str
    typed: str

    @property
    def is_as_typed(self) -> bool:
        """Say whether the name was typed as it is kept."""
        return self.name == self.typed


def read_domain(text: str) -> str:
    """Return the domain that a text means, as the DNS writes it; web and e-mail addresses are understood.

    Raises Denied with what to do.
    """
    typed = text.strip()
    host = _host_in(typed)
    _refuse_what_is_no_domain(host, typed)
    name = _in_ascii(host, typed)
    labels = name.split(".")
    if len(name) > LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise Denied(_("“%(text)s” isn't a domain name. Write it like exampleshire.gov.uk.") % {"text": said(typed)})
    _refuse_what_nobody_holds(name, typed)
    return name


def read_domains(text: str) -> tuple[tuple[ReadName, ...], tuple[str, ...]]:
    """Return the domains on the lines of a text, each once, and a sentence for each line that isn't one."""
    read: dict[str, ReadName] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        typed = line.strip().strip(",;").strip()
        if not typed:
            continue
        try:
            name = read_domain(typed)
        except Denied as refusal:
            faults.append(_("Line %(line)s: %(what)s") % {"line": number, "what": refusal.sentence})
        else:
            read.setdefault(name, ReadName(name, typed))
    return tuple(read.values()), tuple(faults)


def parents_of(name: str) -> Iterator[str]:
    """Yield the names above a name, nearest first."""
    _label, dot, rest = name.partition(".")
    while dot:
        yield rest
        _label, dot, rest = rest.partition(".")


def is_at_or_below(name: str, domain: str) -> bool:
    """Say whether the name is the domain or lies below it."""
    return name == domain or name.endswith(f".{domain}")


def is_shared(name: str) -> bool:
    """Say whether many organisations have names below this one, so that nobody can hold it."""
    if "." not in name or name in _shared():
        return True
    labels = name.split(".")
    for index in range(len(labels)):
        depth = SHARED_PARENTS.get(".".join(labels[index:]))
        if depth is not None and index < depth:
            return True
    return False


def in_letters(name: str) -> str:
    """Return a name as people write it in their script, or as it is where that can't be told."""
    if "xn--" not in name:
        return name
    try:
        return name.encode("ascii").decode("idna")
    except UnicodeError:
        return name


def said(text: str) -> str:
    """Return what somebody typed, short enough for a sentence and without what can't be printed."""
    plain = "".join(char if char.isprintable() else " " for char in text[: LONGEST_SAID * 2])
    found = " ".join(plain.split())
    return found if len(found) <= LONGEST_SAID else f"{found[:LONGEST_SAID]}…"


def _host_in(typed: str) -> str:
    rest = typed.strip("<>()[]\"'“”‘’")
    _scheme, mark, after = rest.partition("://")
    rest = after if mark else rest.removeprefix("mailto:")
    rest = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    rest = rest.rpartition("@")[2]
    host, colon, port = rest.rpartition(":")
    if colon and ":" not in host and (port.isdecimal() or not port):
        rest = host
    return rest.strip().removesuffix(".")


def _refuse_what_is_no_domain(host: str, typed: str) -> None:
    says = {"text": said(typed)}
    if len(typed) > LONGEST_TEXT or not 0 < len(host) <= LONGEST_NAME or any(char.isspace() for char in host):
        raise Denied(_("“%(text)s” isn't a domain name. Write it like exampleshire.gov.uk.") % says)
    if host.startswith("*."):
        raise Denied(_("“%(text)s” has a star. Leave it out, and add each name that you hold.") % says)
    if "_" in host:
        raise Denied(_("“%(text)s” is a record in a domain. Enter the domain itself.") % says)
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return
    raise Denied(_("“%(text)s” is a machine's address. Enter the domain's name.") % says)


def _in_ascii(host: str, typed: str) -> str:
    if _READ_IN_TWO_WAYS & set(host):
        raise Denied(
            _("“%(text)s” can be read in two ways. Write the name in the form that begins with xn--.")
            % {"text": said(typed)}
        )
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as fault:
        raise Denied(
            _("“%(text)s” isn't a domain name. Write it like exampleshire.gov.uk.") % {"text": said(typed)}
        ) from fault


def _refuse_what_nobody_holds(name: str, typed: str) -> None:
    if name.rpartition(".")[2] in _inside_only():
        raise Denied(
            _("“%(text)s” means something inside a network only, so nobody can look at it from outside.")
            % {"text": said(typed)}
        )
    if "." not in name and name not in _shared():
        raise Denied(
            _("“%(text)s” isn't a whole domain. Write it with its ending, like exampleshire.gov.uk.")
            % {"text": said(typed)}
        )
    if is_shared(name):
        raise Denied(
            _("“%(text)s” is shared by many organisations. Enter your own name below it.") % {"text": said(typed)}
        )


@cache
def _names() -> dict[str, frozenset[str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {key: frozenset(names) for key, names in table.items()}


def _shared() -> frozenset[str]:
    return _names()["shared"]


def _inside_only() -> frozenset[str]:
    return _names()["inside_only"]
