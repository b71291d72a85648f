"""A newly verified work e-mail is proposed to the lead of the one council whose domain it is under."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver
from django.utils.timezone import localdate

from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person
from wardmote.register.public import ask_to_join, councils_for_email, is_invited


@receiver(email_confirmed, dispatch_uid="verified_address_asks_to_join")
def propose(sender: Any, email_address: EmailAddress, **_: Any) -> None:
    """Ask where there is one council; where two share the domain, the person chooses on the home page."""
    person, at = email_address.user, now()
    if not isinstance(person, Person):
        return
    with seeing_as_system():
        councils = councils_for_email(email_address.email, localdate(at), person.is_demonstration)
        is_known = person.memberships.filter(ended_at__isnull=True).exists() or is_invited(email_address.email, at)
        if len(councils) == 1 and not is_known:
            ask_to_join(by=person, council=councils[0], at=at)
