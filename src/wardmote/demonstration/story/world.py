"""Which rows stand for the region's bodies and people, while its story is told?"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from wardmote.register.models import Body, Person
from wardmote.register.public import Viewer, find_viewer

from ..cast import Cast

FIRST_SEEN_AGO, LAST_SEEN_AGO = timedelta(days=390), timedelta(days=9)


@dataclass
class World:
    """Bodies by code, people by name, and each acting person's standing, looked up once."""

    bodies: dict[str, Body]
    people: dict[str, Person]
    _viewers: dict[str, Viewer] = field(default_factory=dict)

    def viewer(self, name: str, at: datetime) -> Viewer:
        """Return the person as the actions want them; everybody has joined before they first act."""
        if name not in self._viewers:
            self._viewers[name] = find_viewer(self.people[name], at.date())
        return self._viewers[name]


def make_people(cast: Cast, at: datetime) -> dict[str, Person]:
    """Enter everybody who has an account, with a verified address; return them by name."""
    people = []
    for name, address in cast.addresses.items():
        person = Person(email=address, name=name, is_demonstration=True)
        person.set_unusable_password()
        people.append(person)
    made = Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in made
    )
    # Django sets `created_at` when it makes a row, so the past can only be written afterwards.
    Person.objects.filter(is_demonstration=True).update(
        created_at=at - FIRST_SEEN_AGO, last_visit_at=at - LAST_SEEN_AGO
    )
    return {person.name: person for person in made}
