"""Remove the second factor of somebody who lost their phone and their recovery codes."""

import click

from ...screen import say
from ...starting import started
from ...troubles import Trouble


@click.command(name="reset-factor", help=__doc__)
@click.argument("email")
def command(email: str) -> None:
    """Check by phone or in person that it is really them before you run this."""
    with started():
        from wardmote.kernel.denial import Denied
        from wardmote.kernel.moments import now
        from wardmote.register.actions.reset_second_factor import reset_second_factor
        from wardmote.register.models import Person

        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise Trouble(f"Nobody has the address {email!r}.")
        try:
            removed = reset_second_factor(by=None, person=person, at=now())
        except Denied as refusal:
            raise Trouble(refusal.sentence) from refusal
    say(f"✔ {removed} second factors removed. At the next sign-in the person sets up a new one.")
