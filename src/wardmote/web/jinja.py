"""What do templates have at hand?"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, PrefixLoader
from jinja2.loaders import BaseLoader, ChoiceLoader, PackageLoader

from wardmote.kernel.roles import ABOUT, Role


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment: GOV.UK's components, our filters, and gettext."""
    loader: BaseLoader = options.pop("loader")
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(  # noqa: S701 # nosec B701 - Django's backend passes autoescape=True
        loader=ChoiceLoader([loader, components]),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        static=static,
        url=url,
        messages_of=get_messages,
        language=get_language,
        has_demonstration=settings.HAS_DEMONSTRATION,
    )
    env.filters.update(day=day, moment=moment, number=number, role=role_title, percent=percent)
    return env


def url(name: str, *args: Any, **query: Any) -> str:
    """Return the address of a page, with the query values that aren't empty."""
    kept = {key: value for key, value in query.items() if value not in ("", None)}
    return reverse(name, args=args) + (f"?{urlencode(kept)}" if kept else "")


def day(value: date | datetime | None) -> str:
    """Return a day as people write it: 1 April 2027."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "j F Y")


def moment(value: datetime | None) -> str:
    """Return a moment as people write it: 1 April 2027 at 14:05."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


def number(value: float | None) -> str:
    """Return a whole number with separated thousands."""
    return f"{value:,.0f}" if value is not None else ""


def percent(value: float) -> str:
    """Return a share between 0 and 1 as a percentage."""
    return f"{value * 100:.0f}%"


def role_title(value: str) -> str:
    """Return what a role is called."""
    return str(ABOUT[Role(value)].title)
