"""A council adds the systems of a table that somebody has looked at."""

from collections.abc import Sequence
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
from ..models import System
from .add_system import check_services, insert


@dataclass(frozen=True)
class AddedSystems:
    """How many systems are new on the list, and how many stood there already under their names."""

    added: int
    already: int


def add_systems(*, by: Viewer, council: Body, systems: Sequence[SystemFacts], at: datetime) -> AddedSystems:
    """Add the systems whose names aren't on the list; the others stay as they are."""
    policies.check_can_change(by, council, localdate(at))
    wanted = {facts.name.casefold(): facts for facts in map(fit, systems)}
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        check_services(council, wanted.values())
        present = System.objects.filter(council=council, removed_at__isnull=True).values_list("name", flat=True)
        held = {name.casefold() for name in present}
        new = [facts for name, facts in wanted.items() if name not in held]
        if len(held) + len(new) > MOST_SYSTEMS:
            raise Denied(_("A list takes 2,000 systems. Leave some out of the table."), "conflict")
        insert(by, council, new, at)
        if new:
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="estate.systems-uploaded",
                subject="systems",
                at=at,
                after={"systems": len(new)},
            )
    return AddedSystems(len(new), len(systems) - len(new))
