"""What would a table of affiliations change: who joins which WARP, forum or authority, and who leaves?"""

from dataclasses import dataclass

from ..models import Affiliation, Body
from ..models.bodies import Kind
from ..tables import AffiliationRow, TableFault

GROUPS = (Kind.WARP, Kind.LRF, Kind.COMBINED, Kind.STRATEGIC)


@dataclass(frozen=True)
class AffiliationDifferences:
    """What a table of affiliations would add and end, and how many rows say what is known already."""

    added: tuple[AffiliationRow, ...]
    ended: tuple[AffiliationRow, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Say whether applying the table would change nothing."""
        return not self.added and not self.ended


def affiliation_differences(rows: tuple[AffiliationRow, ...]) -> AffiliationDifferences:
    """Compare a table with the real register in two queries; TableFault names the line that can't hold."""
    kinds = dict(Body.objects.filter(is_demonstration=False).values_list("code", "kind"))
    for row in rows:
        _check(row, kinds)
    known = {
        (group, member): since
        for group, member, since in Affiliation.objects.filter(
            valid_to__isnull=True, group__is_demonstration=False
        ).values_list("group__code", "member__code", "valid_from")
    }
    added = tuple(r for r in rows if r.valid_to is None and (r.group_code, r.member_code) not in known)
    ended = tuple(r for r in rows if r.valid_to is not None and (r.group_code, r.member_code) in known)
    for row in ended:
        since = known[row.group_code, row.member_code]
        if since and row.valid_to and row.valid_to <= since:
            raise TableFault(f"Line {row.line}: {row.member_code} belongs there only since {since.isoformat()}.")
    return AffiliationDifferences(added, ended, len(rows) - len(added) - len(ended))


def _check(row: AffiliationRow, kinds: dict[str, str]) -> None:
    for code in (row.group_code, row.member_code):
        if code not in kinds:
            raise TableFault(
                f"Line {row.line}: the register has no body with the code {code}. Import the bodies first."
            )
    if kinds[row.group_code] not in GROUPS:
        raise TableFault(
            f"Line {row.line}: {row.group_code} is no WARP, Local Resilience Forum, combined or strategic authority."
        )
    if row.group_code == row.member_code:
        raise TableFault(f"Line {row.line}: {row.group_code} can't belong to itself.")
