"""Which councils are there, what surrounds them, and which two of them will merge?"""

from datetime import date, timedelta

from wardmote.register.models import Affiliation, Body, BodyRecord, Succession

from ..region import Council, Group, Merger, Region


def make_bodies(region: Region, day: date) -> dict[str, Body]:
    """Enter every body of the region as at a day; return them by code."""
    vesting = date(day.year + 1, 4, 1)
    leaving = {code for merger in region.mergers for code in merger.predecessors}
    bodies = [
        Body(
            code=council.code,
            kind=council.kind,
            is_demonstration=True,
            end_date=vesting if council.code in leaving else None,
        )
        for council in region.councils
    ]
    bodies += [Body(code=group.code, kind=group.kind, is_demonstration=True) for group in region.groups]
    bodies += [
        Body(
            code=merger.code,
            kind=merger.kind,
            is_demonstration=True,
            shadow_from=date(day.year, 5, 7),
            start_date=vesting,
        )
        for merger in region.mergers
    ]
    found = {body.code: body for body in Body.objects.bulk_create(bodies)}
    BodyRecord.objects.bulk_create(_records(region, found))
    _affiliate(region, found, day)
    _merge(region, found, vesting)
    return found


def _records(region: Region, bodies: dict[str, Body]) -> list[BodyRecord]:
    records = []
    for council in region.councils:
        record = _record(region, bodies, council)
        record.population = council.population
        record.latitude, record.longitude = council.latitude, council.longitude
        record.county = bodies.get(council.county)
        records.append(record)
    for merger in region.mergers:
        record = _record(region, bodies, merger)
        before = [region.council(code) for code in merger.predecessors]
        record.population = sum(council.population for council in before)
        record.latitude = sum(council.latitude for council in before) / len(before)
        record.longitude = sum(council.longitude for council in before) / len(before)
        record.county = bodies[merger.county]
        records.append(record)
    records += [_record(region, bodies, group) for group in region.groups]
    return records


def _record(region: Region, bodies: dict[str, Body], about: Council | Group | Merger) -> BodyRecord:
    return BodyRecord(
        body=bodies[about.code],
        name=about.name,
        short_name=about.short_name,
        region=region.name,
        domain=about.domain,
        source=region.source,
    )


def _affiliate(region: Region, bodies: dict[str, Body], day: date) -> None:
    Affiliation.objects.bulk_create(
        Affiliation(
            group=bodies[group.code],
            member=bodies[code],
            valid_from=day - timedelta(days=210) if code == group.latest_to_join else None,
            source=region.source,
        )
        for group in region.groups
        for code in region.members_of(group)
    )


def _merge(region: Region, bodies: dict[str, Body], vesting: date) -> None:
    Succession.objects.bulk_create(
        Succession(
            predecessor=bodies[code],
            successor=bodies[merger.code],
            share=1.0,
            on=vesting,
            note=merger.note,
            source=region.source,
        )
        for merger in region.mergers
        for code in merger.predecessors
    )
