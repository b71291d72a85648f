"""Which links for people outside has a council made, and which addresses are told of changes?"""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..models import LinkKind, OpenLink, Webhook
from .access import Desk

SHOWN_KINDS = (LinkKind.SUPPLIER, LinkKind.BADGE, LinkKind.FEED)
MOST_SHUT = 20


@dataclass(frozen=True)
class LinksPage:
    """The links that open, those that don't any more, and how many addresses are told of changes."""

    open: tuple[OpenLink, ...]
    shut: tuple[OpenLink, ...]
    webhooks: int


def links_page(desk: Desk) -> LinksPage:
    """Return what the page shows."""
    links = OpenLink.objects.filter(council=desk.council, kind__in=SHOWN_KINDS).select_related("domain", "made_by")
    found = tuple(links)
    day = localdate(desk.at)
    return LinksPage(
        tuple(link for link in found if opens(link, day)),
        tuple(link for link in found if not opens(link, day))[:MOST_SHUT],
        len(present_webhooks(desk.council)),
    )


def opens(link: OpenLink, day: date) -> bool:
    """Say whether a link still opens on a day."""
    return link.shut_at is None and (link.until is None or link.until >= day)


def verified_domains(council: Body) -> tuple[Domain, ...]:
    """Return the domains of which something is known."""
    found = Domain.objects.filter(council=council, removed_at__isnull=True, verified_at__isnull=False)
    return tuple(found.order_by("name"))


def find_link(council: Body, number: int) -> OpenLink | None:
    """Return one of the council's links, whether it opens or not."""
    return OpenLink.objects.filter(council=council, pk=number, kind__in=SHOWN_KINDS).first()


def present_webhooks(council: Body) -> tuple[Webhook, ...]:
    """Return the addresses that are told of changes."""
    return tuple(Webhook.objects.filter(council=council, removed_at__isnull=True))


def find_webhook(council: Body, number: int) -> Webhook | None:
    """Return one of the addresses that are told of changes."""
    return Webhook.objects.filter(council=council, pk=number, removed_at__isnull=True).first()
