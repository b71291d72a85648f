"""When does a session end, and what does it open while it lasts?"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.kernel.keys import new_secret
from wardmote.kernel.moments import now
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.actions.end_membership import end_membership
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body, Membership, Person, SignInLink

HOURS = 3600.0
Clock = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let some seconds pass for what measures a session's age; the database's days stay as they are."""
    passed = [0.0]
    real = time.time

    def wait(seconds: float) -> None:
        passed[0] += seconds
        moved = passed[0]
        monkeypatch.setattr("wardmote.web.middleware.time.time", lambda: real() + moved)
        Session.objects.update(expire_date=Session.objects.get().expire_date - timedelta(seconds=seconds))

    return wait


@pytest.fixture
def council(world: World) -> Body:
    """A council."""
    return world.council("AAA", domain="aaa.gov.uk")


@pytest.fixture
def viewer(world: World, council: Body) -> Person:
    """Somebody with the least that there is to see."""
    return world.someone(council, Role.VIEWER)


def is_in(client: Client) -> bool:
    """Say whether the browser may open a page for members."""
    return client.get("/councils/AAA/stocktake/").status_code == 200


def test_a_session_ends_after_the_idle_time(viewer: Person, later: Clock) -> None:
    client = signed_in(viewer)
    assert is_in(client)
    later(site.SESSION_COOKIE_AGE - 600)
    assert is_in(client)
    later(site.SESSION_COOKIE_AGE + 1)
    answer = client.get("/councils/AAA/stocktake/")
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fcouncils%2FAAA%2Fstocktake%2F"


def test_whoever_keeps_working_stays_in_but_not_for_ever(viewer: Person, later: Clock) -> None:
    client = signed_in(viewer)
    assert is_in(client)
    for _ in range(11):
        later(HOURS)
        assert is_in(client)
    later(HOURS + 1)
    assert not is_in(client)
    assert not Session.objects.exists()
    assert not is_in(client)


def test_a_session_that_is_used_is_written_every_five_minutes_not_every_time(viewer: Person, later: Clock) -> None:
    client = signed_in(viewer)
    client.get("/cookies/")
    before = Session.objects.get().session_data
    client.get("/cookies/")
    assert Session.objects.get().session_data == before
    later(301)
    client.get("/cookies/")
    assert Session.objects.get().session_data != before


def test_the_idle_time_is_what_the_cookies_page_promises(viewer: Person) -> None:
    page = signed_in(viewer).get("/cookies/").content.decode()
    assert f"after {site.SESSION_COOKIE_AGE // 60} minutes without a visit" in page
    assert f"after {site.SESSION_LONGEST_S // 3600} hours" in page


