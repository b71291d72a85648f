"""Does a setting that can't work say so at once, in one sentence that names the variable?"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Runs = Callable[..., subprocess.CompletedProcess[str]]
START = "import django; django.setup()"
REFUSAL = "django.core.exceptions.ImproperlyConfigured: "

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
    ("DATABASE_URL", "postgres://", "looks like postgres://name:password@host:5432/wardmote"),
    ("WARDMOTE_URL", None, "is not set"),
    ("WARDMOTE_URL", "wardmote.test", "must start with https://"),
]


def check_refusal(answer: subprocess.CompletedProcess[str], variable: str, words: str) -> None:
    """Check that the last thing said is one sentence about the variable."""
    assert answer.returncode != 0, answer.stdout
    last = answer.stderr.strip().splitlines()[-1]
    assert last.startswith(REFUSAL), answer.stderr[-500:]
    sentence = last.removeprefix(REFUSAL)
    assert sentence.startswith(variable), sentence
    assert words in sentence


@pytest.mark.parametrize(("variable", "value", "words"), REFUSED)
def test_a_setting_that_cant_work_is_refused_by_name(
    in_production: Runs, variable: str, value: str | None, words: str
) -> None:
    check_refusal(in_production("-c", START, **{variable: value}), variable, words)


@pytest.mark.xfail(strict=True, reason="the settings don't refuse this in words yet")
@pytest.mark.parametrize(("variable", "value", "words"), NOT_YET)
def test_a_setting_that_cant_work_is_refused_by_name_too(
    in_production: Runs, variable: str, value: str | None, words: str
) -> None:
    check_refusal(in_production("-c", START, **{variable: value}), variable, words)


@pytest.mark.xfail(strict=True, reason="read by env.str and env.bool, whose errors aren't ours")
@pytest.mark.parametrize(
    ("variable", "needs"),
    [
        ("WARDMOTE_OIDC_CLIENT_ID", {"WARDMOTE_OIDC_SERVER": "https://id.test"}),
        (
            "WARDMOTE_OIDC_CLIENT_SECRET",
            {"WARDMOTE_OIDC_SERVER": "https://id.test", "WARDMOTE_OIDC_CLIENT_ID": "wardmote"},
        ),
        (
            "WARDMOTE_DATABASE_AS_OWNER",
            {"WARDMOTE_DATABASE_AS_OWNER": "maybe", "DATABASE_URL": "postgres://u:p@h/wardmote"},
        ),
    ],
)
def test_a_setting_that_another_needs_is_refused_by_name(
    in_production: Runs, variable: str, needs: dict[str, str]
) -> None:
    check_refusal(in_production("-c", START, **needs), variable, "")


def test_a_refusal_never_repeats_a_secret(in_production: Runs) -> None:
    for changed in (
        {"DATABASE_URL": "mysql://wardmote:hunter2-database@host/wardmote"},
        {"WARDMOTE_MAIL_URL": "imap://wardmote:hunter2-mail@host"},
        {"WARDMOTE_SECRET_KEY": "hunter2-key"},
    ):
        answer = in_production("-c", START, **changed)
        assert answer.returncode != 0
        assert "hunter2" not in answer.stderr + answer.stdout


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
    asks = START + (
        "; from django.conf import settings as s"
        "; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_SSL, s.EMAIL_USE_TLS, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD)"
    )
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
