"""A lead lets a person in, or says no."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system

from .. import policies
from ..events import join_decided
from ..models import JoinRequest
from ..queries.viewers import Viewer
from .grant_membership import grant_membership


def decide_request(*, by: Viewer, request: JoinRequest, role: Role | None, at: datetime) -> JoinRequest:
    """Grant the named role to whoever asked, or refuse them where no role is named."""
    if role is None:
        policies.check_can_manage_members(by, request.body)
    else:
        policies.check_can_grant(by, request.body, role)
    with transaction.atomic():
        outcome = JoinRequest.Outcome.ACCEPTED if role else JoinRequest.Outcome.REFUSED
        decided = JoinRequest.objects.filter(pk=request.pk, outcome=JoinRequest.Outcome.WAITING).update(
            outcome=outcome, decided_at=at, decided_by=by.person
        )
        if not decided:
            raise Denied(_("A colleague has already answered this request."), "conflict")
        if role:
            grant_membership(by=by.person, person=request.person, body=request.body, role=role, at=at)
        audit.record(
            by=by.person.pk,
            body=request.body_id,
            action=f"join.{outcome}",
            subject=f"request:{request.pk}",
            at=at,
            before={"outcome": "waiting"},
            after={"outcome": str(outcome), "role": role.value if role else None, "person": request.person_id},
        )
        # Once a lead is in, staff may see the council's requests no more, not even the one that they answered.
        with seeing_as_system():
            request.refresh_from_db()
            join_decided.send(sender=JoinRequest, request=request, at=at)
    return request
