"""A council describes one of its domains better."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..domain_facts import DomainFacts, edition_of_domain, fit_domain
from ..models import Domain
from ..queries.domains import facts_of_domain, find_domain


class DomainChangedMeanwhile(Denied):
    """A colleague saved first; nothing was overwritten, and `theirs` can be compared."""

    def __init__(self, theirs: DomainFacts) -> None:
        super().__init__(
            _("Somebody changed this domain while you had it open. Compare both, then save again."), "conflict"
        )
        self.theirs = theirs


def change_domain(*, by: Viewer, domain: Domain, facts: DomainFacts, edition: str = "", at: datetime) -> Domain:
    """Save what differs; the name stays, since what was found and proved is about it.

    `edition` is of the facts that the person's page was made from; without one, the last to save wins.
    """
    policies.check_can_change(by, domain.council, localdate(at))
    wanted = fit_domain(replace(facts, name=domain.name))
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=domain.council_id)
        current = find_domain(council, domain.pk)
        held = facts_of_domain(current)
        if edition and wanted != held and edition != edition_of_domain(held):
            raise DomainChangedMeanwhile(held)
        before, after = asdict(held), asdict(wanted)
        changed = [field for field, value in after.items() if before[field] != value]
        if not changed:
            return current
        for field in changed:
            value = after[field]
            setattr(current, field, list(value) if isinstance(value, tuple) else value)
        current.save(update_fields=changed)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.domain-changed",
            subject=f"domain:{current.pk}",
            at=at,
            after={"changed": changed},
        )
    return current
