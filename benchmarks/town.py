"""Results for every council, made in bulk for measuring only, and the people who look at them."""

from dataclasses import dataclass
from itertools import cycle

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from wardmote.assess.models import Stocktake, Submission
from wardmote.assess.public import KEY, first_area
from wardmote.kernel.moments import now, today
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person
from wardmote.register.public import records_on

RATINGS = (("red", 10.0), ("amber-red", 30.0), ("amber", 50.0), ("amber-green", 70.0), ("green", 90.0))


@dataclass(frozen=True)
class People:
    """Who asks for the pages."""

    lead: Person
    programme: Person
    code: str


def fill() -> People:
    """Give each live council a submitted result, one council a lead, and the programme a member."""
    with seeing_as_system():
        moment = now()
        councils = [record.body for record in records_on(today()) if record.latitude is not None]
        opened = Stocktake.objects.bulk_create(
            Stocktake(council=c, framework=KEY, version="1", area=first_area().id, opened_at=moment, closed_at=moment)
            for c in councils
        )
        Submission.objects.bulk_create(
            Submission(
                council=a.council,
                stocktake=a,
                framework=KEY,
                version="1",
                area=first_area().id,
                score=score,
                rating=rating,
                submitted_at=moment,
                submitted_on=moment.date(),
            )
            for a, (rating, score) in zip(opened, cycle(RATINGS), strict=False)
        )
        council = Body.objects.get(code="TAN")
        return People(
            _person("lead", council, Role.LEAD),
            _person("programme", Body.objects.get(code="national-programme"), Role.PROGRAMME_TEAM),
            council.code,
        )


def _person(name: str, body: Body, role: Role) -> Person:
    person = Person.objects.create_user(f"{name}@bench.example", name.title())
    TOTP.activate(person, generate_totp_secret())
    grant_membership(by=None, person=person, body=body, role=role, at=now())
    return person
