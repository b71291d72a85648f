"""What does an e-mail hold, however broken its encodings are?"""

from binascii import Error as NotBase64
from codecs import lookup
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from hashlib import sha256

from ..facts import ReadingError
from .texts import from_html, plain

_MOST_PARTS = 100
_DEEPEST = 9
_MOST_LINES = 500_000
_LONGEST_HEADER = 10_000
_LONGEST_PART = 400_000
# What no e-mail is written in, and what takes Python a time that grows with the square of the length.
_NO_CHARSETS = ("punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined")


@dataclass(frozen=True)
class Letter:
    """An e-mail's words. `attachments` are names only: what is attached isn't opened."""

    id: str
    subject: str
    sender: str
    date: str
    text: str
    attachments: tuple[str, ...] = ()


def read_letter(raw: bytes) -> Letter:
    """Read an e-mail; ReadingError where it holds too many parts, or neither words nor a subject."""
    if raw.count(b"\n") > _MOST_LINES or raw.lower().count(b"content-type:") > 10 * _MOST_PARTS:
        raise ReadingError("The e-mail holds too many lines or parts. Send its words alone.")
    try:
        message = message_from_bytes(raw.lstrip(b"\r\n"))
        parts = list(_parts(message, _DEEPEST))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise ReadingError("The e-mail's parts are so broken that it can't be read. Send its words alone.") from fault
    letter = Letter(
        id=_header(message, "Message-ID").strip() or sha256(raw).hexdigest()[:40],
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        date=_header(message, "Date").partition("(")[0].strip(),
        text=_text(parts),
        attachments=tuple(name for part in parts if (name := _name(part))),
    )
    if not letter.subject and not letter.text and not letter.attachments:
        raise ReadingError("The e-mail is empty: it has neither a subject nor words. Send it again.")
    return letter


def _parts(message: Message, deepest: int) -> Iterator[Message]:
    """Yield the parts that are no containers, those of forwarded e-mails too."""
    inner = message.get_payload()
    if not isinstance(inner, list):
        yield message
        return
    if not deepest or len(inner) > _MOST_PARTS:
        raise ReadingError("The e-mail holds parts within parts within parts. Send its words alone.")
    for part in inner:
        if isinstance(part, Message):
            yield from _parts(part, deepest - 1)


def _name(part: Message) -> str:
    """Return the name of an attachment; what is text without a name is the letter itself."""
    try:
        name = part.get_filename()
        is_attached = part.get_content_disposition() == "attachment"
    except (ValueError, LookupError, TypeError, AttributeError):
        return "a file whose name can't be read"
    if name:
        return _decoded(str(name))
    is_words = part.get_content_type() in ("text/plain", "text/html")
    return f"a file without a name ({part.get_content_type()})" if is_attached or not is_words else ""


def _text(parts: list[Message]) -> str:
    """Return the plain words; those of the page where there are none."""
    own = [part for part in parts if not _name(part)]
    plains = [_words(part) for part in own if part.get_content_type() == "text/plain"]
    said = plain("\n\n".join(words for words in plains if words.strip()))
    if said:
        return said
    pages = [_words(part) for part in own if part.get_content_type() == "text/html"]
    return plain("\n\n".join(from_html(page) for page in pages))


def _words(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
    except (NotBase64, ValueError, LookupError, TypeError, AttributeError):
        return ""
    return _read(raw[:_LONGEST_PART], charset) if isinstance(raw, bytes) else ""


def _read(raw: bytes, charset: str) -> str:
    """Decode by the charset that is named where it can be, else as UTF-8, else as the Western one that never fails."""
    for name in (charset, "utf-8"):
        try:
            codec = lookup(name[:40])
            found = raw.decode("utf-8" if codec.name in _NO_CHARSETS else name[:40])
        except (UnicodeError, LookupError, ValueError):
            continue
        if isinstance(found, str):
            return found
    return raw.decode("cp1252", "replace")


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return _decoded(str(value)[:_LONGEST_HEADER]) if value is not None else ""


def _decoded(value: str) -> str:
    try:
        pieces = decode_header(value)
    except (MessageError, NotBase64, ValueError):
        return value
    found = "".join(_read(raw, charset or "utf-8") if isinstance(raw, bytes) else raw for raw, charset in pieces)
    return " ".join(found.split())
