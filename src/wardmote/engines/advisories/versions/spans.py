"""Which versions lie in a range?"""

import re

from wardmote.engines.advisories.facts import GENERIC, Span

from .pieces import END, LONGEST_KEY, WORD
from .schemes import compare, family, key, key_asked

NOTHING_ABOVE = b"\xff" * 8
# `2.4.x` and `2.4.*`: every version that begins so.
_BRANCH = re.compile(r"(v?(?:[0-9]{1,9}\.)*)([0-9]{1,9})\.[x*]", re.ASCII | re.IGNORECASE)


def bounds(span: Span, any_update: bool = False) -> tuple[bytes, bytes] | None:
    """Return (low, high) with `low <= key < high` for the keys in the span's family, and for no others; or None.

    With `any_update` the upper end takes its own updates with it: `9.0` holds `9.0 sp1` as well, as in a CPE whose
    update is ANY. None where an end has no key: then `holds` still answers, one version at a time.
    """
    low = _edge(span.scheme, span.low, is_above=not span.low_included) if span.low else b""
    high = NOTHING_ABOVE
    if span.high:
        found = _edge(span.scheme, span.high, is_above=span.high_included)
        if found is None:
            return None
        high = _with_updates(found) if any_update and span.high_included and family(span.scheme) == GENERIC else found
    return None if low is None else (low, high)


def _edge(scheme: str, version: str, is_above: bool) -> bytes | None:
    """Return the first bytes that are not below a version or, `is_above`, the first that are above it."""
    branch = _BRANCH.fullmatch(version) if family(scheme) == GENERIC else None
    if branch:
        last = int(branch[2]) + 1 if is_above else branch[2]
        found = key(scheme, f"{branch[1]}{last}")
        return found and found.removesuffix(END)
    found = key(scheme, version)
    return found + b"\0" if found is not None and is_above else found


def _with_updates(high: bytes) -> bytes:
    if len(high) > LONGEST_KEY or not high.endswith(END + b"\0"):
        return high
    return high[:-2] + WORD


def holds(span: Span, version: str, own: str = GENERIC, any_update: bool = False) -> bool:
    """Say whether a version, written in its `own` scheme, lies in a span."""
    ends, asked = bounds(span, any_update), key_asked(span.scheme, version, own)
    if ends is not None and asked is not None:
        return ends[0] <= asked < ends[1]
    if span.low and (order := compare(span.scheme, version, span.low)) <= 0 and (order or not span.low_included):
        return False
    if not span.high:
        return True
    order = compare(span.scheme, version, span.high)
    return order < 0 or (order == 0 and span.high_included)
