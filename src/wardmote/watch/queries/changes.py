"""What changed on a council's domains, newest first?"""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..catalogue import title_of
from ..models import TROUBLE, Change
from .access import Desk

ON_A_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One change with what its check is called."""

    change: Change
    title: str

    @property
    def is_mended(self) -> bool:
        """Say whether trouble ended."""
        return self.change.before in TROUBLE and self.change.after not in TROUBLE


@dataclass(frozen=True)
class ChangesPage:
    """A page of changes, the domains to choose from, and the chosen one."""

    page: Page[Change]
    told: tuple[Told, ...]
    domains: tuple[Domain, ...]
    domain: Domain | None


def changes_page(desk: Desk, number: int | None, page: str | None) -> ChangesPage:
    """Return one page; a domain that isn't the council's any more is as if none were chosen."""
    domains = tuple(Domain.objects.filter(council=desk.council, removed_at__isnull=True).order_by("name"))
    chosen = next((domain for domain in domains if domain.pk == number), None)
    found = changes_of(desk.council).select_related("domain")
    if chosen:
        found = found.filter(domain=chosen)
    shown = Paginator(found.order_by("-at", "-pk"), ON_A_PAGE).get_page(page)
    return ChangesPage(shown, told_of(shown.object_list), domains, chosen)


def told_of(changes: object) -> tuple[Told, ...]:
    """Return changes with what their checks are called."""
    return tuple(Told(change, title_of(change.check_id)) for change in changes)  # type: ignore[attr-defined]


def changes_of(council: Body, since: datetime | None = None) -> QuerySet[Change]:
    """Return what changed on the council's present domains."""
    found = Change.objects.filter(council=council, domain__removed_at__isnull=True)
    return found.filter(at__gte=since) if since else found
