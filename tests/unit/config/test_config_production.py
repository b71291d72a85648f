"""What does a production installation promise browsers, from its first answer?"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Runs = Callable[..., subprocess.CompletedProcess[str]]
Answers = dict[str, dict[str, Any]]

# Asks a freshly migrated production site for one answer of each kind; prints them as JSON.
ASKS = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
client = Client(headers={"host": "wardmote.test"}, raise_request_exception=False)
address = "ada@nowhere.example"
style = static("wardmote/wardmote.css")
asked = {
    "page": client.get("/", secure=True),
    "language": client.post("/language/", {"language": "cy", "back": "/"}, secure=True),
    "sign-in": client.post("/accounts/login/", {"email": address}, secure=True),
    "static": client.get(style, secure=True),
    "unknown": client.get("/nowhere/", secure=True),
    "demonstration": client.get("/demonstration/secret/", secure=True),
    "api": client.get("/api/v1/councils", secure=True),
    "plain": client.get("/councils/?q=kent"),
    "plain-post": client.post("/accounts/login/", {"email": address}),
    "plain-with-header": client.get("/", headers={"x-forwarded-proto": "https"}),
    "live": client.get("/health/live/"),
    "ready": client.get("/health/ready/"),
    "metrics": client.get("/metrics/", secure=True, headers={"x-forwarded-for": "192.0.2.1"}),
    "other-host": client.get("/", secure=True, headers={"host": "evil.test"}),
    "other-host-plain": client.get("/", headers={"host": "evil.test"}),
    "forwarded-host": client.get("/accounts/login/", secure=True, headers={"x-forwarded-host": "evil.test"}),
}
print(json.dumps({
    name: {
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": {key: dict(morsel) for key, morsel in answer.cookies.items()},
        "text": "" if answer.streaming else answer.content.decode(),
    }
    for name, answer in asked.items()
}))
"""


@pytest.fixture(scope="module")
def answers(in_production: Runs) -> Answers:
    """One answer of each kind from a site that ends TLS itself."""
    answer = in_production("-c", ASKS)
    assert answer.returncode == 0, answer.stderr[-2000:]
    found: Answers = json.loads(answer.stdout.splitlines()[-1])
    return found


def test_django_finds_nothing_to_warn_of_before_deployment(in_production: Runs) -> None:
    answer = in_production("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


def test_the_deployment_check_would_notice_a_weak_key(in_production: Runs) -> None:
    answer = in_production(
        "-m",
        "django",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        WARDMOTE_SECRET_KEY="django-insecure-" + "k" * 50,
    )
    assert answer.returncode != 0
    assert "security.W009" in answer.stderr


@pytest.mark.parametrize(
    ("answer", "cookie"), [("page", "__Host-wardmote_csrf"), ("sign-in", "__Host-wardmote_session")]
)
def test_a_cookie_is_bound_to_this_host_and_hidden_from_scripts(answers: Answers, answer: str, cookie: str) -> None:
    found = answers[answer]["cookies"][cookie]
    assert (found["secure"], found["httponly"], found["samesite"]) == (True, True, "Lax")
    # What the prefix __Host- asks of browsers (RFC 6265bis, section 4.1.3.2).
    assert (found["path"], found["domain"]) == ("/", "")


def test_the_language_cookie_is_sent_over_https_only(answers: Answers) -> None:
    found = answers["language"]["cookies"]["wardmote_language"]
    assert (found["secure"], found["httponly"], found["samesite"]) == (True, True, "Lax")


def test_no_answer_sets_any_other_cookie(answers: Answers) -> None:
    known = {"__Host-wardmote_csrf", "__Host-wardmote_session", "wardmote_language"}
    assert {name for answer in answers.values() for name in answer["cookies"]} <= known


@pytest.mark.parametrize("name", ["page", "static", "unknown", "api", "sign-in", "language"])
def test_browsers_are_told_to_come_back_by_https_only(answers: Answers, name: str) -> None:
    policy = answers[name]["headers"]["Strict-Transport-Security"]
    assert policy == "max-age=63072000; includeSubDomains; preload"


@pytest.mark.parametrize("name", ["plain", "plain-post", "plain-with-header"])
def test_http_leads_to_https_on_the_same_host(answers: Answers, name: str) -> None:
    assert answers[name]["status"] == 301
    assert answers[name]["headers"]["Location"].startswith("https://wardmote.test/")


def test_the_page_that_was_asked_for_survives_the_way_to_https(answers: Answers) -> None:
    assert answers["plain"]["headers"]["Location"] == "https://wardmote.test/councils/?q=kent"


@pytest.mark.parametrize("name", ["live", "ready"])
def test_a_health_page_answers_over_http(answers: Answers, name: str) -> None:
    assert answers[name]["status"] == 200


def test_a_proxy_is_believed_only_where_the_settings_name_one(in_production: Runs) -> None:
    asks = """
import django; django.setup()
from django.test import Client
for headers in ({"x-forwarded-proto": "https"}, {"x-forwarded-proto": "http"}, {}):
    print(Client(headers={"host": "wardmote.test"} | headers).get("/cookies/").status_code)
"""
    assert in_production("-c", asks, WARDMOTE_BEHIND_PROXY="yes").stdout.split() == ["200", "301", "301"]
    assert in_production("-c", asks).stdout.split() == ["301", "301", "301"]


@pytest.mark.parametrize("name", ["other-host", "other-host-plain"])
def test_another_host_gets_no_page_and_no_way_on(answers: Answers, name: str) -> None:
    assert answers[name]["status"] == 400
    assert "Location" not in answers[name]["headers"]
    assert "evil.test" not in answers[name]["text"]
    assert "We couldn't read that request" in answers[name]["text"].replace("&#39;", "'")


def test_a_forwarded_host_changes_nothing(answers: Answers) -> None:
    assert answers["forwarded-host"]["status"] == 200
    assert "evil.test" not in answers["forwarded-host"]["text"]


def test_there_is_no_demonstration_even_where_it_is_asked_for(in_production: Runs, answers: Answers) -> None:
    assert answers["demonstration"]["status"] == 404
    asks = (
        "import django; django.setup()\n"
        "from django.conf import settings; from django.urls import NoReverseMatch, reverse\n"
        "print(settings.HAS_DEMONSTRATION)\n"
        "try: reverse('demonstration:sign_in', args=['x'])\n"
        "except NoReverseMatch: print('nowhere')\n"
    )
    assert in_production("-c", asks, WARDMOTE_DEMO="yes").stdout.split() == ["False", "nowhere"]


def test_a_fault_shows_no_setting_and_no_source(in_production: Runs, home: Path) -> None:
    asks = """
import django; django.setup()
from unittest.mock import patch
from django.test import Client
client = Client(headers={"host": "wardmote.test"}, raise_request_exception=False)
with patch("wardmote.web.views.notices.render", side_effect=RuntimeError("inner words")):
    answer = client.get("/cookies/", secure=True)
print(answer.status_code, answer.content.decode())
"""
    page = in_production("-c", asks).stdout
    assert page.startswith("500")
    assert "Sorry, something went wrong on our side" in page
    for never in ("inner words", "Traceback", "RuntimeError", "SECRET_KEY", str(home)):
        assert never not in page


def test_metrics_are_closed_to_other_machines(answers: Answers) -> None:
    assert answers["metrics"]["status"] == 401


def test_static_files_carry_their_own_fingerprint_and_are_kept(answers: Answers) -> None:
    assert answers["static"]["status"] == 200
    assert "immutable" in answers["static"]["headers"]["Cache-Control"]
