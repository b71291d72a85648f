"""Can whoever runs this see how it is doing, and nobody's name with it?"""

import re
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.kernel.models import Letter, WorkerPulse
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role

TOKEN = "a-token-for-metrics"


def test_the_process_says_that_it_is_alive_without_the_database(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(connection, "cursor", broken(OperationalError))
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def broken(fault: type[Exception]) -> Any:
    """Return what a database without a server answers."""

    def cursor(*_: Any, **__: Any) -> Any:
        raise fault("connection to server at 10.0.0.7 failed: password authentication failed for user wardmote")

    return cursor


def test_it_is_ready_while_the_database_answers(db: None, client: Client) -> None:
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "worker": False})


def test_it_says_whether_a_worker_is_alive(db: None, client: Client) -> None:
    WorkerPulse.objects.create(worker="one", beat_at=now().replace(year=2020))
    assert client.get("/health/ready/").json()["worker"] is False
    WorkerPulse.objects.create(worker="two", beat_at=now())
    assert client.get("/health/ready/").json()["worker"] is True


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError,
        pytest.param(
            InterfaceError,
        ),
    ],
)
def test_without_a_database_it_isnt_ready_and_says_no_more(
    db: None, client: Client, monkeypatch: Any, fault: type[Exception]
) -> None:
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken(fault))
        answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "worker": False}


def test_a_page_says_that_the_database_is_busy(world: World, monkeypatch: Any) -> None:
    person = world.someone(world.council("AAA"), Role.VIEWER)
    client = signed_in(person)
    monkeypatch.setattr("wardmote.register.views.tokens.tokens_of", broken(OperationalError))
    answer = client.get("/tokens/")
    assert answer.status_code == 503
    assert "The database didn&#39;t answer in time and nothing was changed." in answer.content.decode()
    assert "10.0.0.7" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/health/live/", "/health/ready/", "/metrics/"])
def test_a_health_page_starts_no_session_and_takes_no_form(db: None, client: Client, address: str) -> None:
    assert not client.get(address).cookies
    assert client.post(address).status_code == 405


def test_metrics_are_open_to_this_machine_where_there_is_no_token(db: None, client: Client) -> None:
    assert client.get("/metrics/").status_code == 200
    assert client.get("/metrics/", REMOTE_ADDR="::1").status_code == 200


FROM_ELSEWHERE = [
    {"REMOTE_ADDR": "192.0.2.1"},
    {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_REAL_IP": "127.0.0.1"},
    {"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "localhost"},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.1"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_FORWARDED_FOR": ""},
    {"REMOTE_ADDR": ""},
]
SAID_BY_PROXIES = [{"HTTP_X_REAL_IP": "192.0.2.1"}, {"HTTP_FORWARDED": "for=192.0.2.1"}]


@pytest.mark.parametrize("signs", FROM_ELSEWHERE, ids=str)
def test_metrics_are_closed_to_other_machines_whatever_they_claim(
    db: None, client: Client, signs: dict[str, Any]
) -> None:
    answer = client.get("/metrics/", **signs)
    assert answer.status_code == 401
    assert b"wardmote_" not in answer.content


@pytest.mark.parametrize("signs", SAID_BY_PROXIES, ids=str)
def test_metrics_are_closed_to_what_any_proxy_brings(db: None, client: Client, signs: dict[str, Any]) -> None:
    assert client.get("/metrics/", **signs).status_code == 401


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        ("", 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN} ", 401),
        pytest.param("Bearer caf\xe9", 401),
    ],
)
def test_with_a_token_metrics_are_for_its_holder_only(
    db: None, client: Client, settings: Any, said: str, status: int
) -> None:
    settings.METRICS_TOKEN = TOKEN
    client.raise_request_exception = False
    assert client.get("/metrics/", HTTP_AUTHORIZATION=said).status_code == status


def test_metrics_count_routes_and_never_addresses(db: None, client: Client) -> None:
    for address in ("/invitations/a-very-secret-one/", "/councils/?q=ada@aaa.gov.uk", "/nowhere/ada@aaa.gov.uk/"):
        client.get(address)
    text = client.get("/metrics/").content.decode()
    assert 'route="invitations/<str:secret>/"' in text
    assert 'route="unmatched"' in text
    assert "a-very-secret-one" not in text
    assert "@" not in text


def test_each_answer_is_counted_once_by_method_and_status(db: None, client: Client) -> None:
    def count() -> float:
        text = client.get("/metrics/").content.decode()
        found = re.search(r'wardmote_requests_total\{method="GET",route="privacy/",status="200"\} (\S+)', text)
        return float(found[1]) if found else 0.0

    before = count()
    for _ in range(3):
        client.get("/privacy/")
    assert count() == before + 3


def test_a_client_cant_make_metrics_grow_with_methods_of_its_own(db: None, client: Client) -> None:
    for number in range(3):
        client.generic(f"MADEUP{number}", "/privacy/")
    assert "MADEUP" not in client.get("/metrics/").content.decode()


def test_letters_and_workers_are_counted(db: None, client: Client) -> None:
    Letter.objects.create(to="ada@aaa.gov.uk", subject="s", text="t", message_id="<1@x>", created_at=now())
    WorkerPulse.objects.create(worker="one", beat_at=now())
    text = client.get("/metrics/").content.decode()
    assert 'wardmote_letters{state="waiting"} 1.0' in text
    assert re.search(r"wardmote_worker_last_beat_seconds 1\.\d+e\+09", text)
    assert "ada@" not in text


def test_every_answer_has_a_number_of_its_own(db: None, client: Client) -> None:
    numbers = {client.get(page).headers["X-Request-Id"] for page in ("/", "/", "/nowhere/", "/health/live/")}
    assert len(numbers) == 4
    assert all(re.fullmatch(r"[0-9a-f]{16}", number) for number in numbers)


def test_a_client_doesnt_choose_the_number(db: None, client: Client) -> None:
    answer = client.get("/", headers={"x-request-id": "chosen\u2028by-the-client"})
    assert "chosen" not in answer.headers["X-Request-Id"]
