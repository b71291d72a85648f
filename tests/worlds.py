"""A small world for tests: councils, people, roles and what is shared, made in a line each."""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from wardmote.assess.public import answer_question, areas, stocktake_progress, submit_stocktake
from wardmote.kernel.moments import now
from wardmote.kernel.roles import ABOUT, Role
from wardmote.register.actions.choose_sharing import choose_sharing
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Affiliation, Body, BodyRecord, Membership, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import Viewer, find_viewer


@dataclass
class World:
    """Makes things directly in the database, as the house would."""

    at: datetime = field(default_factory=now)

    def council(
        self, code: str, *, kind: str = Kind.DISTRICT, domain: str = "", demonstration: bool = False, **facts: Any
    ) -> Body:
        """Make a body with one open record."""
        dates = {key: facts.pop(key) for key in ("start_date", "end_date", "shadow_from", "gss") if key in facts}
        body = Body.objects.create(code=code, kind=kind, is_demonstration=demonstration, **dates)
        BodyRecord.objects.create(
            body=body,
            name=str(facts.get("name", f"{code} Council")),
            short_name=str(facts.get("short_name", code)),
            nation=str(facts.get("nation", "England")),
            region=str(facts.get("region", "South East")),
            domain=domain or f"{code.lower()}.gov.uk",
            population=facts.get("population", 120_000),
            latitude=facts.get("latitude", 51.0 + body.pk % 50 / 20),
            longitude=facts.get("longitude", -2.0 + body.pk % 37 / 20),
            source="test",
        )
        return body

    def warp(self, code: str, *members: Body, demonstration: bool = False) -> Body:
        """Make a WARP with members."""
        body = self.council(code, kind=Kind.WARP, demonstration=demonstration)
        for member in members:
            Affiliation.objects.create(group=body, member=member, source="test")
        return body

    def programme(self, code: str = "programme", *, demonstration: bool = False) -> Body:
        """Make a programme body."""
        return self.council(code, kind=Kind.PROGRAMME, demonstration=demonstration)

    def platform(self, code: str = "platform", *, demonstration: bool = False) -> Body:
        """Make the platform body."""
        return self.council(code, kind=Kind.PLATFORM, demonstration=demonstration)

    def person(self, name: str, *, email: str = "", demonstration: bool = False, factor: bool = False) -> Person:
        """Make a person with a verified address, and a second factor where asked."""
        person = Person.objects.create_user(
            email or f"{name.lower().replace(' ', '.')}@elsewhere.example", name, is_demonstration=demonstration
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if factor:
            self.second_factor(person)
        return person

    def second_factor(self, person: Person) -> None:
        """Give the person an authenticator app."""
        if not Authenticator.objects.filter(user=person).exists():
            TOTP.activate(person, generate_totp_secret())

    def give(self, person: Person, body: Body, role: Role, *, at: datetime | None = None) -> Membership:
        """Give a role, and the second factor that it needs."""
        if ABOUT[role].needs_second_factor:
            self.second_factor(person)
        return grant_membership(by=None, person=person, body=body, role=role, at=at or self.at)

    def someone(self, body: Body, role: Role, name: str = "") -> Person:
        """Make a person with a role."""
        person = self.person(name or f"{role.value} of {body.code}", demonstration=body.is_demonstration)
        self.give(person, body, role)
        return person

    def viewer(self, person: Person, day: date | None = None) -> Viewer:
        """Return the person as actions take them."""
        return find_viewer(person, day or self.at.date())

    def share(self, council: Body, audience: Audience, level: Level, *, by: Person | None = None) -> None:
        """Set what a council shares."""
        lead = by or self.lead_of(council)
        choose_sharing(by=self.viewer(lead), council=council, levels={audience: level}, at=self.at)

    def lead_of(self, council: Body) -> Person:
        """Return the council's lead, made where there is none."""
        found = Person.objects.filter(memberships__body=council, memberships__role=Role.LEAD).first()
        return found or self.someone(council, Role.LEAD)

    def answer_all(self, council: Body, level: int = 2, note: str = "", *, area: str = "leadership") -> None:
        """Answer every question of one area at one level."""
        viewer = self.viewer(self.lead_of(council))
        for line in stocktake_progress(council).area(area).lines:
            answer_question(
                by=viewer,
                council=council,
                question=line.question.id,
                level=level,
                note=note,
                edition=line.edition,
                at=self.at,
            )

    def submit(self, council: Body, level: int = 2, note: str = "", *, area: str = "leadership") -> None:
        """Answer every question of one area and submit it."""
        self.answer_all(council, level, note, area=area)
        lead, at = self.viewer(self.lead_of(council)), self.at + timedelta(seconds=1)
        submit_stocktake(by=lead, council=council, area=area, at=at)

    def submit_everything(self, council: Body, level: int = 2, note: str = "") -> None:
        """Answer and submit every area."""
        for area in areas():
            self.submit(council, level, note, area=area.id)


def signed_in(person: Person | None) -> Client:
    """Return a browser in which the person is signed in, or nobody."""
    client = Client()
    if person:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
    return client
