"""A council's lead sets what one audience may see."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit

from .. import policies
from ..models import Body, SharingChoice
from ..models.sharing import DEFAULT_LEVEL, Audience, Level
from ..queries.viewers import Viewer


def choose_sharing(*, by: Viewer, council: Body, levels: dict[Audience, Level], at: datetime) -> int:
    """Close the choices in force and open the new ones; returns how many audiences changed."""
    policies.check_can_choose_sharing(by, council)
    changes = 0
    with transaction.atomic():
        for audience, level in levels.items():
            current = SharingChoice.objects.filter(council=council, audience=audience, until__isnull=True).first()
            before = current.level if current else DEFAULT_LEVEL[audience]
            if before == level:
                continue
            if current:
                current.until = at
                current.save(update_fields=["until"])
            SharingChoice.objects.create(council=council, audience=audience, level=level, chosen_by=by.person, since=at)
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="sharing.chosen",
                subject=f"audience:{audience}",
                at=at,
                before={"level": str(before)},
                after={"level": str(level)},
            )
            changes += 1
    return changes
