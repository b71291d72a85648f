"""A newer register is put in force from a day on; what was true before stays on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit

from ..models import Body, BodyRecord, Person, Succession
from ..queries.differences import DATES, FACTS, Difference, Differences, check_fits, differences
from ..tables import CouncilRow


def apply_register(
    *, by: Person | None, rows: tuple[CouncilRow, ...], valid_from: date | None, source: str, at: datetime
) -> Differences:
    """Apply the difference between the table and the register in one transaction, audited once.

    TableFault, before anything changes, for a row that the register can't take.
    """
    with transaction.atomic():
        check_fits(rows, valid_from)
        found = differences(rows)
        _add(found.added, valid_from if Body.objects.filter(gss__gt="").exists() else None, source)
        for change in found.changed:
            _change(change, valid_from or localdate(at), source)
        _link_counties(rows)
        _link_successors(rows, source)
        if not found.is_empty:
            audit.record(
                by=by.pk if by else None,
                body=None,
                action="register.applied",
                subject="register",
                at=at,
                after={
                    "added": [d.code for d in found.added],
                    "changed": [d.code for d in found.changed],
                    "source": source,
                },
            )
    return found


def _add(added: tuple[Difference, ...], valid_from: date | None, source: str) -> None:
    bodies = Body.objects.bulk_create(
        [Body(code=d.code, **{what: getattr(d.row, what) for what in DATES}) for d in added]
    )
    BodyRecord.objects.bulk_create(
        [_record(body, d.row, valid_from, source) for body, d in zip(bodies, added, strict=True)]
    )


def _change(difference: Difference, valid_from: date, source: str) -> None:
    row = difference.row
    body = Body.objects.get(code=row.code, is_demonstration=False)
    for what in DATES:
        setattr(body, what, getattr(row, what) or getattr(body, what))
    body.save()
    if not {change.what for change in difference.changes} - set(DATES):
        return
    current = body.records.get(valid_to__isnull=True)
    fresh = _record(body, row, valid_from, source)
    if current.valid_from == valid_from:
        fresh.pk, fresh.county_id = current.pk, current.county_id
        fresh.save()
        return
    current.valid_to = valid_from
    current.save(update_fields=["valid_to"])
    fresh.save()


def _record(body: Body, row: CouncilRow, valid_from: date | None, source: str) -> BodyRecord:
    facts = {what: getattr(row, what) for what in FACTS}
    return BodyRecord(body=body, valid_from=valid_from, source=source, **facts)


def _link_counties(rows: tuple[CouncilRow, ...]) -> None:
    wanted = {row.code: row.county_gss for row in rows}
    counties = {b.gss: b for b in Body.objects.filter(gss__in=set(wanted.values()) - {""})}
    records = BodyRecord.objects.filter(
        body__code__in=wanted, body__is_demonstration=False, valid_to__isnull=True
    ).select_related("body")
    changed = []
    for record in records:
        county = counties.get(wanted[record.body.code])
        if record.county_id != (county.pk if county else None):
            record.county = county
            changed.append(record)
    BodyRecord.objects.bulk_update(changed, ["county"], batch_size=200)


def _link_successors(rows: tuple[CouncilRow, ...], source: str) -> None:
    linked = {row.code: row for row in rows if row.successor_codes and row.end_date}
    codes = set(linked) | {code for row in linked.values() for code in row.successor_codes}
    bodies = {b.code: b for b in Body.objects.filter(code__in=codes, is_demonstration=False)}
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor=bodies[row.code],
                successor=bodies[code],
                share=1.0 if len(row.successor_codes) == 1 else None,
                on=row.end_date,
                source=source,
            )
            for row in linked.values()
            for code in row.successor_codes
            if code in bodies and row.end_date
        ],
        ignore_conflicts=True,
    )