def test_signing_in_gives_the_session_a_new_key(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(person.email)
    planted = visitor.client.session.session_key
    visitor.send("account_confirm_login_code", code=visitor.mailed_code(person.email))
    assert visitor.is_signed_in
    assert visitor.client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_the_second_factor_gives_the_session_a_new_key(visitor: Any, person: Person, secret: str) -> None:
    visitor.sign_in(person.email)
    before = visitor.client.session.session_key
    assert not visitor.is_signed_in
    visitor.send("mfa_authenticate", code=visitor.app_code(secret))
    assert visitor.is_signed_in
    assert visitor.client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_code_alone_opens_nothing_for_somebody_with_a_second_factor(
    visitor: Any, person: Person, secret: str, make_lead: Callable[[Person], Membership]
) -> None:
    make_lead(person)
    visitor.sign_in(person.email)
    answer = visitor.client.get("/councils/AAA/people/")
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_signing_out_leaves_nothing_of_the_session(viewer: Person) -> None:
    client = signed_in(viewer)
    assert is_in(client)
    kept = client.cookies[site.SESSION_COOKIE_NAME].value
    answer = client.post("/accounts/logout/")
    assert answer.cookies[site.SESSION_COOKIE_NAME].value != kept
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(session_key=kept).exists()
    client.cookies[site.SESSION_COOKIE_NAME] = kept
    assert not is_in(client)


def test_a_session_key_of_anothers_making_isnt_taken_up(db: None) -> None:
    client = Client()
    client.cookies[site.SESSION_COOKIE_NAME] = "a" * 32
    client.post("/accounts/login/", {"email": "ada@nowhere.example"})
    assert not Session.objects.filter(session_key="a" * 32).exists()


def test_a_deactivated_person_is_out_at_once(viewer: Person) -> None:
    client = signed_in(viewer)
    assert is_in(client)
    Person.objects.filter(pk=viewer.pk).update(is_active=False)
    assert not is_in(client)
    assert "Sign in" in client.get("/").content.decode()


def test_a_deactivated_persons_token_is_useless_at_once(world: World, council: Body, viewer: Person) -> None:
    _, text = issue_token(by=world.viewer(viewer), name="x", scopes=["members:read"], days=1, at=world.at)
    headers = {"authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/me", headers=headers).status_code == 200
    Person.objects.filter(pk=viewer.pk).update(is_active=False)
    assert Client().get("/api/v1/me", headers=headers).status_code == 401


def test_a_removed_member_loses_access_at_once(world: World, council: Body, viewer: Person) -> None:
    client = signed_in(viewer)
    assert is_in(client)
    lead = world.viewer(world.lead_of(council))
    end_membership(by=lead, membership=viewer.memberships.get(), at=now())
    assert client.get("/councils/AAA/stocktake/").status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER])
def test_a_membership_that_lapses_today_opens_nothing_today(world: World, council: Body, role: Role) -> None:
    person = world.someone(council, role)
    client = signed_in(person)
    assert is_in(client)
    Membership.objects.update(lapses_on=world.at.date() + timedelta(days=1))
    assert is_in(client)
    Membership.objects.filter(person=person).update(lapses_on=world.at.date())
    assert client.get("/councils/AAA/stocktake/").status_code == 404


@pytest.fixture
def bodies(world: World, council: Body) -> dict[Place, Body]:
    """Where each role is held."""
    return {
        Place.COUNCIL: council,
        Place.WARP: world.warp("the-warp", council),
        Place.PROGRAMME: world.programme(),
        Place.PLATFORM: world.platform(),
    }


# Who sees more than their own council, and council leads.
NEEDS_SECOND_FACTOR = {
    Role.LEAD,
    Role.ASSURER,
    Role.WARP_OPERATOR,
    Role.PROGRAMME_TEAM,
    Role.PROGRAMME_FINANCE,
    Role.PROGRAMME_CONTENT,
    Role.ADMINISTRATOR,
}
PAGES = ["/", "/map/", "/councils/AAA/", "/councils/AAA/stocktake/", "/tokens/", "/register/import/"]
ALWAYS_OPEN = ["/accounts/2fa/", "/accounts/2fa/app/", "/accounts/logout/", "/cookies/", "/privacy/", "/accessibility/"]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_sees_more_opens_nothing_without_a_second_factor(
    world: World, bodies: dict[Place, Body], role: Role
) -> None:
    person = world.person("Somebody")
    grant_membership(by=None, person=person, body=bodies[ABOUT[role].held_in], role=role, at=world.at)
    client = signed_in(person)
    sent = {page for page in PAGES if client.get(page).headers.get("Location") == "/accounts/2fa/"}
    assert sent == (set(PAGES) if role in NEEDS_SECOND_FACTOR else set())
    assert client.post("/tokens/").headers.get("Location") == ("/accounts/2fa/" if sent else None)
    world.second_factor(person)
    assert {page for page in PAGES if client.get(page).headers.get("Location") == "/accounts/2fa/"} == set()


@pytest.mark.parametrize("page", ALWAYS_OPEN)
def test_the_way_to_a_second_factor_is_open(world: World, council: Body, page: str) -> None:
    person = world.person("Lena")
    grant_membership(by=None, person=person, body=council, role=Role.LEAD, at=world.at)
    assert signed_in(person).get(page).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(world: World, council: Body) -> None:
    person = world.someone(council, Role.LEAD)
    Authenticator.objects.filter(user=person).update(type=Authenticator.Type.RECOVERY_CODES)
    assert signed_in(person).get("/").headers["Location"] == "/accounts/2fa/"


