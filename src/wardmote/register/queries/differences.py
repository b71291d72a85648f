"""What would a newer register change, body by body, before anything is changed?"""

from dataclasses import dataclass
from datetime import date

from ..models import Body, BodyRecord
from ..models.bodies import Kind
from ..tables import CouncilRow, TableFault

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


def check_fits(rows: tuple[CouncilRow, ...], valid_from: date | None) -> None:
    """Raise TableFault for a row that the register can't take: whose code, whose GSS code, and from when."""
    bodies = list(Body.objects.values_list("code", "gss", "kind", "is_demonstration"))
    by_code = {code.lower(): (code, kind, fictional) for code, _gss, kind, fictional in bodies}
    owner_of = {gss: code for code, gss, _kind, _fictional in bodies if gss}
    newest = dict(
        BodyRecord.objects.filter(valid_to__isnull=True, valid_from__isnull=False).values_list(
            "body__code", "valid_from"
        )
    )
    for row in rows:
        known, kind, fictional = by_code.get(row.code.lower(), (row.code, row.kind, False))
        if known != row.code:
            raise TableFault(f"The code {row.code} is written {known} in the register. Write it the same.")
        if fictional or kind in (Kind.PROGRAMME, Kind.PLATFORM):
            raise TableFault(f"The code {row.code} belongs to something that isn't a council. Choose another code.")
        if row.gss and owner_of.get(row.gss, row.code) != row.code:
            raise TableFault(f"{row.code}: the GSS code {row.gss} belongs to {owner_of[row.gss]} in the register.")
        if row.start_date and row.end_date and row.end_date <= row.start_date:
            raise TableFault(f"{row.code}: its end date must be after its start date.")
        since = newest.get(row.code)
        if valid_from and since and since > valid_from:
            raise TableFault(
                f"{row.code}: the register holds newer facts, from {since.isoformat()}. Choose a later day."
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
