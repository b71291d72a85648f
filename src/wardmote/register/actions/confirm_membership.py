"""Somebody confirms that a person still belongs, as has to be done once a year."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role

from .. import policies
from ..models import Membership
from ..models.memberships import LAPSES_AFTER_DAYS
from ..queries.viewers import Viewer


def confirm_membership(*, by: Viewer, membership: Membership, at: datetime) -> None:
    """Let the membership run for another year. A lead confirms colleagues, and their own while it is open."""
    own = membership.person_id == by.person.pk
    if not (own and membership.role == Role.LEAD and membership.lapses_on > localdate(at)):
        policies.check_can_manage_members(by, membership.body)
    with transaction.atomic():
        lapses_on = localdate(at + timedelta(days=LAPSES_AFTER_DAYS))
        confirmed = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True).update(
            confirmed_at=at, lapses_on=lapses_on
        )
        if not confirmed:
            raise Denied(_("This membership has already ended."), "conflict")
        audit.record(
            by=by.person.pk,
            body=membership.body_id,
            action="member.confirmed",
            subject=f"membership:{membership.pk}",
            at=at,
            before={"lapses_on": membership.lapses_on.isoformat()},
            after={"lapses_on": lapses_on.isoformat()},
        )
