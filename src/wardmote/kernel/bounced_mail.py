"""Which letter of ours does a returned e-mail speak of, and will it never arrive? (RFC 3462, RFC 3464)"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser, HeaderParser

LONGEST_WORDS = 180


@dataclass(frozen=True)
class Failure:
    """A letter that will never arrive, by its Message-ID, and what the receiving side said."""

    message_id: str
    words: str


def failure_in(raw: bytes) -> Failure | None:
    """Return the final failure that a delivery status notification reports; None for any other e-mail."""
    try:
        mail = BytesParser().parsebytes(raw)
        if mail.get_content_type() != "multipart/report" or str(mail.get_param("report-type")).lower() != (
            "delivery-status"
        ):
            return None
        parts = [part for part in mail.walk() if part is not mail]
        words = next(_failures(parts), None)
        message_id = next(_returned_ids(parts), "")
    except (MessageError, ValueError, LookupError, RecursionError):
        return None
    return Failure(message_id, words) if words is not None and message_id else None


def _failures(parts: list[Message]) -> Iterator[str]:
    """Yield what is said of each recipient whom the letter will never reach; a delay is none."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for group in _groups(part):
            status = _plain(group.get("Status"))
            if _plain(group.get("Action")).lower() == "failed" and (not status or status.startswith("5")):
                diagnosis = _plain(group.get("Diagnostic-Code")).partition(";")[2].strip()
                yield (diagnosis or status or "failed")[:LONGEST_WORDS]


def _groups(part: Message) -> list[Message]:
    """Return the groups of fields: one about the letter, then one for each recipient."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _returned_ids(parts: list[Message]) -> Iterator[str]:
    """Yield the Message-ID of what was returned: the whole letter, or its headers."""
    for part in parts:
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and isinstance(inner[0], Message):
            yield _plain(inner[0].get("Message-ID"))
        elif part.get_content_type() == "text/rfc822-headers" and isinstance(inner, str):
            yield _plain(HeaderParser().parsestr(inner).get("Message-ID"))


def _plain(value: object) -> str:
    """Return a field in one line of printable characters."""
    text = "" if value is None else str(value)
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
