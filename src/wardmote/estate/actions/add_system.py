"""A council says which system its services stand on."""

from collections.abc import Iterable, Sequence
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
from ..facts import MOST_SYSTEMS, SystemFacts, fit
from ..models import System, SystemService
from ..queries.estate import facts_of, services_of


@dataclass(frozen=True)
class AddedSystem:
    """The system on the list, and whether this act put it there."""

    system: System
    is_new: bool


def add_system(*, by: Viewer, council: Body, facts: SystemFacts, at: datetime) -> AddedSystem:
    """Add the system; the same facts sent again add nothing, and other facts under a name in use are refused."""
    policies.check_can_change(by, council, localdate(at))
    wanted = fit(facts)
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        check_services(council, [wanted])
        namesake = system_named(council, wanted.name)
        if namesake and facts_of(namesake) == wanted:
            return AddedSystem(namesake, is_new=False)
        if namesake:
            raise Denied(
                _("A system of this name is on your list already. Change that one, or choose another name."), "conflict"
            )
        if System.objects.filter(council=council, removed_at__isnull=True).count() >= MOST_SYSTEMS:
            raise Denied(_("A list takes 2,000 systems. Remove one that you don't use any more."), "conflict")
        (system,) = insert(by, council, [wanted], at)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.system-added",
            subject=f"system:{system.pk}",
            at=at,
            after={"kind": system.kind, "hosting": system.hosting},
        )
    return AddedSystem(system, is_new=True)


def check_services(council: Body, systems: Iterable[SystemFacts]) -> None:
    """Refuse services that the council doesn't give, or not any more."""
    named = {pk for facts in systems for pk in facts.services}
    if named - set(services_of(council).values_list("pk", flat=True)):
        raise Denied(_("One of the services isn't on your list any more. Choose again."), "conflict")


def system_named(council: Body, name: str) -> System | None:
    """Return the council's system of this name, whatever its case."""
    found = System.objects.filter(council=council, removed_at__isnull=True)
    return next((system for system in found if system.name.casefold() == name.casefold()), None)


def insert(by: Viewer, council: Body, systems: Sequence[SystemFacts], at: datetime) -> list[System]:
    """Write systems with their services, inside the caller's act."""
    made = System.objects.bulk_create(
        System(
            council=council,
            name=facts.name,
            kind=facts.kind,
            hosting=facts.hosting,
            supplier=facts.supplier,
            owner=facts.owner,
            description=facts.description,
            added_by=by.person,
            added_at=at,
        )
        for facts in systems
    )
    SystemService.objects.bulk_create(
        SystemService(council=council, system=system, service_id=pk)
        for system, facts in zip(made, systems, strict=True)
        for pk in facts.services
    )
    return made
