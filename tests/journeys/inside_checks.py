"""What do journeys through the checks need from the inside? A lead with an app, and a domain that reports are about."""

from collections.abc import Callable
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from wardmote.estate.models import Domain, Proof
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person


def lead_with_app(code: str, name: str, address: str) -> dict[str, str]:
    """Return how the new lead of a real council signs in: the key of an app, and a recovery code for another time."""
    person = Person.objects.create_user(address, name)
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    grant_membership(by=None, person=person, body=Body.objects.get(code=code), role=Role.LEAD, at=now())
    return {"name": name, "address": address, "key": secret, "recovery": codes[0]}


def verified_domain(code: str, name: str) -> int:
    """Return the number of a domain that a council has shown to be its own."""
    at = now()
    facts = {"proof": Proof.DNS, "verified_at": at, "added_at": at, "token": token_urlsafe(24)}
    return Domain.objects.create(council=Body.objects.get(code=code), name=name, **facts).pk


QUESTIONS: dict[str, Callable[..., object]] = {
    question.__name__: question for question in (lead_with_app, verified_domain)
}
