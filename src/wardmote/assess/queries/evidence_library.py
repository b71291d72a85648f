"""What is in a council's library of evidence?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.register.models import Body

from ..models import Evidence, EvidenceUse
from .evidence import SOON_DAYS, expires_by

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Row:
    """One piece with where it stands, newest use first."""

    piece: Evidence
    uses: tuple[EvidenceUse, ...]
    is_expired: bool
    expires_soon: bool


@dataclass(frozen=True)
class Library:
    """One page of the library; `total` counts all that the filter finds."""

    rows: tuple[Row, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // ROWS_A_PAGE))


_Narrowing = Callable[[QuerySet[Evidence], date], QuerySet[Evidence]]
_STANDING = Q(withdrawn_at__isnull=True)
_USES = EvidenceUse.objects.filter(evidence=OuterRef("pk"))
# What the page's filter offers.
SHOWING: dict[str, _Narrowing] = {
    "": lambda pieces, day: pieces.filter(_STANDING),
    "expiring": expires_by,
    "unused": lambda pieces, day: pieces.filter(_STANDING, ~Exists(_USES)),
    "shown": lambda pieces, day: pieces.filter(_STANDING, is_shown=True),
    "withdrawn": lambda pieces, day: pieces.exclude(_STANDING),
}


def evidence_library(council: Body, day: date, showing: str = "", words: str = "", page: int = 1) -> Library:
    """Return one page of a council's library (three queries)."""
    narrow = SHOWING.get(showing, SHOWING[""])
    pieces = narrow(Evidence.objects.filter(council=council), day)
    for word in words.replace("\x00", " ").split()[:5]:
        said = Q(title__icontains=word) | Q(owner__icontains=word) | Q(description__icontains=word)
        pieces = pieces.filter(said | Q(file_name__icontains=word))
    total = pieces.count()
    page = min(max(1, page), max(1, -(-total // ROWS_A_PAGE)))
    shown = list(pieces[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE])
    uses: dict[int, list[EvidenceUse]] = {piece.pk: [] for piece in shown}
    for use in EvidenceUse.objects.filter(evidence__in=shown).select_related("assessment", "part").order_by("-pk"):
        uses[use.evidence_id].append(use)
    return Library(tuple(row_of(piece, tuple(uses[piece.pk]), day) for piece in shown), total, page)


def row_of(piece: Evidence, uses: tuple[EvidenceUse, ...], day: date) -> Row:
    """Return a piece with what its last day means today."""
    is_expired = piece.expires_on is not None and piece.expires_on < day
    soon = piece.expires_on is not None and piece.expires_on <= day + timedelta(days=SOON_DAYS)
    return Row(piece, uses, is_expired, soon and not is_expired)
