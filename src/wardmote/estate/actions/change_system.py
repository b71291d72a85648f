"""A council describes one of its systems better."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..facts import SystemFacts, edition_of, fit
from ..models import System, SystemService
from ..queries.estate import facts_of, find_system
from .add_system import check_services, system_named


class ChangedMeanwhile(Denied):
    """A colleague saved first; nothing was overwritten, and `theirs` can be compared."""

    def __init__(self, theirs: SystemFacts) -> None:
        super().__init__(
            _("Somebody changed this system while you had it open. Compare both, then save again."), "conflict"
        )
        self.theirs = theirs


def change_system(*, by: Viewer, system: System, facts: SystemFacts, edition: str = "", at: datetime) -> System:
    """Save what differs; a name that another system has is refused.

    `edition` is of the facts that the person's page was made from (`edition_of`); without one, the last to save wins.
    """
    policies.check_can_change(by, system.council, localdate(at))
    wanted = fit(facts)
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=system.council_id)
        current = find_system(council, system.pk)
        held = facts_of(current)
        if edition and wanted != held and edition != edition_of(held):
            raise ChangedMeanwhile(held)
        check_services(council, [wanted])
        namesake = system_named(council, wanted.name)
        if namesake and namesake.pk != current.pk:
            raise Denied(_("Another system has this name already. Choose a different name."), "conflict")
        before, after = asdict(held), asdict(wanted)
        changed = [field for field, value in after.items() if before[field] != value]
        if not changed:
            return current
        _save(current, wanted)
        stable = [field for field in changed if field in ("kind", "hosting")]
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.system-changed",
            subject=f"system:{current.pk}",
            at=at,
            before={field: before[field] for field in stable},
            after={field: after[field] for field in stable} | {"changed": changed},
        )
    return current


def _save(system: System, facts: SystemFacts) -> None:
    for field in ("name", "kind", "hosting", "supplier", "owner", "description"):
        setattr(system, field, getattr(facts, field))
    system.save()
    given = system.links.filter(service__removed_at__isnull=True)
    given.exclude(service__in=facts.services).delete()
    kept = set(given.values_list("service_id", flat=True))
    SystemService.objects.bulk_create(
        SystemService(council_id=system.council_id, system=system, service_id=pk)
        for pk in facts.services
        if pk not in kept
    )
