"""Which versions does a vers URI speak of? (package-url/vers-spec: `vers:pypi/>=1.0|<2.0`)"""

from collections.abc import Callable
from functools import cmp_to_key, partial
from itertools import pairwise
from urllib.parse import unquote

from wardmote.engines.advisories.facts import ANY, GENERIC, Span

from .schemes import compare

_MOST = 500
# CISA writes `vers:all/<V17 Update 6`, and `intdot` are numbers with dots.
_ANYBODYS = ("all", "none", "intdot", "unknown")
_SIGNS = ("!=", ">=", "<=", ">", "<", "=")


def spans_of_vers(text: str) -> tuple[Span, ...]:
    """Return the spans of a vers URI, from the lowest to the highest; none for `vers:none/*`.

    Raises ValueError, in words for the person whose document it is, where the URI can't be read.
    """
    scheme, constraints = _parts(text)
    if constraints == ["*"]:
        return () if scheme == "none" else (ANY if scheme == "all" else Span(scheme),)
    read = [_constraint(part, text) for part in constraints]
    order: Callable[[str, str], int] = partial(compare, scheme)
    by_version = cmp_to_key(order)
    read.sort(key=lambda found: by_version(found[1]))
    if any(compare(scheme, one[1], other[1]) == 0 for one, other in pairwise(read)):
        raise ValueError(f"The range “{text[:200]}” names a version twice.")
    spans = _spans(scheme, [found for found in read if found[0] not in ("=", "!=")])
    singles = [Span.one(version, scheme) for sign, version in read if sign == "="]
    gaps = [version for sign, version in read if sign == "!="]
    if gaps and not spans and not singles:
        spans = [Span(scheme)]
    for version in gaps:
        spans = [piece for span in spans for piece in _without(span, version)]
    return tuple(sorted(spans + singles, key=cmp_to_key(_by_low)))


def _parts(text: str) -> tuple[str, list[str]]:
    head, slash, tail = text.partition("/")
    start, _, scheme = (part.strip().lower() for part in head.partition(":"))
    constraints = [part.strip() for part in tail.split("|") if part.strip()]
    if start != "vers" or not scheme or not slash or not constraints:
        raise ValueError(f"“{text[:200]}” is no vers range: it should look like vers:pypi/>=1.0|<2.0.")
    if len(constraints) > _MOST:
        raise ValueError(f"The range has {len(constraints)} parts; at most {_MOST} are read.")
    if "*" in constraints and len(constraints) > 1:
        raise ValueError(f"In the range “{text[:200]}” the star has to stand alone.")
    return GENERIC if scheme in _ANYBODYS and constraints != ["*"] else scheme, constraints


def _constraint(part: str, text: str) -> tuple[str, str]:
    sign = next((sign for sign in _SIGNS if part.startswith(sign)), "")
    version = unquote(part.removeprefix(sign)).strip()
    if not version:
        raise ValueError(f"The range “{text[:200]}” has a sign without a version.")
    return sign or "=", version


def _spans(scheme: str, signs: list[tuple[str, str]]) -> list[Span]:
    """Pair lower with upper ends in the order of versions; of several in a row the widest counts."""
    spans: list[Span] = []
    low: tuple[str, str] | None = None
    for place, (sign, version) in enumerate(signs):
        if sign[0] == ">":
            low = low or (sign, version)
            continue
        is_last_upper = place + 1 == len(signs) or signs[place + 1][0][0] == ">"
        if is_last_upper:
            spans.append(_span(scheme, low, (sign, version)))
            low = None
    if low:
        spans.append(_span(scheme, low, None))
    return spans


def _span(scheme: str, low: tuple[str, str] | None, high: tuple[str, str] | None) -> Span:
    from_sign, start = low or (">=", "")
    to_sign, end = high or ("<", "")
    return Span(scheme, start, from_sign == ">=", end, to_sign == "<=")


def _without(span: Span, version: str) -> list[Span]:
    above = not span.low or compare(span.scheme, version, span.low) > 0
    below = not span.high or compare(span.scheme, version, span.high) < 0
    if not (above and below):
        return [span]
    return [
        Span(span.scheme, span.low, span.low_included, version, False),
        Span(span.scheme, version, False, span.high, span.high_included),
    ]


def _by_low(one: Span, other: Span) -> int:
    if not one.low or not other.low:
        return bool(one.low) - bool(other.low)
    return compare(one.scheme, one.low, other.low)
