"""Does every operation answer as the OpenAPI document says, whatever it is sent?

Schemathesis makes up requests from the document, good ones and bad ones (NUL bytes, huge numbers, wrong
types, odd Unicode, missing and surplus values), and calls the site's own WSGI application.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import Any, get_args

import pytest
import schemathesis
from allauth.mfa.models import Authenticator
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from ninja import Schema
from schemathesis import checks
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks as openapi_checks

from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.save_outcome import Given, save_outcome
from wardmote.assess.models import Answer, Assessment, OutcomeAnswer
from wardmote.assess.public import answer_question, first_area, submit_stocktake
from wardmote.assess.queries.desks import find_desk
from wardmote.config.wsgi import application
from wardmote.engines.frameworks import Status
from wardmote.estate.models import System, SystemKind
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
CODE, QUESTION, OUTCOME = "OAKHAM", first_area().questions[0].id, "A1.a"


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
        System.objects.create(council=council, name="Catalogue", kind=SystemKind.MISSION, added_at=at)
        begin_assessment(viewer, council, at)
    return viewer


def begin_assessment(viewer: Viewer, council: Body, at: datetime) -> None:
    """Open an assessment and answer one outcome."""
    wish = Wish("caf", "3.2", "baseline", "CAF 2026")
    assessment = open_assessment(by=viewer, council=council, wish=wish, at=at)
    desk = find_desk(viewer, CODE, assessment.pk, at)
    given = Given(status=Status.NOT_ACHIEVED, confidence=1, justification="Minutes of March.")
    save_outcome(by=desk, part=desk.part(0), outcome=OUTCOME, given=given, edition=0, at=at)


def known_values() -> dict[str, str]:
    """Return what stands in the addresses of the council's own things."""
    with seeing_as_system():
        return {
            "code": CODE,
            "question": QUESTION,
            "area": first_area().id,
            "system_id": str(System.objects.earliest("pk").pk),
            "number": str(Assessment.objects.get().pk),
            "position": "0",
            "outcome": OUTCOME,
        }


def edition_of(address: dict[str, Any]) -> int | None:
    """Return the edition of what an operation saves anew, None where it saves nothing that has one."""
    with seeing_as_system():
        if "question" in address:
            return int(Answer.objects.get(stocktake__closed_at=None, question=QUESTION).edition)
        return int(OutcomeAnswer.objects.get().edition) if "outcome" in address else None


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
    known = known_values()
    case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
    edition = edition_of(case.path_parameters)
    if edition is not None and isinstance(case.body, dict) and "edition" not in case.body:
        case.body["edition"] = edition
    case.call_and_validate(checks=CHECKS, headers=headers_for(case))


def test_no_two_shapes_share_a_name_in_the_document() -> None:
    """The document has one place for each name: of two enumerations called `Status`, one would stand for both."""
    named: dict[str, set[type]] = {}
    for shape in _shapes(Schema):
        for found in (shape, *_enumerations(shape)):
            named.setdefault(found.__name__, set()).add(found)
    assert {name: sorted(map(str, found)) for name, found in named.items() if len(found) > 1} == {}
    assert {"StatusWord", "Status", "Reply"} <= set(named)


def _shapes(shape: type[Schema]) -> Iterator[type[Schema]]:
    for found in shape.__subclasses__():
        if found.__module__.startswith("wardmote."):
            yield found
        yield from _shapes(found)


def _enumerations(shape: type[Schema]) -> Iterator[type]:
    waiting: list[Any] = [field.annotation for field in shape.model_fields.values()]
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            yield annotation
        waiting += get_args(annotation)
