"""What is there to say about a domain's SPF policy, without a message in hand?"""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """What was seen. Words are stable: findings are stored under them."""

    SYNTAX = "syntax"
    SEVERAL_RECORDS = "several_records"
    TOO_MANY_LOOKUPS = "too_many_lookups"
    TOO_MANY_VOIDS = "too_many_voids"
    TOO_MANY_VOIDS_IPV6 = "too_many_voids_ipv6"
    TOO_MANY_MX = "too_many_mx"
    MISSING_RECORD = "missing_record"
    LOOP = "loop"
    UNANSWERED = "unanswered"
    HIDDEN = "hidden"
    NEAR_MISS = "near_miss"
    NO_ENDING = "no_ending"
    AFTER_ALL = "after_all"
    PASSES_EVERYBODY = "passes_everybody"
    PTR_USED = "ptr_used"
    DUPLICATE = "duplicate"
    LONG_RECORD = "long_record"
    CUT_SHORT = "cut_short"


PERMANENT_ERRORS = frozenset(
    {
        RemarkKind.SYNTAX,
        RemarkKind.SEVERAL_RECORDS,
        RemarkKind.TOO_MANY_LOOKUPS,
        RemarkKind.TOO_MANY_VOIDS,
        RemarkKind.TOO_MANY_VOIDS_IPV6,
        RemarkKind.TOO_MANY_MX,
        RemarkKind.MISSING_RECORD,
        RemarkKind.LOOP,
        RemarkKind.CUT_SHORT,
    }
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing seen: in which domain's record, at which term, at which position of that record (from 0)."""

    kind: RemarkKind
    domain: str
    says: str
    term: str = ""
    position: int = 0

    @property
    def is_permerror(self) -> bool:
        """Whether a receiver that gets as far as this answers permerror."""
        return self.kind in PERMANENT_ERRORS
