"""Which SPF record should stand in place of one that is wrong?"""

import re

from .record import Qualifier, SpfRecord, is_spf, is_term
from .remarks import Remark
from .survey import SpfSurvey

NOBODY = "v=spf1 -all"
_SLIPS = (("ipv4:", "ip4:"), ("ipv6:", "ip6:"), ("ip4=", "ip4:"), ("ip6=", "ip6:"), ("ip:", "ip4:"))
_START = re.compile(r"[\s\"'\u201c\u2018]{0,9}v\s{0,9}=\s{0,9}spf1?[\s;,:]{0,9}", re.IGNORECASE)
_QUOTES = "\"'\u201c\u201d\u2018\u2019"
_AROUND = ",;" + _QUOTES


def costs(survey: SpfSurvey) -> tuple[tuple[str, int], ...]:
    """Return how many look-ups each term of the domain's own record takes with all that lies behind it, most first."""
    if not survey.record:
        return ()
    counted = dict.fromkeys(_asking(survey.record), 1)
    top = ""
    for visited in survey.visited[1:]:
        top = visited.through if visited.depth == 1 else top
        counted[top] = counted.get(top, 1) + len(_asking(visited.record))
    return tuple(sorted(counted.items(), key=lambda item: -item[1]))


def _asking(record: SpfRecord) -> list[str]:
    end = record.ending.position if record.ending else len(record.text)
    asking = [term.text for term in record.mechanisms if term.asks and term.position < end]
    return asking + ([record.redirect.text] if record.redirect else [])


def own_term(survey: SpfSurvey, remark: Remark) -> str:
    """Return the term of the domain's own record that leads to what was remarked on; empty where there is none."""
    own = survey.record.text if survey.record else ""
    if remark.domain == survey.domain:
        return _term_at(own, remark.position) if remark.term else ""
    if remark.term in own.split(" "):
        return remark.term
    top = ""
    for visited in survey.visited[1:]:
        top = visited.through if visited.depth == 1 else top
        if visited.domain == remark.domain:
            return top
    return ""


def _term_at(text: str, position: int) -> str:
    start = text.rfind(" ", 0, position + 1) + 1
    return text[start:].partition(" ")[0]


def without(text: str, term: str) -> str:
    """Return a record without a term."""
    return " ".join(piece for piece in text.split(" ") if piece and piece != term)


def mended(text: str) -> str:
    """Return a record in which every faulty term is put right where the slip is plain, and left out where it isn't.

    Nobody knows whom a term that is left out lets send, so the record then refuses nobody for certain.
    """
    kept: list[str] = []
    once: set[str] = set()  # redirect and exp may stand only once
    for piece in map(_put_right, text.split(" ")[1:]):
        name = piece.lower().partition("=")[0]
        if piece and name not in once:
            kept.append(piece)
        once |= {name} & {"redirect", "exp"}
    better = " ".join(("v=spf1", *kept))
    return softened(better) if unreadable(text) else better


def unreadable(text: str) -> tuple[str, ...]:
    """Return the terms that can't be put right; `mended` and `begun_properly` leave them out."""
    pieces = (text if is_spf(text) else _begun(text)).split(" ")[1:]
    return tuple(dict.fromkeys(piece for piece in pieces if piece.strip(_AROUND) and not _put_right(piece)))


def softened(text: str) -> str:
    """Return a record that only marks whom nothing names: what is taken out of it may be somebody who sends."""
    pieces = ["~all" if piece.lower() == "-all" else piece for piece in text.split(" ") if piece]
    names = {piece.lower().lstrip("+-~?").partition("=")[0] for piece in pieces}
    return " ".join(pieces if names & {"all", "redirect"} else (*pieces, "~all"))


def _put_right(piece: str) -> str:
    tries = [piece, piece.rstrip(_AROUND)]
    tries += [tries[1].replace(wrong, right, 1) for wrong, right in _SLIPS if wrong in tries[1].lower()]
    return next((attempt for attempt in tries if attempt and is_term(attempt)), "")


def begun_properly(text: str) -> str:
    """Return the record that a text was meant as, which receivers pass over because of how it begins."""
    return mended(_begun(text))


def _begun(text: str) -> str:
    start = _START.match(text)
    rest = text[start.end() :] if start else text
    return f"v=spf1 {' '.join(rest.split()).strip(_QUOTES)}"


def merged(texts: tuple[str, ...]) -> str:
    """Return one record that lets everybody send whom any of the records lets; the softest ending is kept."""
    terms: dict[str, None] = {}
    endings: list[str] = []
    for text in texts:
        for piece in mended(text).split(" ")[1:]:
            is_ending = piece.lower().lstrip("+-~?") == "all"
            if is_ending:
                endings.append(piece[0] if piece[0] in "-~" else "~")
            elif piece:
                terms[piece] = None
    return " ".join(("v=spf1", *terms, "-all" if endings and set(endings) == {"-"} else "~all"))


def ending_as(text: str, qualifier: Qualifier) -> str:
    """Return a record in which everybody whom nothing names meets this qualifier."""
    pieces = [piece for piece in text.split(" ") if piece and piece.lower().lstrip("+-~?") != "all"]
    return " ".join((*pieces, f"{qualifier}all"))
