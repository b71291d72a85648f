"""Councils join and leave WARPs, Local Resilience Forums and combined authorities, as a table says."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit

from ..events import affiliations_changed
from ..models import Affiliation, Body, Person
from ..queries.affiliations import AffiliationDifferences, affiliation_differences
from ..tables import AffiliationRow


def apply_affiliations(
    *, by: Person | None, rows: tuple[AffiliationRow, ...], source: str, at: datetime
) -> AffiliationDifferences:
    """Apply the difference between the table and the register in one transaction, audited once."""
    with transaction.atomic():
        found = affiliation_differences(rows)
        codes = {code for row in rows for code in (row.group_code, row.member_code)}
        bodies = {body.code: body for body in Body.objects.filter(code__in=codes, is_demonstration=False)}
        Affiliation.objects.bulk_create(
            Affiliation(
                group=bodies[row.group_code], member=bodies[row.member_code], valid_from=row.valid_from, source=source
            )
            for row in {(r.group_code, r.member_code): r for r in found.added}.values()
        )
        for row in found.ended:
            Affiliation.objects.filter(
                group=bodies[row.group_code], member=bodies[row.member_code], valid_to__isnull=True
            ).update(valid_to=row.valid_to)
        if not found.is_empty:
            audit.record(
                by=by.pk if by else None,
                body=None,
                action="register.affiliations-applied",
                subject="register",
                at=at,
                after={"added": len(found.added), "ended": len(found.ended), "source": source},
            )
            moved = {bodies[row.member_code].pk for row in (*found.added, *found.ended)}
            affiliations_changed.send(sender=Affiliation, members=sorted(moved), at=at)
    return found
