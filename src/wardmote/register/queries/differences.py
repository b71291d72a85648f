"""What would a newer register change, body by body, before anything is changed?"""

from dataclasses import dataclass

from ..models import BodyRecord
from ..tables import CouncilRow

FACTS = ("name", "short_name", "nation", "region", "website", "domain", "population", "latitude", "longitude")
DATES = ("gss", "kind", "start_date", "end_date")


@dataclass(frozen=True)
class Change:
    """One value that would change."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What happens to one body: it is new, or some of its facts change."""

    code: str
    name: str
    is_new: bool
    changes: tuple[Change, ...]
    row: CouncilRow


@dataclass(frozen=True)
class Differences:
    """Everything that a table would change, and the live bodies that it doesn't mention."""

    added: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    same: int
    absent: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether applying the table would change nothing."""
        return not self.added and not self.changed


def differences(rows: tuple[CouncilRow, ...]) -> Differences:
    """Compare a table with the open records of the real register, in two queries."""
    records = {
        record.body.code: record
        for record in BodyRecord.objects.filter(valid_to__isnull=True, body__is_demonstration=False).select_related(
            "body", "county"
        )
    }
    found = [_difference(row, records.get(row.code)) for row in rows]
    named = {row.code for row in rows}
    absent = [r.name for code, r in records.items() if code not in named and r.body.end_date is None and r.body.gss]
    return Differences(
        added=tuple(d for d in found if d.is_new),
        changed=tuple(d for d in found if not d.is_new and d.changes),
        same=sum(1 for d in found if not d.is_new and not d.changes),
        absent=tuple(sorted(absent)),
    )


def _difference(row: CouncilRow, record: BodyRecord | None) -> Difference:
    if record is None:
        return Difference(row.code, row.name, True, (), row)
    changes = [_change(what, getattr(record, what), getattr(row, what)) for what in FACTS]
    # An empty date or GSS code says nothing: a table that is silent about an end doesn't undo one.
    changes += [_change(w, getattr(record.body, w), getattr(row, w)) for w in DATES if getattr(row, w)]
    changes.append(_change("county", record.county.gss if record.county else "", row.county_gss))
    return Difference(row.code, row.name, False, tuple(c for c in changes if c), row)


def _change(what: str, before: object, after: object) -> Change | None:
    if (before or "") == (after or "") or (before == after):
        return None
    return Change(what, "" if before is None else str(before), "" if after is None else str(after))
