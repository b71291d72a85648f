"""What do a domain's MTA-STS record and policy ask of those who deliver to it (RFC 8461)?"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ..faults import Fault, fault
from ..tag_list import read_tags

LONGEST_AGE_S = 31_557_600  # a year: the most that max_age may say
PROPER_AGE_S = 604_800  # a week: shorter ages protect little (section 3.2 asks for weeks or more)
LONGEST_POLICY = 65_536
MOST_FAULTS = 20

_VERSION = re.compile(r"v=STSv1[ \t]*(?:;|\Z)")
_ID = re.compile(r"[A-Za-z0-9]{1,32}")
_MX = re.compile(
    r"(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
)
_AGE = re.compile(r"[0-9]{1,10}")
_FIELDS = ("version", "mode", "max_age")


class StsMode(StrEnum):
    """How a sender that can't verify a server is to act."""

    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StsRecord:
    """The record at _mta-sts: its id changes whenever the policy does."""

    text: str
    id: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class StsPolicy:
    """The policy at https://mta-sts.<domain>/.well-known/mta-sts.txt. Positions of faults count from its start."""

    mode: StsMode | None
    mx: tuple[str, ...]
    max_age_s: int | None
    faults: tuple[Fault, ...]

    @property
    def is_valid(self) -> bool:
        """Whether senders can use the policy."""
        return not self.faults

    def covers(self, server: str) -> bool:
        """Whether a mail server's name is one of those the policy names (section 4.1)."""
        name = server.removesuffix(".").lower()
        _, _, parent = name.partition(".")
        return any(pattern in (name, f"*.{parent}") for pattern in self.mx)


def is_sts(text: str) -> bool:
    """Whether a TXT record is an MTA-STS record; others are passed over (section 3.1)."""
    return bool(_VERSION.match(text))


def read_sts_record(text: str) -> StsRecord:
    """Return the record that the text is; never raises."""
    listed = read_tags(text)
    faults = list(listed.faults)
    tag = listed.get("id")
    if not is_sts(text):
        faults.insert(0, fault(0, text, "The record must start with v=STSv1 and a semicolon."))
    if not tag:
        faults.append(fault(0, text, "The tag id= is missing."))
    elif not _ID.fullmatch(tag.value):
        faults.append(fault(tag.value_position, tag.value, "id= takes 1 to 32 letters and digits."))
    return StsRecord(text, tag.value if tag else None, tuple(faults))


def read_sts_policy(text: str) -> StsPolicy:
    """Return the policy that the file's text is; never raises."""
    values: dict[str, tuple[str, int]] = {}
    patterns: list[str] = []
    faults: list[Fault] = []
    position = 0
    for line in text[:LONGEST_POLICY].split("\n"):
        key, colon, value = line.rstrip("\r").partition(":")
        name, value = key.strip(), value.strip()
        if not colon and name:
            faults.append(fault(position, line, "A line needs a name, a colon and a value."))
        elif name == "mx":
            _take_mx(value, position, patterns, faults)
        elif name in _FIELDS and name not in values:
            values[name] = (value, position)
        position += len(line) + 1
    return _policy(values, patterns, faults)


def _take_mx(value: str, position: int, patterns: list[str], faults: list[Fault]) -> None:
    if _MX.fullmatch(value):
        patterns.append(value.lower())
    else:
        faults.append(fault(position, value, "mx takes a server's name, or a name that starts with *."))


def _policy(values: dict[str, tuple[str, int]], patterns: list[str], faults: list[Fault]) -> StsPolicy:
    faults.extend(fault(0, "", f"The line {name} is missing.") for name in _FIELDS if name not in values)
    version, at = values.get("version", ("STSv1", 0))
    if version != "STSv1":
        faults.append(fault(at, version, "version must be STSv1."))
    mode = _mode(values, faults)
    age = _age(values, faults)
    if not patterns and mode is not StsMode.NONE:
        faults.append(fault(0, "", "The policy names no mail server: it needs a line mx for each."))
    return StsPolicy(mode, tuple(patterns), age, tuple(faults[:MOST_FAULTS]))


def _mode(values: dict[str, tuple[str, int]], faults: list[Fault]) -> StsMode | None:
    text, at = values.get("mode", ("", 0))
    if text in tuple(StsMode):
        return StsMode(text)
    if "mode" in values:
        faults.append(fault(at, text, "mode takes enforce, testing or none."))
    return None


def _age(values: dict[str, tuple[str, int]], faults: list[Fault]) -> int | None:
    text, at = values.get("max_age", ("", 0))
    if _AGE.fullmatch(text) and int(text) <= LONGEST_AGE_S:
        return int(text)
    if "max_age" in values:
        faults.append(fault(at, text, f"max_age takes seconds, from 0 to {LONGEST_AGE_S}."))
    return None
