"""A domain is to be looked at now: somebody mended something, or it was just shown to be the council's."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.estate.models import Domain
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Visit, VisitState
from ..queued import under_way
from ..rounds import check_visit

MOST_AN_HOUR = 20
STALLS_AFTER = timedelta(minutes=15)


def ask_visit(*, by: Viewer | None, domain: Domain, at: datetime) -> Visit:
    """Queue a visit of the domain; asked again while one waits, return that one. `by` is None for the house itself."""
    council = domain.council
    if by:
        policies.check_can_act(by, council, localdate(at))
    _check_may_be_visited(domain)
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        own = Visit.objects.filter(council=council, round__isnull=True)
        waiting = own.filter(domain=domain, state=VisitState.WAITING).first()
        if waiting:
            _queue_again(waiting, at)
            return waiting
        if by and own.filter(asked_by__isnull=False, asked_at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            raise Denied(_("Your council has asked for 20 checks within an hour. Ask again later."), "conflict")
        visit = Visit.objects.create(council=council, domain=domain, asked_by=by.person if by else None, asked_at=at)
        audit.record(
            by=by.person.pk if by else None,
            body=council.pk,
            action="checks.asked",
            subject=f"domain:{domain.pk}",
            at=at,
        )
        check_visit.enqueue(visit.pk)
    return visit


def _queue_again(waiting: Visit, at: datetime) -> None:
    """Queue a visit whose job failed once more."""
    if waiting.asked_at < at - STALLS_AFTER and (waiting.pk,) not in under_way(check_visit):
        check_visit.enqueue(waiting.pk)


def _check_may_be_visited(domain: Domain) -> None:
    if domain.council.is_demonstration:
        raise Denied(_("This council is made up, and so is its domain: there is nothing out there to check."))
    if domain.removed_at:
        raise Denied(_("This domain isn't on your list any more."), "conflict")
    if not domain.verified_at:
        raise Denied(_("Show first that this domain is yours. We check nobody else's."), "conflict")
