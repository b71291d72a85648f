"""Reports of other mail systems are taken in: whole or not at all, once, and for the domains that they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.estate.models import Domain
from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import CameBy, Delivery, Intake
from ..report_reading import Found, Reading, Refusal
from ..report_rows import Sums
from ..report_store import storing
from ..texts import storable

# Clocks differ, and a report's day ends in the reporter's time zone.
MOST_AHEAD = timedelta(days=2)
MOST_TROUBLES = 50


@dataclass
class Tally:
    """What became of what was found; `troubles` are the first of many (name, sentence)."""

    taken: int = 0
    doubled: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """Return what couldn't be taken, with the reason for people."""
        return [(storable(each.name), storable(each.sentence)) for each in self.refusals[:MOST_TROUBLES]]


@dataclass(frozen=True)
class Place:
    """A report, and one domain that it is about: `name` is the name that the report uses."""

    reading: Reading
    domain: Domain
    name: str

    @property
    def key(self) -> tuple[int, str]:
        """Return what a report is recognised by."""
        return self.domain.pk, self.reading.identity


def take_reports(
    *,
    by: Viewer | None,
    council: Body | None,
    found: Sequence[Found],
    came_by: CameBy,
    at: datetime,
    intake: Intake | None = None,
) -> Tally:
    """Store what was read as numbers, for one council's domains or (None) for whoever's they are.

    All of it stands in one transaction, or none of it. A report that came before changes nothing.
    """
    if by is not None and council is not None:
        policies.check_can_act(by, council, localdate(at))
    tally = Tally(refusals=[one for one in found if isinstance(one, Refusal)])
    readings = [one for one in found if isinstance(one, Reading)]
    owners = _owners({name for reading in readings for name in reading.domains}, council)
    places: dict[int, list[Place]] = {}
    for reading in readings:
        where = [Place(reading, domain, name) for name in reading.domains for domain in owners.get(name, ())]
        refusal = _refusal(reading, where, at)
        if refusal:
            tally.refusals.append(refusal)
            continue
        for place in where:
            places.setdefault(place.domain.council_id, []).append(place)
    with transaction.atomic():
        for number in sorted(places):
            _store(by, number, places[number], came_by, at, intake, tally)
    return tally


def _owners(names: set[str], council: Body | None) -> dict[str, list[Domain]]:
    """Return the verified domains by the names that reports use: the name itself, else the nearest above it."""
    ways = {name: _above(name) for name in names}
    held = Domain.objects.filter(removed_at__isnull=True, verified_at__isnull=False)
    held = held.filter(council=council) if council is not None else held
    by_name: dict[str, list[Domain]] = {}
    for domain in held.filter(name__in={above for way in ways.values() for above in way}).order_by("pk"):
        by_name.setdefault(domain.name, []).append(domain)
    return {name: next((by_name[above] for above in way if above in by_name), []) for name, way in ways.items()}


def _above(name: str) -> list[str]:
    """Return a name and those above it, the nearest first, without the last label alone."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(max(0, len(labels) - 10), len(labels) - 1)]


def _refusal(reading: Reading, where: Sequence[Place], at: datetime) -> Refusal | None:
    if not where:
        named = ", ".join(reading.domains[:3]) or _("no domain")
        sentence = _("The report is about %(name)s, which isn't a verified domain here.") % {"name": named}
        return Refusal(reading.name, "not_ours", sentence)
    if reading.end > at + MOST_AHEAD:
        return Refusal(reading.name, "future", _("The report is about a time that hasn't come yet."))
    return None


def _store(
    by: Viewer | None,
    council: int,
    places: Sequence[Place],
    came_by: CameBy,
    at: datetime,
    intake: Intake | None,
    tally: Tally,
) -> None:
    """Store one council's reports; others that do the same wait meanwhile, so nothing can be counted twice."""
    Body.objects.select_for_update(no_key=True).get(pk=council)
    new = _new(places, intake, tally)
    if not new:
        return
    until = localdate(at) + timedelta(days=settings.REPORTS_KEEP_DAYS)
    if settings.REPORTS_KEEP_DAYS:
        with storing((place.reading.raw for place in new), council) as stored:
            _write(new, came_by, at, intake, stored, until)
    else:
        _write(new, came_by, at, intake, "", None)
    tally.taken += len(new)
    audit.record(
        by=by.person.pk if by else None,
        body=council,
        action="mail-report.taken",
        subject=f"intake:{intake.pk}" if intake else f"mail-reports:{came_by}",
        at=at,
        after={"reports": len(new), "came_by": came_by.value},
    )


def _new(places: Sequence[Place], intake: Intake | None, tally: Tally) -> list[Place]:
    """Return the reports that aren't there yet. One that this very file brought, before a worker died, is taken."""
    wanted = {place.key: place for place in places}
    tally.doubled += len(places) - len(wanted)
    held = Delivery.objects.filter(
        domain__in={domain for domain, _ in wanted}, identity__in={identity for _, identity in wanted}
    )
    for domain, identity, brought in held.values_list("domain_id", "identity", "intake_id"):
        if wanted.pop((domain, identity), None) is None:
            continue
        if intake is not None and brought == intake.pk:
            tally.taken += 1
        else:
            tally.doubled += 1
    return list(wanted.values())


def _write(
    places: Sequence[Place], came_by: CameBy, at: datetime, intake: Intake | None, stored: str, until: date | None
) -> None:
    sums = Sums(places[0].domain.council_id)
    rows, start = [], 0
    for place in places:
        reading, domain = place.reading, place.domain
        sums.add(reading, domain.pk, domain.name, place.name)
        size = len(reading.raw) if stored else 0
        rows.append(
            Delivery(
                council_id=domain.council_id,
                domain=domain,
                kind=reading.kind.value,
                identity=reading.identity,
                org_name=reading.org_name,
                report_id=reading.report_id,
                begin=reading.begin,
                end=reading.end,
                day=reading.day,
                # What is asked for a name below says nothing of the domain itself.
                policy=reading.policy if place.name == domain.name else "",
                received_at=at,
                came_by=came_by,
                intake=intake,
                records=reading.records,
                messages=reading.messages,
                stored=stored,
                raw_start=start if stored else 0,
                raw_size=size,
                raw_until=until,
            )
        )
        start += size
    Delivery.objects.bulk_create(rows)
    sums.write()
