"""A council says which services it gives: several from the catalogue at once, or one of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..catalogue import catalogue, known_by_name
from ..facts import MOST_SERVICES, fit_service_name
from ..models import Service
from ..queries.estate import services_of


@dataclass(frozen=True)
class AddedServices:
    """What is new on the list, and the names of what stood there already."""

    added: tuple[Service, ...]
    already: tuple[str, ...]


def add_services(
    *, by: Viewer, council: Body, keys: Iterable[str] = (), own_name: str = "", at: datetime
) -> AddedServices:
    """Add the services that aren't on the list; the others stay as they are, however often a form is sent."""
    policies.check_can_change(by, council, localdate(at))
    wanted = _wanted(keys, own_name)
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        listed = list(services_of(council))
        held_keys, held_names = {s.key for s in listed} - {""}, {s.name.casefold() for s in listed}
        new = [(k, n) for k, n in wanted if k not in held_keys and n.casefold() not in held_names]
        already = tuple(n for k, n in wanted if (k, n) not in new)
        if len(listed) + len(new) > MOST_SERVICES:
            raise Denied(_("A list takes 200 services. Remove one that you don't give any more."), "conflict")
        added = tuple(
            Service.objects.create(council=council, key=key, name=name, added_by=by.person, added_at=at)
            for key, name in new
        )
        if added:
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="estate.services-added",
                subject=f"service:{added[0].pk}" if len(added) == 1 else "services",
                at=at,
                after={"services": [service.key or service.pk for service in added]},
            )
    return AddedServices(added, already)


def _wanted(keys: Iterable[str], own_name: str) -> list[tuple[str, str]]:
    offered, chosen = catalogue(), dict.fromkeys(keys)
    if set(chosen) - set(offered):
        raise Denied(_("One of the services isn't in our list. Choose again."))
    if own_name.strip():
        name = fit_service_name(own_name)
        known = known_by_name(name)
        if known is None:
            return [*((key, offered[key].name) for key in chosen), ("", name)]
        chosen[known.key] = None
    if not chosen:
        raise Denied(_("Tick at least one service, or name one of your own."))
    return [(key, offered[key].name) for key in chosen]
