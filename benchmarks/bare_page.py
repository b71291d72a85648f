"""The peer: what does a bare Django page with 60 rows cost, with Django's own templates and with Jinja2?"""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory, override_settings
from django.urls import path
from jinja2 import Environment

from wardmote.register.models import BodyRecord

ROWS = 60
TEMPLATE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table><thead><tr><th>Name</th><th>Region</th><th>Kind</th><th>Population</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/councils/{{ row.body.code }}/">{{ row.name }}</a></td><td>{{ row.region }}</td>
<td>{{ row.body.kind }}</td><td>{{ row.population }}</td></tr>{% endfor %}</tbody></table></body></html>"""
DJANGO = Engine().from_string(TEMPLATE)
JINJA = Environment(autoescape=True).from_string(TEMPLATE)

# What `django-admin startproject` gives.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def _rows() -> list[BodyRecord]:
    return list(BodyRecord.objects.select_related("body").order_by("pk")[:ROWS])


def with_django(request: HttpRequest) -> HttpResponse:
    """Render the page with Django's own template language."""
    return HttpResponse(DJANGO.render(Context({"title": "Councils", "rows": _rows()})))


def with_jinja(request: HttpRequest) -> HttpResponse:
    """Render the same page with Jinja2."""
    return HttpResponse(JINJA.render(title="Councils", rows=_rows()))


urlpatterns = [path("django/", with_django), path("jinja/", with_jinja)]


def bare(address: str) -> Callable[[], bytes]:
    """Return a request for one of the two pages through a bare site's stack."""
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE):
        handler: Any = WSGIHandler()
    factory = RequestFactory()

    def ask() -> bytes:
        with override_settings(ROOT_URLCONF=__name__):
            environ = factory.get(address, SERVER_NAME="localhost").environ
            answer = handler(environ, lambda code, _headers: None)
            if answer.status_code != 200:
                raise RuntimeError("the bare page failed")
            return b"".join(answer)

    return ask
