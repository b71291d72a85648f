"""What of a page's text matters to a check: its title, what it fetches unencrypted, and where some links lead?

A page is searched, not parsed: a parser takes a tenth of a second for a large one, and hostile ones are written to take
hours. Every search here goes forward only, so that the time grows with the page's length and with nothing else.
"""

import re
from html import unescape

from ..facts.web import PageDigest, PlainReference
from .visible import visible

LONGEST_TEXT = 500_000
_MOST_REFERENCES = 20
_MOST_LOOKS = 500
_LONGEST_TAG = 4_000
_LONGEST_WORDS = 200

# The tag up to the place where an address stands: its name, and the attribute whose value begins there.
_HEAD = re.compile(rb"<([a-z0-9]{1,12})\s")
_ATTRIBUTE = re.compile(rb"[\s\"'/]([a-z-]{1,12})\s{0,8}=\s{0,8}[\"']?\s{0,8}\Z")
_ACTIVE = {
    (b"script", b"src"),
    (b"iframe", b"src"),
    (b"frame", b"src"),
    (b"embed", b"src"),
    (b"object", b"data"),
    (b"form", b"action"),
    (b"button", b"formaction"),
    (b"input", b"formaction"),
}
_PASSIVE = {
    (b"img", b"src"),
    (b"img", b"srcset"),
    (b"audio", b"src"),
    (b"video", b"src"),
    (b"video", b"poster"),
    (b"source", b"src"),
    (b"source", b"srcset"),
    (b"input", b"src"),
}
_STYLESHEET = re.compile(rb"\brel\s{0,8}=\s{0,8}[\"']?[a-z ]{0,40}stylesheet")
_META = re.compile(rb"<meta\s[^<>]{0,4000}>")
_META_FIELD = re.compile(
    rb"\b(http-equiv|name|content)\s{0,8}=\s{0,8}(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I
)
_HREF = re.compile(rb"\bhref\s{0,8}=\s{0,8}(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I)
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_SPACE = re.compile(r"\s+")
# A statement on accessibility in English or in Welsh.
_ACCESSIBILITY = (b"accessibility", b"hygyrchedd")


def read_page(body: bytes, media_type: str = "text/html") -> PageDigest:
    """Return what is kept of a page; never raises."""
    text = body[:LONGEST_TEXT]
    is_html = "html" in media_type.lower() or (not media_type and b"<html" in text[:2_000].lower())
    if not is_html:
        return PageDigest()
    text = _without_scripts(_without(text, b"<!--", b"-->"))
    lower = text.lower()
    metas = _metas(text, lower)
    return PageDigest(
        title=_words_in(text, lower, b"title"),
        heading=_words_in(text, lower, b"h1"),
        plain_references=_plain_references(text, lower),
        accessibility_links=_accessibility_links(text, lower),
        csp=tuple(content for name, content in metas if name == "content-security-policy"),
        referrer=next((content for name, content in reversed(metas) if name == "referrer"), ""),
        is_html=True,
    )


def _without(text: bytes, begin: bytes, end: bytes) -> bytes:
    """Return the text without what stands between such marks; what isn't ended goes on to the end of the page."""
    pieces, at = [], 0
    while (start := text.find(begin, at)) >= 0:
        pieces.append(text[at:start])
        stop = text.find(end, start + len(begin))
        if stop < 0:
            return b"".join(pieces)
        at = stop + len(end)
    return b"".join((*pieces, text[at:])) if pieces else text


def _without_scripts(text: bytes) -> bytes:
    """Return the text with its script and style elements emptied: what they hold is no markup."""
    lower = text.lower()
    pieces, at = [], 0
    while (start := _next_script(lower, at)) >= 0:
        name = b"script" if lower.startswith(b"<script", start) else b"style"
        opened = lower.find(b">", start)
        closed = lower.find(b"</" + name, opened) if opened >= 0 else -1
        if closed < 0:
            pieces.append(text[at : start + _LONGEST_TAG if opened < 0 else opened + 1])
            return b"".join(pieces)
        pieces.append(text[at : opened + 1])
        at = closed
    return b"".join((*pieces, text[at:])) if pieces else text


_SCRIPT = re.compile(rb"<(?:script|style)[\s>]")


def _next_script(lower: bytes, at: int) -> int:
    found = _SCRIPT.search(lower, at)
    return found.start() if found else -1


def _words_in(text: bytes, lower: bytes, tag: bytes) -> str:
    """Return the words of the first element of that name, without what marks them up."""
    start = lower.find(b"<" + tag)
    opened = lower.find(b">", start) if start >= 0 else -1
    closed = lower.find(b"</" + tag, opened) if opened >= 0 else -1
    if closed < 0:
        return ""
    inner = _decoded(text[opened + 1 : min(closed, opened + 2_000)])
    return _SPACE.sub(" ", visible(unescape(_TAGS.sub(" ", inner)))).strip()[:_LONGEST_WORDS]


def _plain_references(text: bytes, lower: bytes) -> tuple[PlainReference, ...]:
    found: list[PlainReference] = []
    at = lower.find(b"http://")
    for _ in range(_MOST_LOOKS):
        if at < 0 or len(found) >= _MOST_REFERENCES:
            break
        if reference := _plain_reference(text, lower, at):
            found.append(reference)
        at = lower.find(b"http://", at + 7)
    return tuple(dict.fromkeys(found))


def _plain_reference(text: bytes, lower: bytes, at: int) -> PlainReference | None:
    start = lower.rfind(b"<", max(0, at - _LONGEST_TAG), at)
    if start < 0 or lower.find(b">", start, at) >= 0:
        return None
    head = lower[start:at]
    tag, attribute = _HEAD.match(head), _ATTRIBUTE.search(head[-40:])
    if not tag or not attribute:
        return None
    place = (tag[1], attribute[1])
    whole = lower[start : start + _LONGEST_TAG].partition(b">")[0]
    is_sheet = place == (b"link", b"href") and _STYLESHEET.search(whole) is not None
    if not is_sheet and place not in _ACTIVE and place not in _PASSIVE:
        return None
    return PlainReference(tag[1].decode("ascii"), _address(text, at), is_sheet or place in _ACTIVE)


def _address(text: bytes, at: int) -> str:
    return _decoded(re.split(rb"[\s\"'<>]", text[at : at + 300], maxsplit=1)[0])


def _accessibility_links(text: bytes, lower: bytes) -> tuple[str, ...]:
    found: list[str] = []
    for word in _ACCESSIBILITY:
        at = lower.find(word)
        for _ in range(_MOST_LOOKS):
            if at < 0 or len(found) >= _MOST_REFERENCES:
                break
            if link := _link_around(text, lower, at):
                found.append(link)
            at = lower.find(word, at + len(word))
    return tuple(dict.fromkeys(found))


def _link_around(text: bytes, lower: bytes, at: int) -> str:
    start = lower.rfind(b"<a", max(0, at - _LONGEST_TAG), at)
    if start < 0 or lower[start + 2 : start + 3].strip() or lower.find(b"</a", start, at) >= 0:
        return ""
    href = _HREF.search(text, start, start + _LONGEST_TAG)
    end = lower.find(b">", start, start + _LONGEST_TAG)
    if not href or (end >= 0 and href.start() > end):
        return ""
    link = visible(unescape(_decoded(href[1] or href[2] or href[3] or b""))).strip()
    # A jump within the page, such as "skip to accessibility links", is no statement.
    return "" if not link or link.startswith(("#", "javascript:")) else link[:300]


def _metas(text: bytes, lower: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _META.finditer(lower):
        fields = {
            field[1].lower(): _decoded(field[2] or field[3] or field[4] or b"")
            for field in _META_FIELD.finditer(text, match.start(), match.end())
        }
        name = fields.get(b"http-equiv") or fields.get(b"name") or ""
        if name.lower() in ("content-security-policy", "referrer") and len(found) < _MOST_REFERENCES:
            found.append((name.lower(), visible(unescape(fields.get(b"content", "")))))
    return found


def _decoded(raw: bytes) -> str:
    return visible(raw.decode("utf-8", "replace"))
