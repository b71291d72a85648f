"""Can another site make a signed-in person's browser act in their name?"""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture import doors as matrix
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

# They take no form of ours. A provider may send its answer by POST, and `state` takes the token's place. Reports
# are handed in by programs that have no session, by a secret in the address; a TAXII server takes no session at all.
WITHOUT_TOKEN = {"openid_connect_callback", "opened:reports", "taxii:objects"}
FORMS = [door for door in matrix.doors() if door.method == "POST" and not door.is_api]


def strict_browser(person: Person | None) -> Client:
    """Return a browser whose forms need their token, as in production."""
    client = signed_in(person)
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize("who", [matrix.NOBODY, "no-role", Role.LEAD, Role.PROGRAMME_TEAM, Role.ADMINISTRATOR])
def test_no_form_is_taken_without_its_token(db: None, who: str) -> None:
    place = matrix.town()
    entries, letters = AuditEntry.objects.count(), Letter.objects.count()
    refused = set()
    for door in FORMS:
        client = strict_browser(place.people[who])
        address = matrix._address(door, place.objects["own"])
        with transaction.atomic():
            answer = client.post(address, matrix.POSTED.get(door.name, {}))
        if door.name not in WITHOUT_TOKEN:
            assert answer.status_code == 403, door.route
            assert "Please send that form again" in answer.content.decode(), door.route
            refused.add(door.name)
    assert len(refused) > 25
    assert (AuditEntry.objects.count(), Letter.objects.count()) == (entries, letters)


def test_a_form_from_another_site_is_refused_even_with_a_token(db: None, world: World) -> None:
    person = world.someone(world.council("AAA"), Role.LEAD)
    client = strict_browser(person)
    client.get("/tokens/")
    token = client.cookies["wardmote_csrf"].value
    form = {"csrfmiddlewaretoken": token, "name": "x", "scopes": ["members:read"], "days": "30"}
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        assert client.post("/tokens/", form, headers={"origin": origin}).status_code == 403
    assert not person.tokens.exists()
    assert client.post("/tokens/", form, headers={"origin": "http://testserver"}).status_code == 200
    assert person.tokens.count() == 1


def test_another_browsers_token_doesnt_help(db: None, world: World) -> None:
    person = world.someone(world.council("AAA"), Role.LEAD)
    stranger, client = strict_browser(None), strict_browser(person)
    for one in (stranger, client):
        one.get("/tokens/", follow=True)
    form = {"csrfmiddlewaretoken": stranger.cookies["wardmote_csrf"].value, "language": "cy"}
    assert client.post("/language/", form).status_code == 403


def test_a_token_changes_when_somebody_signs_in(visitor: Any, person: Person) -> None:
    visitor.open("account_login")
    before = visitor.client.cookies["wardmote_csrf"].value
    visitor.sign_in(person.email)
    assert visitor.client.cookies["wardmote_csrf"].value != before


OPERATIONS = [door for door in matrix.doors() if door.is_api]
OPEN_TO_ALL = {
    "list_councils",
    "show_frameworks",
    "show_council",
    "list_regions",
    "show_figures",
    "show_stocktake_questions",
}


def test_the_api_takes_no_session_for_a_token(db: None) -> None:
    place = matrix.town()
    client = strict_browser(place.people[Role.LEAD])
    entries = AuditEntry.objects.count()
    for door in OPERATIONS:
        body = matrix.API_BODIES.get(door.name, "{}")
        address = matrix._address(door, place.objects["own"])
        answer = client.generic(door.method, address, body, content_type="application/json")
        expected = 200 if door.name in OPEN_TO_ALL else 401
        assert answer.status_code == expected, door.route
    assert AuditEntry.objects.count() == entries


def test_the_open_part_of_the_api_shows_a_signed_in_person_what_everybody_sees(db: None) -> None:
    place = matrix.town()
    for door in (door for door in OPERATIONS if door.name in OPEN_TO_ALL):
        address = matrix._address(door, place.objects["own"])
        everybody, person = Client().get(address), strict_browser(place.people[Role.LEAD]).get(address)
        assert everybody.content == person.content
