"""Whoever runs the installation lets a person in again who lost their phone, passkeys and recovery codes."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Person


def reset_second_factor(*, by: Person | None, person: Person, at: datetime) -> int:
    """Remove every second factor of the person, who has to set one up at the next sign-in if a role needs it."""
    with transaction.atomic():
        removed, _kinds = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise Denied("This person has no second factor to reset.", "conflict")
        audit.record(
            by=by.pk if by else None,
            body=None,
            action="person.second-factor-reset",
            subject=f"person:{person.pk}",
            at=at,
            before={"factors": removed},
        )
    return int(removed)
