"""Which mark does a domain want shown beside its mail (BIMI, draft-brand-indicators-for-message-identification)?"""

import re
from dataclasses import dataclass

from ..faults import Fault, fault
from ..tag_list import Tag, TagList, read_tags

_VERSION = re.compile(r"v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|\Z)")
_HTTPS = re.compile(r"https://[^\s/]{1,253}/\S{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BimiRecord:
    """The record at default._bimi: the mark and the evidence (a mark certificate), each an https address."""

    text: str
    location: str | None
    evidence: str | None
    declines: bool
    faults: tuple[Fault, ...]


def is_bimi(text: str) -> bool:
    """Whether a TXT record is a BIMI record."""
    return bool(_VERSION.match(text))


def read_bimi(text: str) -> BimiRecord:
    """Return the record that the text is; empty l= and a= decline to take part. Never raises."""
    listed = read_tags(text)
    faults = list(listed.faults)
    if not is_bimi(text):
        faults.insert(0, fault(0, text, "The record must start with v=BIMI1 and a semicolon."))
    mark = listed.get("l")
    if not mark:
        faults.append(fault(0, text, "The tag l=, which says where the mark is, is missing."))
    location = _address(mark, ".svg", faults)
    evidence = _address(listed.get("a"), ".pem", faults)
    return BimiRecord(text, location, evidence, _declines(listed), tuple(faults))


def _declines(listed: TagList) -> bool:
    return listed.value("l") == "" and not listed.value("a")


def _address(tag: Tag | None, ending: str, faults: list[Fault]) -> str | None:
    if not tag or not tag.value:
        return None
    if not _HTTPS.fullmatch(tag.value):
        faults.append(fault(tag.value_position, tag.value, f"{tag.name}= takes an https address."))
        return None
    if not tag.value.partition("?")[0].lower().endswith((ending, f"{ending}.gz", f"{ending}z")):
        faults.append(fault(tag.value_position, tag.value, f"The address of {tag.name}= should end in {ending}."))
    return tag.value
