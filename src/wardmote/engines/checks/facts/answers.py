"""What came back for one question: records, the certainty that there are none, or nothing to go by?"""

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Missing(Enum):
    """How a record is missing (RFC 2308, section 2): the whole name, or only this type at it."""

    NXDOMAIN = "nxdomain"
    NODATA = "nodata"


class Reason(Enum):
    """Why nothing is known. The value is the stable key."""

    TIMEOUT = "timeout"
    SERVFAIL = "servfail"
    BOGUS = "bogus"  # the resolver itself says that DNSSEC is why it gives no answer (RFC 8914)
    REFUSED = "refused"
    MALFORMED = "malformed"
    NETWORK = "network"
    UNASKABLE = "unaskable"
    STOPPED = "stopped"


_WORDS = {
    Reason.TIMEOUT: "no answer came in time",
    Reason.SERVFAIL: "the name servers failed to answer",
    Reason.BOGUS: "the DNSSEC signatures don't hold",
    Reason.REFUSED: "the server refused to answer",
    Reason.MALFORMED: "the answer could not be read",
    Reason.NETWORK: "the server could not be reached",
    Reason.UNASKABLE: "the name can't be looked up",
    Reason.STOPPED: "the check was stopped before the answer came",
}


@dataclass(frozen=True, slots=True)
class Answered(Generic[T_co]):
    """Records of the type asked for. `aliases` are the CNAME targets passed on the way, the last one holding them."""

    records: tuple[T_co, ...]
    is_authentic: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A server said for certain that there is no such record."""

    kind: Missing
    is_authentic: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing is known, and why. It is never taken for an absent record."""

    reason: Reason
    detail: str = ""

    @property
    def words(self) -> str:
        """The reason as the middle of a sentence."""
        return f"{_WORDS[self.reason]} ({self.detail})" if self.detail else _WORDS[self.reason]


Answer = Answered[T_co] | Absent | Unreachable
