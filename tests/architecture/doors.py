"""Who gets through which door? Walks every route and API operation as every role, towards three councils.

`python -m tests.architecture.doors` (through pytest: see test_doors.py) writes doors.txt anew; read the
difference before committing it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.worlds import World, signed_in
from wardmote.estate.models import Service, System
from wardmote.kernel.keys import new_secret
from wardmote.kernel.roles import Role
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import ApiToken, Body, Invitation, JoinRequest, Person, RegisterImport
from wardmote.register.models.sharing import Audience, Level

from . import assessments_behind_doors as assessments
from . import checks_behind_doors as checks
from . import desk_behind_doors as desk
from . import warnings_behind_doors as warnings

FILE = Path(__file__).with_name("doors.txt")
# How wide the column of doors is.
WIDTH = 96
TAXII = "application/taxii+json;version=2.1"
RELATIONS = ("own", "same-warp", "other")
NOBODY, REVIEWER = "signed-out", "reviewer"
WHO = (NOBODY, "no-role", *(role.value for role in Role), REVIEWER)


@dataclass(frozen=True)
class Door:
    """One route with one method; `route` is the pattern as Django writes it."""

    method: str
    route: str
    name: str
    is_api: bool = False

    @property
    def is_taxii(self) -> bool:
        """Whether programs knock at it as TAXII asks, with a token."""
        return self.route.startswith("taxii2/")


@dataclass
class Town:
    """Three councils and one person of each role, who belongs to the first council or to what is above it."""

    councils: dict[str, Body]
    people: dict[str, Person | None]
    cookies: dict[str, SimpleCookie]
    tokens: dict[str, str]
    objects: dict[str, dict[str, str]]


def doors() -> list[Door]:
    """Return every route with every method that its view answers."""
    found = [Door(method, route, name) for route, name, view in _pages() for method in _methods(view)]
    return sorted(found + list(_operations()), key=lambda d: (d.is_api, d.route, d.method))


def town() -> Town:
    """Build the town: `own` and `same-warp` belong to one WARP; all three have submitted and share by default."""
    world = World()
    councils = {relation: world.council(f"{relation}-council", domain=f"{relation}.gov.uk") for relation in RELATIONS}
    for council in councils.values():
        world.submit(council)
    world.share(councils["own"], Audience.WARP, Level.RESULTS)
    world.share(councils["own"], Audience.REVIEWERS, Level.RESULTS)
    warp = world.warp("the-warp", councils["own"], councils["same-warp"])
    bodies = {"warp": warp, "programme": world.programme(), "platform": world.platform()}
    window = assessments.a_window(world, bodies["programme"])
    people: dict[str, Person | None] = {NOBODY: None, "no-role": world.person("Nora Norole")}
    for role in Role:
        place = next((body for key, body in bodies.items() if role.value.startswith(key)), councils["own"])
        place = bodies["platform"] if role is Role.ADMINISTRATOR else place
        people[role.value] = world.someone(place, role, f"The {role.value}")
    own_reviewer = world.someone(councils["own"], Role.ASSURER, "The reviewer")
    people[REVIEWER] = own_reviewer
    tokens = _tokens(world, people)
    objects = {relation: _objects(world, council) for relation, council in councils.items()}
    for relation, council in councils.items():
        reviewer = own_reviewer if relation == "own" else world.someone(council, Role.ASSURER)
        objects[relation] |= assessments.assessments_of(world, council, reviewer) | window
        objects[relation] |= checks.checks_of(world, council)
        objects[relation] |= warnings.warnings_of(world, council, warp, people[Role.LEAD.value])
        objects[relation] |= desk.desk_of(world, council, warp)
    lead_token = ApiToken.objects.get(person=people[Role.LEAD.value])
    for found in objects.values():
        found["register:revoke.pk"] = str(lead_token.pk)
    cookies = {who: signed_in(person).cookies for who, person in people.items()}
    return Town(councils, people, cookies, tokens, objects)


def answers(door: Door, place: Town) -> dict[str, dict[str, str]]:
    """Return, for each relation, what each role gets at the door."""
    relations = RELATIONS if "<" in door.route or "{" in door.route else ("any",)
    found: dict[str, dict[str, str]] = {}
    for relation in relations:
        objects = place.objects["own" if relation == "any" else relation]
        found[relation] = {who: _knock(door, who, place, objects) for who in WHO}
    if len(found) == len(RELATIONS) and len({str(v) for v in found.values()}) == 1:
        return {"any": found["own"]}
    return found


def _knock(door: Door, who: str, place: Town, objects: dict[str, str]) -> str:
    # Signed in once: what a knock does to the session is undone with all else, so a copy of the cookies is as good.
    client = Client()
    if not (door.is_api or door.is_taxii):
        client.cookies = SimpleCookie(place.cookies[who].output(attrs=[], header="", sep=";"))
    headers = {}
    if (door.is_api or door.is_taxii) and who in place.tokens:
        headers = {"Authorization": f"Bearer {place.tokens[who]}"}
    address = _address(door, objects)
    data = {key: value.format_map(objects) for key, value in POSTED.get(door.name, {}).items()}
    with transaction.atomic():
        if door.is_taxii:
            envelope = f'{{"objects": [{warnings.NOTE}]}}' if door.method == "POST" else ""
            response = client.generic(
                door.method, address, envelope, content_type=TAXII, headers={**headers, "Accept": TAXII}
            )
        elif door.is_api:
            response = client.generic(
                door.method, address, API_BODIES.get(door.name, "{}"), content_type="application/json", headers=headers
            )
        else:
            response = client.generic(door.method, address) if door.method != "POST" else client.post(address, data)
        verdict = _verdict(response)
        transaction.set_rollback(True)
    return verdict


def _verdict(response: HttpResponseBase) -> str:
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "sign-in"
    if response.status_code == 302 and response.headers["Location"].endswith("/accounts/2fa/"):
        return "2fa"
    return {401: "sign-in", 403: "refused", 404: "hidden", 410: "hidden"}.get(
        response.status_code, "FAULT" if response.status_code >= 500 else "yes"
    )


def _address(door: Door, objects: dict[str, str]) -> str:
    if door.is_api:
        return door.route.format_map(objects)
    address = "/" + door.route
    for piece in [p.split(">")[0] for p in door.route.split("<")[1:]]:
        kind, _, key = piece.partition(":")
        address = address.replace(f"<{kind}:{key}>", objects.get(f"{door.name}.{key}") or objects[key])
    return address


def _pages(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "", names: str = ""
) -> Iterator[tuple[str, str, Any]]:
    for found in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            if not route.startswith("api/"):
                yield from _pages(found.url_patterns, route, found.namespace or names)
        else:
            yield route, f"{names}:{found.name}" if names else str(found.name), found.callback


def _methods(view: Any) -> tuple[str, ...]:
    """Ask the view itself, by its decorator or class, which methods it takes."""
    allowed = []
    for method in ("GET", "POST"):
        if hasattr(view, "view_class"):
            if hasattr(view.view_class, method.lower()) or method == "GET":
                allowed.append(method)
        elif method in _decorated_methods(view):
            allowed.append(method)
    return tuple(allowed)


def _decorated_methods(view: Any) -> tuple[str, ...]:
    methods = {"GET", "HEAD", "POST", "DELETE"}
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            content = cell.cell_contents
            if isinstance(content, (list, tuple, dict)) and content and set(content) <= methods:
                return tuple(content)
        view = getattr(view, "__wrapped__", None)
    return ("GET", "POST")


def _operations() -> Iterator[Door]:
    from wardmote.api.site import api

    for route, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield Door(method.upper(), route, operation["operationId"], is_api=True)


def _tokens(world: World, people: dict[str, Person | None]) -> dict[str, str]:
    return {
        who: issue_token(by=world.viewer(person), name="doors", scopes=list(SCOPES), days=30, at=world.at)[1]
        for who, person in people.items()
        if person
    }


def _objects(world: World, council: Body) -> dict[str, str]:
    """Make one of everything that a route can name, for one council."""
    someone = world.person(f"Somebody of {council.code}", email=f"somebody@{council.code}.gov.uk")
    member = world.give(world.person(f"Colleague at {council.code}"), council, Role.CONTRIBUTOR)
    asked = JoinRequest.objects.create(person=someone, body=council, asked_at=world.at)
    secret = new_secret()
    invitation = Invitation.objects.create(
        body=council,
        email="guest@elsewhere.example",
        role=Role.VIEWER,
        digest=secret.digest,
        invited_at=world.at,
        expires_at=world.at + timedelta(days=5),
    )
    upload = RegisterImport.objects.create(
        uploaded_at=world.at, valid_from=world.at.date(), name="t.csv", digest="0" * 64, content=TABLE
    )
    service = Service.objects.create(council=council, name="Libraries", key="libraries", added_at=world.at)
    system = System.objects.create(council=council, name="Catalogue", kind="mission", added_at=world.at)
    return {
        "code": council.code,
        "question": "lead-owner",
        "system_id": str(system.pk),
        "estate:change_service.pk": str(service.pk),
        "estate:remove_service.pk": str(service.pk),
        "estate:change_system.pk": str(system.pk),
        "estate:remove_system.pk": str(system.pk),
        "area": "leadership",
        "secret": secret.text,
        "pk": str(member.pk),
        "register:withdraw.pk": str(invitation.pk),
        "register:decide.pk": str(asked.pk),
        "register:import.pk": str(upload.pk),
        "key": "none",
        "provider_id": "work",
        "uidb36": "1",
    }


TABLE = "code,gss,name,kind,nation\nZZZ,,Zed Council,district,England\n"
POSTED: dict[str, dict[str, str]] = {
    "register:decide": {"role": "viewer"},
    "register:invite": {"email": "new@elsewhere.example", "role": "lead"},
    "register:sharing": {"programme": "results", "warp": "nothing", "reviewers": "nothing"},
    "assess:question": {"level": "3", "note": "", "edition": "0"},
    "estate:add_services": {"keys": "planning", "own_name": ""},
    "estate:change_service": {"name": "Libraries and archives", "owner": ""},
    "estate:add_system": {"name": "Payroll", "kind": "corporate", "hosting": "own"},
    "estate:change_system": {"name": "Catalogue", "kind": "mission", "hosting": "cloud"},
    "language": {"language": "cy", "back": "/"},
    **assessments.POSTED,
    **checks.POSTED,
    **warnings.POSTED,
    **desk.POSTED,
}
API_BODIES = {
    "save_answer": '{"level": 2, "note": "", "edition": 0}',
    "add_own_system": '{"name": "Payroll", "kind": "corporate"}',
    "change_own_system": '{"name": "Catalogue", "kind": "everyday"}',
    **assessments.API_BODIES,
    **checks.API_BODIES,
    **warnings.API_BODIES,
}


def report() -> str:
    """Return the whole matrix as text, one line for each door and relation."""
    place = town()
    lines = [HEADER, _line("door", "council", {who: who for who in WHO})]
    for door in doors():
        for relation, found in answers(door, place).items():
            lines.append(_line(f"{door.method} {'' if door.is_api else '/'}{door.route}", relation, found))
    return "\n".join(lines) + "\n"


def _line(door: str, relation: str, cells: dict[str, str]) -> str:
    return f"{door:<{WIDTH}} {relation:<10}" + "".join(f"{cells[who]:<19}" for who in WHO).rstrip()


HEADER = """\
# Who gets through which door. Checked by test_doors.py; written by: make test ARGS=--write-doors
# yes: the door opens (what then happens depends on what is sent). sign-in: sent to sign in, or 401.
# 2fa: must set up a second factor first. refused: told no in words (403). hidden: as if it weren't there (404).
# council: whose page it is. own: the person's own (for WARP, programme and platform roles: one that belongs to
# their WARP and shares results with it and with reviewers). same-warp: another council of the same WARP, which
# shares nothing with it. other: neither. any: the same for all. All three share results with the programme.
# reviewer: an assurer whom the own council asked to look at its assessments; the assurer before them wasn't asked.
# The doors of reports, papers and reviews lead to an assessment that is assured; the others to one under way.
# The doors below /open/ are knocked at with the secret of a link that the council made."""
