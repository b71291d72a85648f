"""A person is given a role in a body. The callers have checked that they may."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import ABOUT, Role

from .. import policies
from ..models import Body, Membership, Person
from ..models.memberships import LAPSES_AFTER_DAYS


def grant_membership(*, by: Person | None, person: Person, body: Body, role: Role, at: datetime) -> Membership:
    """Return the person's open membership in this role; the calling action audits it.

    One that is in force stays as it was; one that had lapsed runs for another year.
    """
    if ABOUT[role].held_in is not policies.place_of(body):
        raise Denied(_("That role doesn't exist in this organisation. Choose one from the list."))
    if person.is_demonstration != body.is_demonstration:
        raise Denied(_("People of the demonstration region can't join a real organisation, nor the other way round."))
    with transaction.atomic():
        lapses_on = localdate(at + timedelta(days=LAPSES_AFTER_DAYS))
        membership, is_new = Membership.objects.get_or_create(
            person=person,
            body=body,
            role=role.value,
            ended_at=None,
            defaults={
                "started_at": at,
                "confirmed_at": at,
                "lapses_on": lapses_on,
            },
        )
        if not is_new and membership.lapses_on <= localdate(at):
            membership.confirmed_at, membership.lapses_on = at, lapses_on
            membership.save(update_fields=["confirmed_at", "lapses_on"])
    return membership
