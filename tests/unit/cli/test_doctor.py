"""Does the doctor find what is wrong, and say what to do?"""

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from tests.worlds import World
from wardmote.kernel import health
from wardmote.kernel.health import State
from wardmote.kernel.letters import write_letter
from wardmote.kernel.models import WorkerPulse
from wardmote.kernel.moments import now
from wardmote.kernel.worker import repost_letters


def test_every_check_has_its_line_and_each_bad_one_its_fix(wardmote: Callable[..., Any], elmton: World) -> None:
    found = wardmote("doctor", "--json")
    checks = {check["name"]: check for check in found.json["checks"]}
    assert set(checks) == {*health.CHECKS, "register", "audit", "pdf"}
    assert checks["worker"] == {
        "name": "worker",
        "state": "bad",
        "sentence": "No worker is running: no mail is sent.",
        "fix": "Start one: wardmote worker",
    }
    assert all(check["fix"] for check in checks.values() if check["state"] == "bad")
    assert found.code == 1


def test_the_result_comes_first_for_a_person(wardmote: Callable[..., Any], elmton: World) -> None:
    lines = wardmote("doctor").out.splitlines()
    assert "bad," in lines[0]
    assert any(line.startswith("✘ worker: ") and "→ Start one" in line for line in lines)


def test_a_fresh_pulse_is_a_living_worker(world: World) -> None:
    WorkerPulse.objects.create(worker="w", beat_at=now())
    assert health.worker_is_alive().state is State.GOOD


def test_jobs_that_wait_too_long_are_bad(world: World) -> None:
    repost_letters.enqueue()
    assert health.queue_moves().state is State.GOOD
    DBTaskResult.objects.update(enqueued_at=now() - timedelta(minutes=6))
    assert health.queue_moves().state is State.BAD


def test_jobs_that_failed_are_worth_a_look(world: World) -> None:
    repost_letters.enqueue()
    DBTaskResult.objects.update(status="FAILED", finished_at=now())
    assert health.queue_moves().state is State.WEAK


def use_mail_server(settings: LazySettings, port: int) -> None:
    """Set a mail server on this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_a_mail_server_that_is_not_there_is_bad(world: World, settings: LazySettings) -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        use_mail_server(settings, trial.getsockname()[1])
    assert health.letters_get_away().state is State.BAD


def test_letters_that_were_given_up_are_worth_a_look(
    world: World, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write_letter(to="a@b.example", subject="s", text="t", at=now())
    letter.state, letter.tries = "failed", 5
    letter.save()
    use_mail_server(settings, 25)
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", lambda self: True)
    assert health.letters_get_away().state is State.WEAK


@pytest.mark.parametrize(
    ("hosts", "address", "state"),
    [
        (["wardmote.example"], "https://wardmote.example", State.GOOD),
        ([".example"], "https://wardmote.example", State.GOOD),
        (["*"], "https://wardmote.example", State.BAD),
        (["wardmote.example"], "http://wardmote.example", State.BAD),
        (["wardmote.example"], "", State.BAD),
        (["other.example"], "https://wardmote.example", State.BAD),
    ],
)
def test_production_settings_must_fit_together(
    settings: LazySettings, hosts: list[str], address: str, state: State
) -> None:
    settings.WARDMOTE_IS_LOCAL, settings.ALLOWED_HOSTS, settings.SERVICE_URL = False, hosts, address
    assert health.settings_fit().state is state


def test_an_almost_full_disk_is_bad(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.WARDMOTE_HOME = tmp_path_factory.mktemp("home")
    for free, state in ((100_000_000, State.BAD), (500_000_000, State.WEAK), (5_000_000_000, State.GOOD)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: type("Usage", (), {"free": free}))
        assert health.disk_has_room().state is state


@pytest.mark.postgres_only
def test_the_wall_stands_on_postgresql(world: World) -> None:
    assert health.wall_stands().state is State.GOOD
