"""A throw-away installation to measure: the real register, 361 councils with results, and people of each role."""

import os
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

os.environ.setdefault("WARDMOTE_MODE", "local")
os.environ["WARDMOTE_HOME"] = tempfile.mkdtemp(prefix="wardmote-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "wardmote.config.settings"
os.environ["WARDMOTE_LOG_LEVEL"] = "ERROR"
os.environ.setdefault("WARDMOTE_DEMO", "no")


def cpu_ms(call: Callable[[], Any], times: int = 60, rounds: int = 5) -> float:
    """Return the CPU time of one call in milliseconds: the median of rounds, each an average."""
    for _ in range(5):
        call()
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(times):
            call()
        found.append((time.process_time() - begun) * 1000 / times)
    return median(found)


def set_up() -> None:
    """Make the database, collect static files and load the real register."""
    import django

    django.setup()
    from django.core.management import call_command

    from wardmote.kernel.moments import now
    from wardmote.kernel.viewer import seeing_as_system
    from wardmote.register.actions.load_register import load_register

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with seeing_as_system():
        load_register(at=now())


def browser_of(person: Any) -> Callable[[str], Callable[[], bytes]]:
    """Return a maker of requests through the whole WSGI stack, signed in as the person (or as nobody)."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.test import Client, RequestFactory

    client = Client()
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    application: Any = get_wsgi_application()
    requests = RequestFactory(SERVER_NAME="localhost")

    def page(address: str) -> Callable[[], bytes]:
        path, _, query = address.partition("?")

        def ask() -> bytes:
            environ = requests.get(path, QUERY_STRING=query).environ
            if cookie:
                environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={cookie.value}"
            status: list[str] = []
            body = b"".join(application(environ, lambda code, _headers: status.append(code)))
            if not status[0].startswith("200"):
                raise RuntimeError(f"{address} answered {status[0]}")
            return body

        ask()
        return ask

    return page
