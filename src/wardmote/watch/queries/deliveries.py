"""Which reports came in, what couldn't be taken, and by which ways can they come?"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from wardmote.register.models import Body
from wardmote.register.public import is_alive

from ..models import Delivery, Intake, IntakeState, LinkKind, OpenLink

PER_PAGE, MOST_INTAKES, MOST_DOORS = 50, 20, 50
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class DeliveriesPage:
    """One page of reports that were taken, and the files of late that wait or held something that wasn't."""

    page: Page[Delivery]
    troubled: tuple[Intake, ...]
    waiting: int

    @property
    def is_empty(self) -> bool:
        """Say whether nothing ever came."""
        return not (self.page.paginator.count or self.troubled or self.waiting)


def deliveries_page(council: Body, number: str | None, today: date) -> DeliveriesPage:
    """Return what the page shows."""
    held = Delivery.objects.filter(council=council).select_related("domain")
    intakes = Intake.objects.filter(council=council)
    troubled = intakes.filter(state=IntakeState.DONE, refused__gt=0, asked_at__date__gte=today - KEPT)
    return DeliveriesPage(
        Paginator(held, PER_PAGE).get_page(number),
        tuple(troubled[:MOST_INTAKES]),
        intakes.exclude(state=IntakeState.DONE).count(),
    )


@dataclass(frozen=True)
class BatchPage:
    """Files that were handed in together."""

    intakes: tuple[Intake, ...]

    @property
    def done(self) -> int:
        """Return how many have been read."""
        return sum(intake.state == IntakeState.DONE for intake in self.intakes)

    @property
    def is_done(self) -> bool:
        """Say whether all have been read."""
        return self.done == len(self.intakes)

    @property
    def taken(self) -> int:
        """Return how many reports were taken."""
        return sum(intake.taken for intake in self.intakes)

    @property
    def doubled(self) -> int:
        """Return how many were there before."""
        return sum(intake.doubled for intake in self.intakes)

    @property
    def refused(self) -> int:
        """Return how many couldn't be taken."""
        return sum(intake.refused for intake in self.intakes)


def batch_page(council: Body, batch: UUID) -> BatchPage | None:
    """Return the files of one batch; None where it isn't the council's."""
    found = tuple(Intake.objects.filter(council=council, batch=batch).order_by("pk"))
    return BatchPage(found) if found else None


def find_delivery(council: Body, number: int) -> Delivery | None:
    """Return one of the council's reports."""
    return Delivery.objects.filter(council=council, pk=number).select_related("domain").first()


def open_doors(council: Body, today: date) -> tuple[OpenLink, ...]:
    """Return the doors for reports that the council made and didn't shut."""
    held = OpenLink.objects.filter(council=council, kind=LinkKind.REPORTS, shut_at__isnull=True)
    return tuple(held.filter(Q(until__isnull=True) | Q(until__gte=today))[:MOST_DOORS])


def find_door(digest: str, today: date) -> OpenLink | None:
    """Return the door that a secret opens; asked by nobody who is signed in."""
    held = OpenLink.objects.filter(digest=digest, kind=LinkKind.REPORTS, shut_at__isnull=True)
    door = held.filter(Q(until__isnull=True) | Q(until__gte=today)).select_related("council").first()
    return door if door and is_alive(door.council, today) else None


def last_report(council: Body) -> Delivery | None:
    """Return the report that came last."""
    return Delivery.objects.filter(council=council).order_by("-received_at").first()
