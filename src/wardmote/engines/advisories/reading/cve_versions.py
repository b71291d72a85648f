"""Which versions does a product's entry in a CVE record call affected, and which not? (CVE JSON 5, docs/versions.md)"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

from ..facts import ANY, GENERIC, Span, Status
from ..versions import compare
from .fields import listed, word
from .texts import line
from .version_words import NO_WORDS, UNORDERED, after_series, scheme_of, spans_of_words

_STATUSES = {"affected": Status.AFFECTED, "unaffected": Status.NOT_AFFECTED, "unknown": Status.UNKNOWN}
_LONGEST = 200
_MOST_SPANS = 5_000


@dataclass(frozen=True)
class Said:
    """What is said of versions: spans for each status, and the words on affected versions that can't be read."""

    spans: dict[Status, tuple[Span, ...]] = field(default_factory=dict)
    unread: str = ""


def said_of_versions(entry: dict[str, Any]) -> Said:
    """Read `versions` and `defaultStatus` of a product's entry.

    Where everything is affected by default, the affected spans are what lies between the exceptions.
    """
    default = _STATUSES.get(word(entry.get("defaultStatus")).lower(), Status.UNKNOWN)
    found: dict[Status, dict[Span, None]] = {}
    unread: list[str] = []
    for version in listed(entry.get("versions"), _MOST_SPANS):
        pieces = _pieces(version)
        for status, span in pieces:
            found.setdefault(status, {})[span] = None
        if not pieces and _STATUSES.get(word(version.get("status")).lower()) is Status.AFFECTED:
            unread.append(_written(version))
    if default is Status.AFFECTED:
        exceptions = [span for status, spans in found.items() if status is not Status.AFFECTED for span in spans]
        found[Status.AFFECTED] = dict.fromkeys(_between(exceptions))
        unread = []
    elif not found and default is Status.NOT_AFFECTED and not unread:
        found[default] = {ANY: None}
    return Said(_without_unknown(found), line("; ".join(dict.fromkeys(unread))))


def _without_unknown(found: dict[Status, dict[Span, None]]) -> dict[Status, tuple[Span, ...]]:
    """Leave out what is unknown: nobody is warned or calmed by it."""
    return {status: tuple(spans) for status, spans in found.items() if spans and status is not Status.UNKNOWN}


def _written(version: dict[str, Any]) -> str:
    parts = (line(version.get("version"), _LONGEST), _end("<", version.get("lessThan")))
    return " ".join(part for part in (*parts, _end("<=", version.get("lessThanOrEqual"))) if part)


def _end(sign: str, value: Any) -> str:
    words = line(value, _LONGEST)
    return f"{sign} {words}" if words else ""


def _pieces(version: dict[str, Any]) -> list[tuple[Status, Span]]:
    """Return the spans of one entry of `versions`, each with its status; none where it can't be read."""
    status = _STATUSES.get(word(version.get("status")).lower())
    kind = word(version.get("versionType")).lower()
    if status is None or kind in UNORDERED:
        return []
    scheme = scheme_of(kind)
    words = line(version.get("version"), _LONGEST)
    below, up_to = line(version.get("lessThan"), _LONGEST), line(version.get("lessThanOrEqual"), _LONGEST)
    if below.lower() in NO_WORDS and up_to.lower() in NO_WORDS and not listed(version.get("changes")):
        if words.lower().startswith("next of "):
            return [(status, Span(scheme, words[8:].strip(), low_included=False))]
        spans = (ANY,) if words == "0" else spans_of_words(words, scheme)
        return [(status, span) for span in spans]
    low, low_included = _low(words)
    high, high_included = _high(below, up_to)
    if high is None or low is None:
        return []
    if low and low == high and not high_included:
        low, low_included = "", True  # Chrome's way to say "before": from 126.0.1 to before 126.0.1
    span = Span(scheme, low, low_included, high, high_included)
    return _changed(span, status, version.get("changes"))


def _low(words: str) -> tuple[str | None, bool]:
    """Return where a range begins; "" for no bound, None where it can't be read."""
    if words.lower() in NO_WORDS or words in ("0", "*"):
        return "", True
    if words.lower().startswith("next of "):
        return words[8:].strip(), False
    found = spans_of_words(words)
    if len(found) != 1:
        return None, True
    return found[0].low, found[0].low_included


def _high(below: str, up_to: str) -> tuple[str | None, bool]:
    """Return where a range ends; "" for no bound, None where it can't be read. `2.*` is the end of the series."""
    words, is_included = (below, False) if below else (up_to, True)
    if words.lower() in NO_WORDS or words == "*":
        return "", False
    if end := after_series(words):
        return end, False
    found = spans_of_words(words)
    if len(found) != 1 or not found[0].high:
        return None, False
    return found[0].high, is_included


def _changed(span: Span, status: Status, changes: Any) -> list[tuple[Status, Span]]:
    """Cut a span where its status changes; what is said to change outside of it changes nothing above its end."""
    points = [
        (at, _STATUSES.get(word(change.get("status")).lower()))
        for change in listed(changes, 500)
        if (at := line(change.get("at"), _LONGEST))
    ]
    order = _order(span.scheme)
    points.sort(key=lambda point: order(point[0]))
    found = []
    low, low_included = span.low, span.low_included
    for at, changed in points:
        if changed is None or changed is status:
            continue
        if span.high and compare(span.scheme, at, span.high) >= (1 if span.high_included else 0):
            break
        if span.low and compare(span.scheme, at, span.low) < 0:
            status = changed
            continue
        found.append((status, Span(span.scheme, low, low_included, at, False)))
        low, low_included, status = at, True, changed
    found.append((status, Span(span.scheme, low, low_included, span.high, span.high_included)))
    return [(kind, piece) for kind, piece in found if not _is_empty(piece)]


def _order(scheme: str) -> Callable[[str], Any]:
    def compared(one: str, other: str) -> int:
        return compare(scheme, one, other)

    return cmp_to_key(compared)


def _is_empty(span: Span) -> bool:
    if not span.low or not span.high:
        return False
    order = compare(span.scheme, span.low, span.high)
    return order > 0 or (order == 0 and not (span.low_included and span.high_included))


def _between(exceptions: list[Span]) -> list[Span]:
    """Return what lies outside of all exceptions. Where they are of several schemes, everything."""
    schemes = {span.scheme for span in exceptions if span != ANY} or {GENERIC}
    if ANY in exceptions:
        return []
    if len(schemes) > 1:
        return [ANY]
    scheme = schemes.pop()
    order = _order(scheme)
    found, low, low_included = [], "", True
    for span in sorted(exceptions, key=lambda span: (bool(span.low), order(span.low))):
        if span.low:
            found.append(Span(scheme, low, low_included, span.low, not span.low_included))
        if not span.high:
            return [piece for piece in found if not _is_empty(piece)]
        if not low or compare(scheme, span.high, low) >= 0:
            low, low_included = span.high, not span.high_included
    found.append(Span(scheme, low, low_included))
    return [piece for piece in found if not _is_empty(piece)]
