"""What do tests of the sign-in pages start from, and what does a person at a browser do?"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord, Membership, Person


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser, with a mailbox and perhaps an authenticator app."""

    client: Client

    def open(self, name: str, /, *args: Any) -> Any:
        """Open a page by its name, following redirects."""
        return self.client.get(reverse(name, args=args), follow=True)

    def send(self, name: str, /, *args: Any, **fields: str) -> Any:
        """Send a page's form, following redirects."""
        return self.client.post(reverse(name, args=args), fields, follow=True)

    def ask_for_code(self, address: str) -> Any:
        """Type an address on the sign-in page."""
        return self.send("account_login", email=address)

    def sign_in(self, address: str) -> Any:
        """Ask for a code, read the letter and type the code."""
        self.ask_for_code(address)
        return self.send("account_confirm_login_code", code=self.mailed_code(address))

    def register(self, name: str, address: str) -> Any:
        """Fill in the registration page."""
        return self.send("account_signup", name=name, email=address)

    @property
    def is_signed_in(self) -> bool:
        """Say whether the browser holds a signed-in session."""
        return "_auth_user_id" in self.client.session

    def letter(self, address: str) -> Letter:
        """Return the newest letter to an address."""
        return Letter.objects.filter(to=address).latest("pk")

    def mailed_code(self, address: str) -> str:
        """Return the code that the newest letter carries."""
        text = self.letter(address).text
        found = re.search(r"\b\d{8}\b", text)
        assert found, text
        return found[0]

    @staticmethod
    def wrong(code: str) -> str:
        """Return a code that differs from this one."""
        return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"

    @staticmethod
    def app_code(secret: str, steps: int = 0) -> str:
        """Return what an authenticator app shows now, or some steps of 30 seconds later."""
        return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static files by their plain names: no manifest is built for these tests."""
    storages = {**settings.STORAGES}
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages


@pytest.fixture()
def council(db: None) -> Body:
    """A council whose domain is exampleshire.gov.uk."""
    body = Body.objects.create(code="EXA", kind="unitary", start_date=date(2000, 4, 1))
    BodyRecord.objects.create(
        body=body, name="Exampleshire Council", short_name="Exampleshire", domain="exampleshire.gov.uk", source="test"
    )
    return body


@pytest.fixture()
def person(council: Body) -> Person:
    """Somebody who has registered with the council's domain and belongs to no body yet."""
    someone = Person.objects.create_user("ada@exampleshire.gov.uk", "Ada")
    EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
    return someone


@pytest.fixture()
def visitor(council: Body) -> Visitor:
    """Somebody at a browser, signed out."""
    return Visitor(Client())


@pytest.fixture()
def make_lead(council: Body) -> Callable[[Person], Membership]:
    """Make a person the council's cyber lead, a role that needs a second factor."""

    def make(person: Person) -> Membership:
        at = now()
        return Membership.objects.create(
            person=person,
            body=council,
            role=Role.LEAD.value,
            started_at=at,
            confirmed_at=at,
            lapses_on=(at + timedelta(days=395)).date(),
        )

    return make


@pytest.fixture()
def secret(person: Person) -> str:
    """The key of the person's authenticator app, which is set up."""
    key = generate_totp_secret()
    TOTP.activate(person, key)
    return key
