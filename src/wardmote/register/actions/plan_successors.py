"""Announced successors are entered as planned councils, with what they will take over."""

import re
from datetime import date, datetime

from django.db import transaction
from django.db.models import Avg

from wardmote.kernel import audit

from ..models import Body, BodyRecord, Succession
from ..models.bodies import Kind
from ..queries.search import distinctive
from ..tables import SuccessorRow

# Elections to shadow councils (domain facts B8); they come before the vesting day named here.
SHADOW_FROM = {date(2027, 4, 1): date(2026, 5, 7), date(2028, 4, 1): date(2027, 5, 6)}


def plan_successors(*, rows: tuple[SuccessorRow, ...], at: datetime) -> int:
    """Enter each named successor once, as planned, and end its predecessors on the vesting day."""
    with transaction.atomic():
        made = 0
        for row in rows:
            predecessor = Body.objects.filter(code=row.code, is_demonstration=False).first()
            if predecessor is None:
                continue
            for name in row.successors:
                successor, is_new = _successor(name, row, predecessor)
                made += is_new
                Succession.objects.get_or_create(
                    predecessor=predecessor,
                    successor=successor,
                    defaults={
                        "share": 1.0 if len(row.successors) == 1 else None,
                        "on": row.on,
                        "note": row.note[:200],
                        "source": row.source,
                    },
                )
            if predecessor.end_date != row.on:
                predecessor.end_date = row.on
                predecessor.save(update_fields=["end_date"])
        _place_at_mean_of_predecessors()
        if made:
            audit.record(
                by=None,
                body=None,
                action="register.successors-planned",
                subject="register",
                at=at,
                after={"made": made},
            )
    return made


def _successor(name: str, row: SuccessorRow, predecessor: Body) -> tuple[Body, bool]:
    code = re.sub(r"[^a-z0-9]+", "-", distinctive(name)).strip("-")[:24]
    body, is_new = Body.objects.get_or_create(
        code=code,
        defaults={"kind": Kind.UNITARY, "start_date": row.on, "shadow_from": SHADOW_FROM.get(row.on)},
    )
    if is_new:
        record = predecessor.records.get(valid_to__isnull=True)
        BodyRecord.objects.create(
            body=body,
            name=name,
            short_name=re.sub(r" Council$", "", name),
            nation=record.nation,
            region=record.region,
            source=row.source,
        )
    return body, is_new


def _place_at_mean_of_predecessors() -> None:
    """Give a planned council a centroid for the map: the mean of its districts', until one is published."""
    for record in BodyRecord.objects.filter(latitude__isnull=True, body__precessions__isnull=False).distinct():
        places = BodyRecord.objects.filter(
            body__successions__successor=record.body, valid_to__isnull=True, latitude__isnull=False
        ).exclude(body__kind=Kind.COUNTY)
        mean = places.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
        if mean["latitude"] is not None:
            record.latitude, record.longitude = mean["latitude"], mean["longitude"]
            record.save(update_fields=["latitude", "longitude"])
