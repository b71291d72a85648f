"""Does a setting that can't work say so at once, in one sentence that names the variable?"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Runs = Callable[..., subprocess.CompletedProcess[str]]
Asks = Callable[..., str]
START = "import django; django.setup()"

# Starts the settings and the logs once for each set of variables that it is given, in a fork of its own.
TRIES = """
import json, os, sys
import django.conf, environs, dj_database_url, structlog
for number, changed in enumerate(json.loads(sys.argv[1])):
    if child := os.fork():
        os.waitpid(child, 0)
        continue
    for name, value in changed.items():
        os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
    try:
        from django.conf import settings
        from wardmote.config.logs import configure
        configure(settings.LOGGING)
        said = "started"
    except BaseException as fault:
        said = f"{type(fault).__name__}: {fault}"
    print(json.dumps([number, said]), flush=True)
    os._exit(0)
"""

REFUSED = [
    ("WARDMOTE_MODE", "live", "set it to 'local' or 'production'"),
    ("WARDMOTE_SECRET_KEY", None, "is not set. Make one with: "),
    ("WARDMOTE_SECRET_KEY", "", "is not set. Make one with: "),
    ("WARDMOTE_SECRET_KEY", "k" * 49, "must have at least 50 characters"),
    ("WARDMOTE_HOSTS", None, "is not set: name the host that people will visit"),
    ("WARDMOTE_HOSTS", "", "is not set: name the host that people will visit"),
    ("DATABASE_URL", "nonsense", "looks like postgres://name:password@host:5432/wardmote"),
    ("DATABASE_URL", "postgres://host:port/wardmote", "looks like postgres://name:password@host:5432/wardmote"),
    ("DATABASE_URL", "mysql://host/wardmote", "must name a PostgreSQL database"),
    ("DATABASE_URL", "sqlite:///wardmote.db", "must name a PostgreSQL database"),
    ("WARDMOTE_MAIL_URL", "https://mail.test", "must start with smtp://, smtp+tls:// or smtps://"),
    ("WARDMOTE_MAIL_URL", "mail.test:25", "must start with smtp://, smtp+tls:// or smtps://"),
    ("WARDMOTE_MAIL_FROM", "nobody", "must be an e-mail address"),
    ("WARDMOTE_IDLE_MINUTES", "two hours", "must be a whole number"),
    ("WARDMOTE_IDLE_MINUTES", "4", "must be between 5 and 720; it is 4"),
    ("WARDMOTE_IDLE_MINUTES", "721", "must be between 5 and 720; it is 721"),
    ("WARDMOTE_BEHIND_PROXY", "maybe", "must be 'yes' or 'no'"),
    ("WARDMOTE_DEMO", "perhaps", "must be 'yes' or 'no'"),
]
# Each of these is a defect: it starts, or falls over without naming the variable.
NOT_YET = [
    ("WARDMOTE_MAIL_URL", "smtp://mail.test:abc", "port"),
    ("WARDMOTE_MAIL_URL", "smtp://", "host"),
    ("WARDMOTE_LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
    ("WARDMOTE_HOSTS", "https://wardmote.test", "without https://"),
    ("WARDMOTE_URL", None, "is not set"),
    ("WARDMOTE_URL", "wardmote.test", "must start with https://"),
]


NEEDS_ANOTHER: list[tuple[str, dict[str, str | None]]] = [
    ("WARDMOTE_OIDC_CLIENT_ID", {"WARDMOTE_OIDC_SERVER": "https://id.test"}),
    (
        "WARDMOTE_OIDC_CLIENT_SECRET",
        {"WARDMOTE_OIDC_SERVER": "https://id.test", "WARDMOTE_OIDC_CLIENT_ID": "wardmote"},
    ),
    (
        "WARDMOTE_DATABASE_AS_OWNER",
        {"WARDMOTE_DATABASE_AS_OWNER": "maybe", "DATABASE_URL": "postgres://u:p@h/wardmote"},
    ),
]
HARMLESS: list[dict[str, str | None]] = [{}, {"DATABASE_URL": "postgres://u:p@h/wardmote"}]
LEAKY: list[dict[str, str | None]] = [
    {"DATABASE_URL": "mysql://wardmote:hunter2-database@host/wardmote"},
    {"DATABASE_URL": "postgres://wardmote:hunter2-database@host:port/wardmote"},
    {"WARDMOTE_MAIL_URL": "imap://wardmote:hunter2-mail@host"},
    {"WARDMOTE_SECRET_KEY": "hunter2-key"},
]
ALL = [
    *({variable: value} for variable, value, _ in REFUSED + NOT_YET),
    *(changed for _, changed in NEEDS_ANOTHER),
    *HARMLESS,
    *LEAKY,
]


@pytest.fixture(scope="module")
def said(in_production: Runs) -> Asks:
    """Say what starting with these variables ends with: `started`, or the fault."""
    answer = in_production("-c", TRIES, json.dumps(ALL))
    assert answer.returncode == 0, answer.stderr
    found = dict(json.loads(line) for line in answer.stdout.splitlines())
    return lambda changed: found[ALL.index(changed)]


def check_refusal(sentence: str, variable: str, words: str) -> None:
    """Check that a refusal is one sentence about the variable."""
    assert sentence.startswith(f"ImproperlyConfigured: {variable} ")
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("changed", HARMLESS)
def test_settings_that_can_work_start(said: Asks, changed: dict[str, str | None]) -> None:
    assert said(changed) == "started"


@pytest.mark.parametrize(("variable", "value", "words"), REFUSED)
def test_a_setting_that_cant_work_is_refused_by_name(said: Asks, variable: str, value: str | None, words: str) -> None:
    check_refusal(said({variable: value}), variable, words)


@pytest.mark.parametrize(("variable", "value", "words"), NOT_YET)
def test_a_setting_that_cant_work_is_refused_by_name_too(
    said: Asks, variable: str, value: str | None, words: str
) -> None:
    check_refusal(said({variable: value}), variable, words)


@pytest.mark.parametrize(("variable", "needs"), NEEDS_ANOTHER)
def test_a_setting_that_another_needs_is_refused_by_name(
    said: Asks, variable: str, needs: dict[str, str | None]
) -> None:
    check_refusal(said(needs), variable, "")


@pytest.mark.parametrize("changed", LEAKY)
def test_a_refusal_never_repeats_a_secret(said: Asks, changed: dict[str, str | None]) -> None:
    assert said(changed).startswith("ImproperlyConfigured")
    assert "hunter2" not in said(changed)


def test_without_a_mode_production_is_meant(in_production: Runs) -> None:
    asks = START + "; from django.conf import settings as s; print(s.WARDMOTE_MODE, s.DEBUG, s.SESSION_COOKIE_SECURE)"
    assert in_production("-c", asks, WARDMOTE_MODE=None).stdout.split() == ["production", "False", "True"]


def test_a_local_installation_keeps_its_own_key_to_itself(in_production: Runs, tmp_path: Path) -> None:
    asks = START + "; from django.conf import settings; print(settings.SECRET_KEY)"
    runs = [
        in_production("-c", asks, WARDMOTE_MODE="local", WARDMOTE_SECRET_KEY=None, WARDMOTE_HOME=str(tmp_path))
        for _ in range(2)
    ]
    first, second = (run.stdout.strip() for run in runs)
    assert len(first) >= 50
    assert first == second
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_mail_address_says_host_port_and_encryption(in_production: Runs) -> None:
    names = ("HOST", "PORT", "USE_SSL", "USE_TLS", "HOST_USER", "HOST_PASSWORD")
    asks = START + f"; from django.conf import settings as s; print(*(getattr(s, 'EMAIL_' + n) for n in {names}))"
    for address, expected in {
        "smtp://mail.test": "mail.test 25 False False",
        "smtps://mail.test": "mail.test 465 True False",
        "smtp+tls://ada:p%40ss@mail.test:2525": "mail.test 2525 False True ada p@ss",
    }.items():
        assert in_production("-c", asks, WARDMOTE_MAIL_URL=address).stdout.strip() == expected


def test_spaces_after_the_commas_between_hosts_do_no_harm(in_production: Runs) -> None:
    asks = START + "; from django.conf import settings; print(*settings.ALLOWED_HOSTS, sep='|')"
    found = in_production("-c", asks, WARDMOTE_HOSTS="wardmote.test, www.wardmote.test").stdout
    assert found.strip() == "wardmote.test|www.wardmote.test"
