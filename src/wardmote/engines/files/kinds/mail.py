"""Is this an e-mail in plain text, without attachments (RFC 5322)?"""

import re

from wardmote.engines.files.inspection import Kind, Refused
from wardmote.engines.files.text import read_text

_LONGEST_HEAD = 100_000
_FOLDED = re.compile(r"\r?\n[ \t]+")
_FIELD = re.compile(r"([!-9;-~]{1,100}):(.*)")
_BLANK = re.compile(r"\r?\n\r?\n")
_PLAIN_ONLY = (
    "Only e-mails in plain text without attachments are taken. Print the e-mail to PDF, and upload what was attached "
    "to it as evidence of its own."
)


def check(content: bytes) -> tuple[str, ...]:
    """Refuse what has no sender, and e-mails with attachments, pages or encoded bodies."""
    fields = _fields(_head_of(read_text(content)))
    if "from" not in fields or not {"date", "subject"} & fields.keys():
        raise Refused("The file isn't an e-mail: it names no sender. Print the e-mail to PDF and upload that.")
    kind = fields.get("content-type", "text/plain").split(";")[0].strip().lower()
    encoding = fields.get("content-transfer-encoding", "7bit").strip().lower()
    if kind != "text/plain" or encoding not in ("7bit", "8bit", "quoted-printable"):
        raise Refused(_PLAIN_ONLY)
    return ()


def _head_of(text: str) -> str:
    found = _BLANK.search(text, 0, _LONGEST_HEAD)
    return text[: found.start()] if found else text[:_LONGEST_HEAD]


def _fields(head: str) -> dict[str, str]:
    """Return the head's fields by name; a field that comes twice with another value makes the e-mail ambiguous."""
    fields: dict[str, str] = {}
    for line in _FOLDED.sub(" ", head).splitlines():
        field = _FIELD.match(line)
        if field is None:
            raise Refused("The file isn't an e-mail. Print the e-mail to PDF and upload that.")
        name = field[1].lower()
        if name.startswith("content-") and fields.get(name, field[2]) != field[2]:
            raise Refused(_PLAIN_ONLY)
        fields[name] = field[2]
    return fields


KIND = Kind(key="mail", title="E-mail in plain text", endings=("eml",), media_type="message/rfc822", check=check)
