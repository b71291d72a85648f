"""What do tests of the sign-in pages start from, and what does a person at a browser do?"""

import html
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256, CoseKey
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

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

    def set_up_app(self) -> tuple[str, Any]:
        """Set up an authenticator app; return its key and the page that follows."""
        page = self.read(self.open("mfa_activate_totp"))
        found = re.search(r'wm-mono">([A-Z2-7 ]{39})<', page)
        assert found, page
        secret = found[1].replace(" ", "")
        return secret, self.send("mfa_activate_totp", code=self.app_code(secret))

    def asked_of_key(self, page: Any) -> dict[str, Any]:
        """Return what a page asks of a passkey."""
        found = re.search(r'<script type="application/json">(.+?)</script>', page.content.decode())
        assert found
        asked: dict[str, Any] = json.loads(found[1])["publicKey"]
        return asked

    def add_passkey(self, key: "SoftKey", name: str = "Key") -> Any:
        """Make a passkey; return the page that follows."""
        asked = self.asked_of_key(self.open("mfa_add_webauthn"))
        return self.send("mfa_add_webauthn", name=name, credential=key.create(asked))

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


class SoftKey:
    """A security key made of software (WebAuthn level 3, sections 6.1 and 6.5)."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a key made of software"

    def create(self, asked: dict[str, Any]) -> str:
        """Make a passkey as a page asks, and return what the browser would send."""
        public = AttestedCredentialData.create(Aaguid.NONE, self.id, self._public_key())
        known = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
        about = AuthenticatorData.create(sha256(asked["rp"]["id"].encode()), known, 0, public)
        made = AttestationObject.create("none", about, {})
        return self._send(self._client_data("create", asked), attestationObject=bytes(made))

    def _public_key(self) -> CoseKey:
        point = self.private.public_key().public_numbers()
        return ES256({1: 2, 3: ES256.ALGORITHM, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def get(self, asked: dict[str, Any]) -> str:
        """Sign a page's challenge, and return what the browser would send."""
        seen = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        about = bytes(AuthenticatorData.create(sha256(asked["rpId"].encode()), seen, 1))
        said = self._client_data("get", asked)
        signature = self.private.sign(about + sha256(said), ec.ECDSA(hashes.SHA256()))
        return self._send(said, authenticatorData=about, signature=signature)

    @staticmethod
    def _client_data(kind: str, asked: dict[str, Any]) -> bytes:
        said = {"type": f"webauthn.{kind}", "challenge": asked["challenge"], "origin": "http://testserver"}
        return json.dumps(said).encode()

    def _send(self, client_data: bytes, **parts: bytes) -> str:
        name = websafe_encode(self.id)
        response = {"clientDataJSON": websafe_encode(client_data)}
        response |= {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )


@pytest.fixture
def key() -> SoftKey:
    """A security key that the visitor holds."""
    return SoftKey()


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
