"""Invite somebody to a role in a council, the programme or the platform itself."""

from typing import TYPE_CHECKING

import click

from ...screen import as_json, say, show_json
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.kernel.roles import Role
    from wardmote.register.models import Body


@click.command(name="invite", help=__doc__)
@click.argument("email")
@click.option("--role", "role_name", required=True, help="For example lead, contributor or administrator.")
@click.option(
    "--council",
    "code",
    required=True,
    help="The council's code; 'national-programme' for the programme, 'wardmote' for the platform.",
)
@as_json
def command(email: str, role_name: str, code: str, is_json: bool) -> None:
    """Send an invitation by e-mail, and show its link in case that mail isn't set up yet."""
    with started():
        from django.conf import settings

        from wardmote.kernel.moments import now
        from wardmote.register.actions.invite import send_invitation

        body = find(code)
        role = read_role(role_name, body)
        check_address(email, body)
        invitation, secret = send_invitation(by=None, body=body, email=email, role=role, at=now())
        link = f"{settings.SERVICE_URL.rstrip('/')}/invitations/{secret.text}/"
    if is_json:
        show_json({"email": invitation.email, "role": role.value, "body": body.code, "link": link})
        return
    say(f"✔ {invitation.email} is invited; the link is good until {invitation.expires_at:%Y-%m-%d %H:%M} UTC, once:")
    say(f"  {link}")


def find(code: str) -> "Body":
    """Return the body with this code, the programme's and the platform's included."""
    from wardmote.register.models import Body

    body = Body.objects.filter(code__iexact=code.strip()[:24]).first()
    if body is None:
        raise Trouble(f"No body has the code {code!r}. Find it with: wardmote register search NAME")
    return body


def read_role(name: str, body: "Body") -> "Role":
    """Return the role of this name, if it is held in bodies of this kind."""
    from wardmote.kernel.roles import ABOUT, roles_held_in
    from wardmote.register.policies import place_of

    roles = roles_held_in(place_of(body))
    for role in ABOUT:
        if role.value == name and role in roles:
            return role
    raise Trouble(f"{body.code} has no role {name!r}. Its roles: {', '.join(role.value for role in roles)}.")


def check_address(email: str, body: "Body") -> None:
    """Refuse what is no address, and real addresses in the demonstration region."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email.strip())
    except ValidationError as fault:
        raise Trouble(f"{email!r} isn't an e-mail address.") from fault
    if body.is_demonstration and not email.strip().endswith(".example"):
        raise Trouble("The demonstration region invites only addresses that end in .example.")
