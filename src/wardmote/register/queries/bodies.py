"""What was known of each body on a given day?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from wardmote.kernel.denial import missing

from ..models import Affiliation, Body, BodyRecord, Inheritance, Succession
from ..models.bodies import COUNCILS, Kind, Status


@dataclass(frozen=True)
class Relation:
    """Another body that this one has to do with, and how."""

    code: str
    name: str
    kind: str
    on: date | None = None
    share: float | None = None
    note: str = ""


@dataclass(frozen=True)
class BodyPage:
    """Everything that a body's page shows for one day."""

    body: Body
    record: BodyRecord
    as_at: date
    status: Status
    county: Relation | None
    predecessors: tuple[Relation, ...]
    successors: tuple[Relation, ...]
    groups: tuple[Relation, ...]
    members: tuple[Relation, ...]
    records: tuple[BodyRecord, ...]


def valid_on(day: date, prefix: str = "") -> Q:
    """Condition: a dated row holds on this day."""
    begins, ends = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": day})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day})
    )


def alive_on(day: date, prefix: str = "") -> Q:
    """Condition: a body is live on this day (an unrecorded start counts as long ago)."""
    begins, ends = f"{prefix}start_date", f"{prefix}end_date"
    return (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": day})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day})
    )


def records_on(day: date, *, demonstration: bool = False) -> QuerySet[BodyRecord]:
    """Return the record that holds on this day for each live body of the real or the fictional world."""
    return (
        BodyRecord.objects.filter(valid_on(day), alive_on(day, "body__"), body__is_demonstration=demonstration)
        .select_related("body")
        .order_by("name", "pk")
    )


def find_body(code: str, *, demonstration: bool = False) -> Body:
    """Return the body with this code, whatever its case; real and fictional bodies never answer for each other."""
    body = Body.objects.filter(code__iexact=code.strip()[:24], is_demonstration=demonstration).first()
    if body is None or body.kind in (Kind.PROGRAMME, Kind.PLATFORM):
        raise missing("council")
    return body


def body_page(body: Body, day: date) -> BodyPage:
    """Return the body's page as at a day; before its first record, the first one is shown."""
    records = tuple(body.records.select_related("county").order_by(F("valid_from").asc(nulls_first=True)))
    if not records:
        raise missing("council")
    held = [r for r in records if (not r.valid_from or r.valid_from <= day) and (not r.valid_to or r.valid_to > day)]
    record = held[-1] if held else records[0]
    return BodyPage(
        body=body,
        record=record,
        as_at=day,
        status=body.status_on(day),
        county=_county(record, day),
        predecessors=_successions(Succession.objects.filter(successor=body), "predecessor"),
        successors=_successions(Succession.objects.filter(predecessor=body), "successor"),
        groups=_affiliations(Affiliation.objects.filter(valid_on(day), member=body), "group"),
        members=_affiliations(Affiliation.objects.filter(valid_on(day), group=body), "member"),
        records=records,
    )


def bodies_listed(day: date, *, demonstration: bool, region: str = "", kind: str = "") -> QuerySet[BodyRecord]:
    """Return the councils live on this day, by name, within a region and of a kind where these are named."""
    found = records_on(day, demonstration=demonstration).filter(body__kind__in=[k.value for k in COUNCILS])
    if kind in COUNCILS:
        found = found.filter(body__kind=kind)
    return found.filter(region=region) if region else found


def is_heir(successor: Body, predecessor: Body) -> bool:
    """Say whether what the predecessor owned has already been passed to the successor."""
    return Inheritance.objects.filter(successor=successor, predecessor=predecessor).exists()


def _county(record: BodyRecord, day: date) -> Relation | None:
    if record.county is None:
        return None
    name = record.county.records.filter(valid_on(day)).values_list("name", flat=True).first()
    return Relation(record.county.code, name or record.county.code, record.county.kind)


def _successions(rows: QuerySet[Succession], side: str) -> tuple[Relation, ...]:
    found = rows.filter(**{f"{side}__records__valid_to__isnull": True}).values_list(
        f"{side}__code", f"{side}__records__name", f"{side}__kind", "on", "share", "note"
    )
    return tuple(Relation(*row) for row in found.order_by("on", f"{side}__records__name"))


def _affiliations(rows: QuerySet[Affiliation], side: str) -> tuple[Relation, ...]:
    found = rows.filter(**{f"{side}__records__valid_to__isnull": True}).values_list(
        f"{side}__code", f"{side}__records__name", f"{side}__kind", "valid_from"
    )
    return tuple(Relation(*row) for row in found.order_by(f"{side}__records__name"))


def name_of(body: Body, day: date | None = None) -> str:
    """Return the body's full name, on a day or as it is now known."""
    condition = valid_on(day) if day else Q(valid_to__isnull=True)
    return body.records.filter(condition).values_list("name", flat=True).first() or body.code


def is_alive(body: Body, day: date) -> bool:
    """Say whether the body can act on a day: it is live, or already working in shadow form."""
    return body.status_on(day) in (Status.LIVE, Status.SHADOW)
