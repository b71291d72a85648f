"""A person with a council's work e-mail asks that council to let them in."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..events import join_asked
from ..models import Body, JoinRequest, Membership, Person
from ..queries.domains import councils_for_email


def ask_to_join(*, by: Person, council: Body, at: datetime) -> JoinRequest:
    """Put the person's request before the council's lead; asking twice changes nothing."""
    if council.pk not in {found.pk for found in councils_for_email(by.email, localdate(at), by.is_demonstration)}:
        raise Denied(
            _("Your e-mail address isn't under that council's domain. Ask its cyber lead to send you an invitation.")
        )
    with transaction.atomic():
        if Membership.objects.filter(person=by, body=council, ended_at__isnull=True).exists():
            raise Denied(_("You already belong to this council."), "conflict")
        request, is_new = JoinRequest.objects.get_or_create(
            person=by, body=council, outcome=JoinRequest.Outcome.WAITING, defaults={"asked_at": at}
        )
        if is_new:
            audit.record(by=by.pk, body=council.pk, action="join.asked", subject=f"request:{request.pk}", at=at)
            join_asked.send(sender=JoinRequest, request=request, at=at)
    return request
