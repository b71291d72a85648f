"""What the checks see of a council's programs from outside stands on its inventory, as what anybody can reach."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from wardmote.engines.advisories.inventory.headers import programs_in
from wardmote.engines.checks.catalogue.web.server_leaks import CHECK
from wardmote.estate.events import domain_removed
from wardmote.estate.models import Domain
from wardmote.estate.public import Seen, add_seen
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.watch.events import findings_changed
from wardmote.watch.models import Finding


@receiver(findings_changed, dispatch_uid="checks_seen_fill_inventory")
def fill(sender: Any, council: Body, at: datetime, **_kwargs: Any) -> None:
    """Replace what was seen by what is seen now. An inventory that is full keeps what it has."""
    with seeing_as_system(), suppress(Denied):
        add_seen(council=council, seen=list(_seen(council)), at=at)


@receiver(domain_removed, dispatch_uid="checks_seen_fill_inventory")
def forget(sender: Any, domain: Domain, at: datetime, **_kwargs: Any) -> None:
    """Do so without the domain that left."""
    fill(sender, domain.council, at)


def _seen(council: Body) -> Iterator[Seen]:
    """Yield what headers name with a version: a bare name would call up every warning there ever was."""
    rows = Finding.objects.filter(
        council=council,
        check_id=CHECK.id,
        until__isnull=True,
        domain__removed_at__isnull=True,
        domain__verified_at__isnull=False,
    ).order_by("domain__name")
    for domain, evidence in rows.values_list("domain__name", "evidence"):
        for header in evidence:
            for program in programs_in(header):
                yield Seen(program.name, domain, version=program.version)
