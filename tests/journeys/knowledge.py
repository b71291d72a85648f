"""What does only the inside of the product know? Its rows, its links, and people in every state."""

import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.urls import reverse

from tests.journeys.assessments_in_states import IN_STATES, assessments, holder_of
from tests.journeys.checks_in_states import checks
from tests.worlds import World
from wardmote.demonstration.queries import visitors
from wardmote.estate.models import Service, System, SystemKind, SystemService
from wardmote.estate.public import services_of, systems_of
from wardmote.kernel.keys import new_secret
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.actions.invite import send_invitation
from wardmote.register.models import Body, JoinRequest, Membership, Person, RegisterImport, SignInLink

from .known_desk import desk
from .known_warnings import warnings

TABLE = "code,gss,name,kind,nation\nZZZ,,Zed Council,district,England\nEXE,E07000041,Exeter Council,district,England\n"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def link_for(code: str, role: str) -> str:
    """Return a one-time link for whoever has a role in one council of the demonstration region."""
    person = Person.objects.filter(memberships__body__code=code, memberships__role=role).first()
    assert person is not None
    secret = new_secret()
    SignInLink.objects.create(person=person, digest=secret.digest, expires_at=now() + timedelta(hours=1))
    return reverse("demonstration:sign_in", args=[secret.text])


def facts() -> dict[str, str]:
    """Return what the addresses of pages name: rows of the demonstration region, and some of our own."""
    member = Membership.objects.filter(body__code="demo-ald", role=Role.CONTRIBUTOR, ended_at__isnull=True).first()
    invited, secret = send_invitation(
        by=None, body=Body.objects.get(code="EXE"), email="guest@elsewhere.example", role=Role.VIEWER, at=now()
    )
    upload = RegisterImport.objects.create(
        uploaded_at=now(), valid_from=now().date(), name="t.csv", digest="0" * 64, content=TABLE
    )
    assert member is not None
    link = link_for("demo-cas", Role.LEAD)
    service, system = _estate(Body.objects.get(code="demo-ald"))
    found = assessments() | checks() | warnings() | desk()
    return found | {
        "service": service,
        "system": system,
        "member": str(member.pk),
        "invitation": secret.text,
        "import": str(upload.pk),
        "invited": invited.email,
        "link": link.strip("/").split("/")[-1],
    }


def _estate(council: Body) -> tuple[str, str]:
    """Return the numbers of a service and a system of the council, made where it has none."""
    facts = {"council": council, "added_at": now()}
    service = services_of(council).first() or Service.objects.create(name="Libraries", key="libraries", **facts)
    system = systems_of(council).first() or System.objects.create(name="Catalogue", kind=SystemKind.MISSION, **facts)
    SystemService.objects.get_or_create(council=council, system=system, service=service)
    return str(service.pk), str(system.pk)


def people() -> dict[str, str]:
    """Return session keys of the demonstration's people, by role, and of real people in states that it lacks."""
    found = {role.value: _session(membership.person) for role, membership in visitors(now().date()).items()}
    leads = {"stannerby": "demo-sta"} | IN_STATES
    found |= {f"lead-of-{name}": _session(holder_of(code, Role.LEAD)) for name, code in leads.items()}
    sent = Body.objects.get(code=IN_STATES["sent"])
    found["leader-of-sent"] = _session(World().someone(sent, Role.LEADER, "Leader of Combe Hallow"))
    return found | {
        "keeper": _session(_person("Keeper", code="wardmote", role=Role.ADMINISTRATOR, factor=True)),
        "unproven": _session(_person("Unproven", code="wardmote", role=Role.ADMINISTRATOR, factor=True), proven=False),
        "factorless": _session(_person("Factorless", code="EXE", role=Role.LEAD)),
        "newcomer": _session(_person("Newcomer", at="surreycc.gov.uk")),
        "waiting": _session(_waiting(_person("Waiting", at="exeter.gov.uk"))),
        "stranger": _session(_person("Stranger")),
        "lapsed": _session(_lapsed(_person("Lapsed", code="EXE", role=Role.VIEWER))),
        "invited": _session(_person("Guest")),
    }


def _person(
    name: str, *, at: str = "elsewhere.example", code: str = "", role: Role = Role.VIEWER, factor: bool = False
) -> Person:
    person = Person.objects.create_user(f"{name.lower()}@{at}", name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if factor:
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    if code:
        grant_membership(by=None, person=person, body=Body.objects.get(code=code), role=role, at=now())
    return person


def _waiting(person: Person) -> Person:
    JoinRequest.objects.create(person=person, body=Body.objects.get(code="EXE"), asked_at=now())
    return person


def _lapsed(person: Person) -> Person:
    Membership.objects.filter(person=person).update(lapses_on=now().date())
    return person


def _session(person: Person, *, proven: bool = True) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = BACKEND
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session["came_by_demonstration_link"] = person.is_demonstration
    if proven:
        session["account_authentication_methods_user"] = str(person.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session.save()
    return str(session.session_key)


QUESTIONS: dict[str, Callable[..., object]] = {question.__name__: question for question in (link_for, facts, people)}
