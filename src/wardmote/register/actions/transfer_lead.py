"""A lead hands the role to a colleague."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.roles import INSIDE_COUNCIL, Role

from .. import policies
from ..models import Membership
from ..queries.viewers import Viewer
from .grant_membership import grant_membership


def transfer_lead(*, by: Viewer, to: Membership, at: datetime) -> Membership:
    """Make the colleague a lead and the giver a contributor, in one step."""
    policies.check_can_choose_sharing(by, to.body)
    if to.ended_at or to.role not in INSIDE_COUNCIL or to.lapses_on <= localdate(at):
        raise missing("colleague")
    if to.person_id == by.person.pk:
        raise Denied(_("You already are the cyber lead. Choose a colleague."))
    with transaction.atomic():
        given = grant_membership(by=by.person, person=to.person, body=to.body, role=Role.LEAD, at=at)
        ended = Membership.objects.filter(person=by.person, body=to.body, role=Role.LEAD, ended_at__isnull=True).update(
            ended_at=at
        )
        if not ended:
            raise Denied(_("You have already handed the role over."), "conflict")
        grant_membership(by=by.person, person=by.person, body=to.body, role=Role.CONTRIBUTOR, at=at)
        audit.record(
            by=by.person.pk,
            body=to.body_id,
            action="member.lead-transferred",
            subject=f"membership:{given.pk}",
            at=at,
            before={"lead": by.person.pk},
            after={"lead": to.person_id},
        )
    return given
