"""Does every operation answer as the OpenAPI document says, whatever it is sent?

Schemathesis makes up requests from the document, good ones and bad ones (NUL bytes, huge numbers, wrong
types, odd Unicode, missing and surplus values), and calls the site's own WSGI application.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from allauth.mfa.models import Authenticator
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks as openapi_checks

from wardmote.assess.models import Answer
from wardmote.assess.public import answer_question, first_area, submit_stocktake
from wardmote.config.wsgi import application
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import ApiToken, Body, BodyRecord, Person
from wardmote.register.public import Viewer, find_viewer

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]
FEW = settings(max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
CONFIG = SchemathesisConfig.from_dict({"seed": 1, "generation": {"deterministic": True}})
document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)
CODE, QUESTION = "OAKHAM", first_area().questions[0].id


@pytest.fixture(autouse=True)
def _kept_connection() -> Iterator[None]:
    """Keep the connection, with the test's transaction, from one request to the next (as Django's client does)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def cyber_lead(db: None) -> Viewer:
    """The lead of a council that has submitted its stocktake, changed an answer since, and has two colleagues."""
    at = datetime.now(UTC)
    with seeing_as_system():
        council = Body.objects.create(code=CODE, kind="district")
        BodyRecord.objects.create(body=council, name="Oakham Council", short_name="Oakham", source="test")
        people = [Person.objects.create_user(f"{name}@x.example", name) for name in ("Lena", "Carl", "Vera")]
        for person, role in zip(people, (Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER), strict=True):
            grant_membership(by=None, person=person, body=council, role=role, at=at)
        Authenticator.objects.create(user=people[0], type=Authenticator.Type.TOTP, data={})
        viewer = find_viewer(people[0], at.date())
        for question in first_area().questions:
            answer_question(by=viewer, council=council, question=question.id, level=2, note="", edition=0, at=at)
        submit_stocktake(by=viewer, council=council, area=first_area().id, at=at)
        answer_question(by=viewer, council=council, question=QUESTION, level=3, note="", edition=1, at=at)
    return viewer


@pytest.fixture
def make_token(cyber_lead: Viewer) -> Callable[[str], str]:
    """Return a function that makes a token of the lead, with every scope, instead of the last of that name."""

    def make(name: str) -> str:
        with seeing_as_system():
            ApiToken.objects.filter(name=name).delete()
            _token, text = issue_token(by=cyber_lead, name=name, scopes=list(SCOPES), days=1, at=datetime.now(UTC))
        return text

    return make


@pytest.fixture
def headers_for(make_token: Callable[[str], str]) -> Callable[[Any], dict[str, str]]:
    """Return a function that gives a case a good token: a new one for each that revokes its own."""
    lasting = make_token("lasting")

    def give(case: Any) -> dict[str, str]:
        case.headers.pop("Authorization", None)
        token = make_token("spent") if case.operation.path.endswith("/tokens/current") else lasting
        return {"Authorization": f"Bearer {token}"}

    return give


@pytest.mark.django_db
@document.parametrize()
@FEW
def test_nobody_gets_an_answer_that_the_document_does_not_know(case: Any) -> None:
    case.call_and_validate(checks=CHECKS)


@document.parametrize()
@FEW
def test_a_lead_gets_no_answer_that_the_document_does_not_know(
    case: Any, headers_for: Callable[[Any], dict[str, str]]
) -> None:
    case.call_and_validate(checks=CHECKS, headers=headers_for(case))


@document.include(path_regex="{code}").parametrize()
@FEW
def test_a_lead_gets_only_documented_answers_about_their_own_council(
    case: Any, headers_for: Callable[[Any], dict[str, str]]
) -> None:
    known = {"code": CODE, "question": QUESTION, "area": first_area().id}
    case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
    if "question" in case.path_parameters and isinstance(case.body, dict) and "edition" not in case.body:
        with seeing_as_system():
            case.body["edition"] = Answer.objects.get(stocktake__closed_at=None, question=QUESTION).edition
    case.call_and_validate(checks=CHECKS, headers=headers_for(case))
