"""What do tests of the sign-in pages start from, and what does a person at a browser do?"""

import html
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from wardmote.config.settings import accounts
from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Membership, Person


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

    @staticmethod
    def read(page: Any) -> str:
        """Return a page's HTML with its entities spelt out, without the form tokens that differ every time."""
        text = html.unescape(page.content.decode())
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)

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
def _throttled(settings: Any) -> None:
    """Bring back the limits that the other tests do without."""
    settings.ACCOUNT_RATE_LIMITS = accounts.ACCOUNT_RATE_LIMITS


@pytest.fixture
def council(world: Any) -> Body:
    """A council whose domain is exampleshire.gov.uk."""
    body: Body = world.council("EXA", domain="exampleshire.gov.uk", name="Exampleshire Council")
    return body


@pytest.fixture
def person(world: Any, council: Body) -> Person:
    """Somebody who has registered with the council's domain and belongs to no body yet."""
    someone: Person = world.person("Ada", email="ada@exampleshire.gov.uk")
    return someone


@pytest.fixture
def visitor(council: Body) -> Visitor:
    """Somebody at a browser, signed out."""
    return Visitor(Client())


@pytest.fixture
def stranger(council: Body) -> Visitor:
    """Somebody else at another browser."""
    return Visitor(Client())


@pytest.fixture
def make_lead(council: Body) -> Callable[[Person], Membership]:
    """Make a person the council's cyber lead, a role that needs a second factor, without giving them one."""

    def make(person: Person) -> Membership:
        return grant_membership(by=None, person=person, body=council, role=Role.LEAD, at=now())

    return make


@pytest.fixture
def secret(person: Person) -> str:
    """The key of the person's authenticator app, which is set up."""
    key: str = generate_totp_secret()
    TOTP.activate(person, key)
    return key
