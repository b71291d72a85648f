"""Which body did the reader mean?"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from ..models import BodyRecord

_FILLER = re.compile(
    r"\b(the|of|and|council|city|borough|district|county|metropolitan|london|royal|unitary|authority|cyngor)\b"
)
WEAKEST = 72.0


@dataclass(frozen=True)
class Hit:
    """A body that may be meant, best first."""

    body_id: int
    code: str
    gss: str
    name: str
    kind: str
    region: str
    domain: str
    end_date: date | None
    score: float


def fold(text: str) -> str:
    """Return text as it is compared: lower case, without accents, apostrophes and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’`")
    return " ".join(re.sub(r"[^a-z0-9.]+", " ", plain).split())


def distinctive(text: str) -> str:
    """Return folded text without the words that half of all councils carry; the whole where none is left."""
    folded = fold(text)
    return " ".join(_FILLER.sub(" ", folded).split()) or folded


def search_bodies(text: str, *, demonstration: bool = False, limit: int = 20) -> list[Hit]:
    """Return bodies by name, code, GSS code or domain, live and dissolved, forgiving of spelling."""
    wanted = fold(text[:120])
    if not wanted:
        return []
    hits = [_hit(row, wanted) for row in _rows(demonstration)]
    found = [hit for hit in hits if hit.score >= WEAKEST]
    found.sort(key=lambda hit: (-hit.score, hit.end_date is not None, hit.name))
    return found[:limit]


def _rows(demonstration: bool) -> list[tuple[int, str, str, str, str, str, str, str, date | None]]:
    return list(
        BodyRecord.objects.filter(valid_to__isnull=True, body__is_demonstration=demonstration)
        .exclude(body__kind__in=["programme", "platform"])
        .values_list(
            "body_id",
            "body__code",
            "body__gss",
            "name",
            "short_name",
            "body__kind",
            "region",
            "domain",
            "body__end_date",
        )
    )


def _hit(row: tuple[int, str, str, str, str, str, str, str, date | None], wanted: str) -> Hit:
    body_id, code, gss, name, short_name, kind, region, domain, end_date = row
    score = _score(wanted, code, gss, name, short_name, domain)
    return Hit(body_id, code, gss, name, kind, region, domain, end_date, score)


def _score(wanted: str, code: str, gss: str, name: str, short_name: str, domain: str) -> float:
    address = fold(domain)
    if wanted in (fold(code), gss.lower(), address):
        return 200.0
    if address and (wanted.endswith("." + address) or address.startswith(wanted + ".")):
        return 150.0
    core = distinctive(wanted)
    names = (fold(name), fold(short_name), distinctive(name))
    if wanted in names[:2]:
        return 145.0
    if core in names:
        return 140.0
    if any(n.startswith(core) for n in names):
        return 120.0
    best = max(fuzz.ratio(core, n) for n in names)
    return float(max(best, fuzz.partial_ratio(core, names[2]) - 8 if len(core) >= 5 else 0.0))
