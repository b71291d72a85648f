"""Whose tokens open the API, for what, and until when?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import ApiToken, Body, Person

Call = Callable[..., Any]
WITH_TOKEN = [
    ("GET", "/me"),
    ("GET", "/results"),
    ("GET", "/councils/OAKHAM/results"),
    ("GET", "/councils/OAKHAM/stocktake"),
    ("PUT", "/councils/OAKHAM/stocktake/answers/any"),
    ("POST", "/councils/OAKHAM/stocktake/areas/leadership/submit"),
    ("GET", "/councils/OAKHAM/members"),
    ("GET", "/councils/OAKHAM/activity"),
    ("DELETE", "/tokens/current"),
]


def test_me_is_the_person_whose_token_it_is(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    person = make_person("carl", Role.CONTRIBUTOR, world["own"])
    me = program_of(person, "results:read")("GET", "/me").json()
    assert (me["email"], me["scopes"], me["is_demonstration"]) == ("carl@x.example", ["results:read"], False)
    assert [(m["code"], m["role"], m["is_open"]) for m in me["memberships"]] == [("OAKHAM", "contributor", True)]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("method", "path"), WITH_TOKEN)
@pytest.mark.parametrize("token", ["", "wm_", "wm_wrong", "é", "wm_" + "x" * 5000])
def test_without_a_good_token_nothing_opens(call_with: Call, method: str, path: str, token: str) -> None:
    refusal = call_with(token, method, path)
    assert refusal.status_code == 401
    assert refusal["WWW-Authenticate"] == 'Bearer realm="Wardmote"'
    assert refusal["Content-Type"] == "application/problem+json"
    assert refusal.json()["status"] == 401


@pytest.mark.parametrize(("method", "path"), WITH_TOKEN)
def test_an_expired_token_is_no_token(
    make_person: Callable[..., Person], program_of: Callable[..., Call], at: datetime, method: str, path: str
) -> None:
    call = program_of(make_person("old"), made=at - timedelta(days=31), days=30)
    assert call(method, path).status_code == 401


def test_a_revoked_token_is_no_token(lead: Call) -> None:
    assert lead("DELETE", "/tokens/current").status_code == 204
    assert lead("DELETE", "/tokens/current").status_code == 401
    assert lead("GET", "/me").status_code == 401


def test_the_token_of_a_person_who_was_shut_out_is_no_token(
    make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    person = make_person("gone")
    call = program_of(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert call("GET", "/me").status_code == 401


@pytest.mark.parametrize(("method", "path"), WITH_TOKEN)
def test_a_role_that_needs_a_second_factor_needs_it_here_too(
    world: dict[str, Body],
    make_person: Callable[..., Person],
    program_of: Callable[..., Call],
    method: str,
    path: str,
) -> None:
    refusal = program_of(make_person("bare", Role.LEAD, world["own"], factor=False))(method, path)
    assert refusal.status_code == 403
    assert "second factor" in refusal.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/results", "results:read"),
        ("GET", "/councils/OAKHAM/results", "results:read"),
        ("GET", "/councils/OAKHAM/stocktake", "assessments:read"),
        ("PUT", "/councils/OAKHAM/stocktake/answers/any", "assessments:write"),
        ("POST", "/councils/OAKHAM/stocktake/areas/leadership/submit", "assessments:write"),
        ("GET", "/councils/OAKHAM/members", "members:read"),
        ("GET", "/councils/OAKHAM/activity", "activity:read"),
    ],
)
def test_a_token_without_the_scope_is_refused(
    world: dict[str, Body],
    make_person: Callable[..., Person],
    program_of: Callable[..., Call],
    method: str,
    path: str,
    scope: str,
) -> None:
    others = {"results:read", "assessments:read", "assessments:write", "members:read", "activity:read"} - {scope}
    refusal = program_of(make_person("lena", Role.LEAD, world["own"]), *others)(method, path)
    assert refusal.status_code == 403
    assert scope in refusal.json()["detail"]


def test_a_session_counts_for_nothing(world: dict[str, Body], make_person: Callable[..., Person]) -> None:
    browser = Client()
    with seeing_as_system():
        browser.force_login(
            make_person("lena", Role.LEAD, world["own"]),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.get("/api/v1/councils").status_code == 200


def test_a_token_keeps_the_day_of_its_last_use(lead: Call, at: datetime) -> None:
    lead("GET", "/me")
    assert ApiToken.objects.get().last_used_on == at.date()
    with seeing_as_system():
        ApiToken.objects.update(last_used_on=at.date() - timedelta(days=3))
    lead("GET", "/me")
    assert ApiToken.objects.get().last_used_on == at.date()