def test_a_lapsed_role_asks_for_no_second_factor(world: World, council: Body) -> None:
    person = world.person("Lena")
    grant_membership(by=None, person=person, body=council, role=Role.LEAD, at=world.at)
    Membership.objects.update(lapses_on=world.at.date())
    assert signed_in(person).get("/").status_code == 200


def test_a_session_from_before_the_second_factor_doesnt_count_as_proven(
    visitor: Any, stranger: Any, person: Person, make_lead: Callable[[Person], Membership]
) -> None:
    """Somebody who reads the person's mail signed in first; the person then sets an app up in their own browser."""
    stranger.sign_in(person.email)
    make_lead(person)
    visitor.sign_in(person.email)
    visitor.set_up_app()
    assert visitor.client.get("/councils/AAA/people/").status_code == 200
    assert stranger.client.get("/councils/AAA/people/").status_code == 302


def by_link(person: Person) -> Client:
    """Return the person's browser with the mark that a demonstration link leaves."""
    client = signed_in(person)
    session = client.session
    session["came_by_demonstration_link"] = True
    session.save()
    return client


def test_the_mark_of_a_demonstration_link_frees_fictional_people_only(
    world: World, council: Body, settings: Any
) -> None:
    real, fictional = world.person("Lena"), world.person("Joan", demonstration=True)
    there = world.council("demo-aaa", demonstration=True)
    for person, body in ((real, council), (fictional, there)):
        grant_membership(by=None, person=person, body=body, role=Role.LEAD, at=world.at)
    assert by_link(fictional).get("/").status_code == 200
    assert by_link(real).get("/").headers["Location"] == "/accounts/2fa/"
    assert signed_in(fictional).get("/").headers["Location"] == "/accounts/2fa/"
    settings.HAS_DEMONSTRATION = False
    assert by_link(fictional).get("/").headers["Location"] == "/accounts/2fa/"


def test_the_mark_doesnt_survive_a_change_of_person(visitor: Any, person: Person, world: World) -> None:
    joan, link = world.person("Joan", demonstration=True), new_secret()
    SignInLink.objects.create(person=joan, digest=link.digest, expires_at=now() + timedelta(hours=1))
    visitor.client.post(f"/demonstration/{link.text}/")
    assert visitor.client.session["came_by_demonstration_link"] is True
    visitor.client.post("/accounts/logout/")
    visitor.sign_in(person.email)
    assert visitor.is_signed_in
    assert "came_by_demonstration_link" not in visitor.client.session


def test_a_link_takes_over_from_whoever_was_signed_in(world: World, council: Body, viewer: Person) -> None:
    joan, link = world.person("Joan", demonstration=True), new_secret()
    SignInLink.objects.create(person=joan, digest=link.digest, expires_at=now() + timedelta(hours=1))
    client = signed_in(viewer)
    client.get("/")
    session = client.session
    session["of the real person"] = True
    session.save()
    client.post(f"/demonstration/{link.text}/")
    assert client.session["_auth_user_id"] == str(joan.pk)
    assert "of the real person" not in client.session
    assert not is_in(client)


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_signed_out_is_sent_to_sign_in_and_back(db: None, client: Client, method: str) -> None:
    answer = getattr(client, method)("/tokens/?a=b")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=%2Ftokens%2F%3Fa%3Db"


def test_a_form_sent_after_the_session_ended_leads_back_to_a_page(visitor: Any, person: Person, world: World) -> None:
    world.give(person, Body.objects.get(), Role.VIEWER)
    sent = visitor.client.post("/councils/AAA/join/")
    visitor.client.post(sent.headers["Location"], {"email": person.email})
    address = sent.headers["Location"].replace("/login/", "/login/code/confirm/")
    answer = visitor.client.post(address, {"code": visitor.mailed_code(person.email)}, follow=True)
    assert visitor.is_signed_in
    assert "<h1" in answer.content.decode()
