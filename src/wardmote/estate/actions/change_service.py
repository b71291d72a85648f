"""A council calls a service by another name, or says who answers for it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..facts import fit_service_name, fit_words
from ..models import Service
from ..queries.estate import find_service, services_of


def change_service(*, by: Viewer, service: Service, name: str, owner: str, at: datetime) -> Service:
    """Save the name and the owner; a name that another service has is refused."""
    policies.check_can_change(by, service.council, localdate(at))
    wanted = {
        "name": fit_service_name(name),
        "owner": fit_words(owner, _("The owner must be 120 characters or fewer.")),
    }
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=service.council_id)
        current = find_service(council, service.pk)
        changed = [field for field, value in wanted.items() if getattr(current, field) != value]
        if not changed:
            return current
        others = services_of(council).exclude(pk=current.pk).values_list("name", flat=True)
        if wanted["name"].casefold() in {other.casefold() for other in others}:
            raise Denied(_("Another service has this name already. Choose a different name."), "conflict")
        current.name, current.owner = wanted["name"], wanted["owner"]
        current.save(update_fields=changed)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.service-changed",
            subject=f"service:{current.pk}",
            at=at,
            after={"changed": changed},
        )
    return current
