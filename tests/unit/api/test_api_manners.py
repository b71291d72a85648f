"""Does the API answer every odd request in the same way, and describe itself?"""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from ninja import Router

from wardmote.api.rooms import routers
from wardmote.api.site import Api, api, as_the_caller

Call = Callable[..., Any]


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/councils/", "/councils/a/b/c"])
def test_an_address_that_leads_nowhere_is_a_problem(anybody: Call, path: str) -> None:
    refusal = anybody("GET", path or "/")
    assert (refusal.status_code, refusal["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_an_address_does_not_know_is_a_problem(anybody: Call, method: str) -> None:
    refusal = anybody(method, "/councils")
    assert (refusal.status_code, refusal["Allow"]) == (405, "GET")
    assert refusal["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_says_nothing_about_itself() -> None:
    client = Client(raise_request_exception=False)
    with patch("wardmote.register.rest.records_on", side_effect=RuntimeError("secret inside")):
        refusal = client.get("/api/v1/councils")
    assert (refusal.status_code, refusal["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in refusal.content


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5)
@pytest.mark.django_db
def test_too_many_values_are_a_problem() -> None:
    refusal = Client().get("/api/v1/councils?" + "&".join(f"a{number}=1" for number in range(9)))
    assert (refusal.status_code, refusal["Content-Type"]) == (400, "application/problem+json")


def test_every_room_that_offers_operations_is_found() -> None:
    assert len(list(routers())) == 6


def test_an_operation_that_names_no_scope_stops_the_site_from_starting() -> None:
    router = Router()
    router.get("/careless")(lambda request: {})
    careless = Api(urls_namespace="careless", auth=api.auth)
    careless.add_decorator(as_the_caller, mode="view")
    careless.add_router("", router)
    with pytest.raises(ImproperlyConfigured, match="must name the scope"):
        _ = careless.urls


def test_the_description_is_for_everybody_and_complete(anybody: Call) -> None:
    described = anybody("GET", "/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["summary"][0].isupper()
        assert "_" not in operation["summary"]
        for status, answer in operation["responses"].items():
            expected = "application/problem+json" if status >= "400" else "application/json"
            assert list(answer.get("content", {expected: {}})) == [expected]


def test_every_list_comes_in_pages(anybody: Call) -> None:
    described = anybody("GET", "/openapi.json").json()
    listing = [o for p in described["paths"].values() for o in p.values() if o["operationId"].startswith("list_")]
    paged = [o for o in listing if {"limit", "cursor"} <= {p["name"] for p in o["parameters"]}]
    assert {o["operationId"] for o in listing} - {o["operationId"] for o in paged} == {"list_regions"}
