"""What does a DMARC record ask of receivers (RFC 9989, section 4.7), and what is wrong with it?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from ..faults import Fault, fault
from ..report_uris import ReportUri, read_uris
from ..tag_list import Tag, TagList, read_tags

HISTORIC = ("pct", "rf", "ri")  # of RFC 7489; receivers now pass over them
KNOWN = frozenset(("v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "rua", "ruf", "fo", *HISTORIC))

_VERSION = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_NEAR_MISS = re.compile(r"[\s\"'\u201c\u2018]{0,9}v\s{0,9}=\s{0,9}dmarc", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,10}")
_REPORT_OPTIONS = frozenset("01ds")


class Policy(StrEnum):
    """What a domain wants done with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"

    @property
    def in_test(self) -> "Policy":
        """What receivers apply under t=y: one step less."""
        return Policy.QUARANTINE if self is Policy.REJECT else Policy.NONE

    @property
    def fate(self) -> str:
        """What becomes of mail that fails."""
        return {Policy.REJECT: "rejected", Policy.QUARANTINE: "put with the junk"}.get(self, "delivered")


class Psd(StrEnum):
    """Whether the domain is one under which others register names."""

    PUBLIC_SUFFIX = "y"
    ORGANISATION = "n"
    UNSTATED = "u"


class Alignment(StrEnum):
    """How close a name must be to the author's."""

    RELAXED = "r"
    STRICT = "s"


class Standing(StrEnum):
    """What receivers make of the record as a whole (RFC 9989, section 4.10.1)."""

    SOUND = "sound"
    TREATED_AS_NONE = "treated_as_none"  # a policy is missing or wrong, but reports are wanted
    PASSED_OVER = "passed_over"  # a policy is missing or wrong, and nobody wants reports


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """One record: what was published, what it means where it can be read, and its faults."""

    text: str
    tags: tuple[Tag, ...]
    p: Policy | None = None
    sp: Policy | None = None
    np: Policy | None = None
    psd: Psd = Psd.UNSTATED
    is_testing: bool = False
    adkim: Alignment = Alignment.RELAXED
    aspf: Alignment = Alignment.RELAXED
    rua: tuple[ReportUri, ...] = ()
    ruf: tuple[ReportUri, ...] = ()
    fo: tuple[str, ...] = ("0",)
    pct: int | None = None
    ri: int | None = None
    unknown: tuple[Tag, ...] = ()
    faults: tuple[Fault, ...] = ()

    def has_tag(self, name: str) -> bool:
        """Whether the tag stands in the record, with a good value or a bad one."""
        return name in [tag.name for tag in self.tags]

    @property
    def standing(self) -> Standing:
        """What receivers make of the record."""
        is_broken = (self.sp is None and self.has_tag("sp")) or (self.np is None and self.has_tag("np"))
        if self.p and not is_broken:
            return Standing.SOUND
        return Standing.TREATED_AS_NONE if self.rua else Standing.PASSED_OVER


def is_dmarc(text: str) -> bool:
    """Whether a TXT record is a DMARC record: the version, exactly so, comes first."""
    return bool(_VERSION.match(text))


def is_nearly_dmarc(text: str) -> bool:
    """Whether a TXT record was meant as DMARC, but receivers pass over it."""
    return not is_dmarc(text) and bool(_NEAR_MISS.match(text))


def dmarc_records(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those TXT records that are DMARC records."""
    return tuple(text for text in texts if is_dmarc(text))


@lru_cache(maxsize=1024)  # the records of parents are read for every name below them
def read_dmarc(text: str) -> DmarcRecord:
    """Return the record that the text (for which `is_dmarc` holds) is; never raises."""
    listed = read_tags(text)
    faults = list(listed.faults)
    rua = _uris(listed, "rua", faults)
    ruf = _uris(listed, "ruf", faults)
    return DmarcRecord(
        text=text,
        tags=listed.tags,
        p=_choice(listed, "p", Policy, faults),
        sp=_choice(listed, "sp", Policy, faults),
        np=_choice(listed, "np", Policy, faults),
        psd=_choice(listed, "psd", Psd, faults) or Psd.UNSTATED,
        is_testing=_choice(listed, "t", _YesOrNo, faults) is _YesOrNo.YES,
        adkim=_choice(listed, "adkim", Alignment, faults) or Alignment.RELAXED,
        aspf=_choice(listed, "aspf", Alignment, faults) or Alignment.RELAXED,
        rua=rua,
        ruf=ruf,
        fo=_options(listed, faults),
        pct=_number(listed, "pct", 100, faults),
        ri=_number(listed, "ri", 4294967295, faults),
        unknown=tuple(tag for tag in listed.tags if tag.name not in KNOWN),
        faults=tuple(sorted(faults, key=lambda found: found.position)),
    )


class _YesOrNo(StrEnum):
    YES = "y"
    NO = "n"


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(listed: TagList, name: str, choices: type[Choice], faults: list[Fault]) -> Choice | None:
    tag = listed.get(name)
    if not tag:
        return None
    for choice in choices:
        if choice.value == tag.value.lower():
            return choice
    allowed = ", ".join(choice.value for choice in choices)
    faults.append(fault(tag.value_position, tag.value, f"{name}= takes one of: {allowed}."))
    return None


def _uris(listed: TagList, name: str, faults: list[Fault]) -> tuple[ReportUri, ...]:
    tag = listed.get(name)
    if not tag:
        return ()
    uris, wrong = read_uris(tag.value, tag.value_position)
    faults.extend(wrong)
    return uris


def _options(listed: TagList, faults: list[Fault]) -> tuple[str, ...]:
    tag = listed.get("fo")
    if not tag:
        return ("0",)
    options = tuple(option.strip().lower() for option in tag.value.split(":"))
    if set(options) <= _REPORT_OPTIONS:
        return options
    faults.append(fault(tag.value_position, tag.value, "fo= takes 0, 1, d and s, parted by colons."))
    return ("0",)


def _number(listed: TagList, name: str, most: int, faults: list[Fault]) -> int | None:
    tag = listed.get(name)
    if not tag:
        return None
    if _WHOLE_NUMBER.fullmatch(tag.value) and int(tag.value) <= most:
        return int(tag.value)
    faults.append(fault(tag.value_position, tag.value, f"{name}= takes a whole number from 0 to {most}."))
    return None
