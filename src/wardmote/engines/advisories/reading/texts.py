"""What words remain of a text that a stranger wrote: no markup, no control characters, not too many?"""

import html
import re
from typing import Any
from urllib.parse import urlsplit

LONGEST_TEXT = 20_000
LONGEST_LINE = 500
_LONGEST_HTML = 200_000
_LONGEST_URL = 2_000

# Control characters but for tab and line feed, marks that turn the direction of text or can't be seen, half characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    "\u061c\u180e\U000e0000-\U000e007f]"
)
# What a browser may take for a tag. "x < 3" stays.
_TAG = re.compile(r"<([A-Za-z/!?][^<>]{0,2000})>")
_HALF_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BLANKS, _BLANK_LINES = re.compile(r"[^\S\n]+"), re.compile(r"\n[^\S\n]*\n\s*")
_BLOCKS = {"p", "div", "br", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_MARKUP = re.compile(r"<([/!?]?)([A-Za-z][A-Za-z0-9:-]{0,30})(?:[\s/][^<>]{0,4000})?>")
_HIDDEN = re.compile(r"<(!--|(?:script|style|template|title|noscript|iframe|svg|math)\b)")


def plain(text: Any, most: int = LONGEST_TEXT) -> str:
    """Return words in lines; what isn't text is "". Tags are kept as words that no browser takes for tags: ‹script›."""
    if not isinstance(text, str):
        return ""
    text = text[: most * 2].strip()
    if not text.isprintable():
        text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if "<" in text:
        text = _HALF_TAG.sub("‹", _TAG.sub(r"‹\1›", text))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def line(text: Any, most: int = LONGEST_LINE) -> str:
    """Return words in one line."""
    words = plain(text, most)
    return words if words.isprintable() and "  " not in words else " ".join(words.split())


def from_html(markup: str, most: int = LONGEST_TEXT) -> str:
    """Return what a reader of a page would read: paragraphs in lines, scripts and styles gone.

    Searched forward only, not parsed: a parser takes seconds for a page that is written to take them, and what is left
    of markup `plain` makes harmless.
    """
    words = markup[:_LONGEST_HTML]
    if "<" in words:
        words = _MARKUP.sub(_broken_line, _without_hidden(words))
    words = "\n".join(_BLANKS.sub(" ", found).strip() for found in html.unescape(words).split("\n"))
    return plain(_BLANK_LINES.sub("\n\n", words), most)


# Other letters stay: "İ" grows by a letter when it is made small.
_LOWER = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


def _without_hidden(markup: str) -> str:
    """Return markup without comments and without elements whose content isn't for readers."""
    pieces, at, lower = [], 0, markup.translate(_LOWER)
    while begin := _HIDDEN.search(lower, at):
        pieces.append(markup[at : begin.start()])
        end = "-->" if begin[1] == "!--" else f"</{begin[1]}"
        stop = lower.find(end, begin.end())
        if stop < 0:
            return "".join(pieces)
        at = stop + len(end) if end == "-->" else stop
    return "".join((*pieces, markup[at:]))


def _broken_line(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name not in _BLOCKS:
        return ""
    return "\n- " if name == "li" and not tag[1] else "\n"


def address(url: Any) -> str:
    """Return a web address that may be shown as a link (http or https), or ""."""
    if not isinstance(url, str):
        return ""
    url = url.strip()
    if not url[:8].lower().startswith(("http://", "https://")) or len(url) > _LONGEST_URL:
        return ""
    if not url.isprintable() or any(mark in url for mark in " \"'<>\\`") or _UNSEEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.hostname and "@" not in parts.netloc else ""
