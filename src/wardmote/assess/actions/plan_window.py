"""The programme says when councils are asked to assess themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import outlines
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import policies_of_windows as policies
from ..models import Window

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Dates:
    """What a window is called, which edition it asks for, and from when to when (both days included)."""

    title: str
    framework: str
    version: str
    opens_on: date
    closes_on: date


def plan_window(*, by: Viewer, window: Window | None, dates: Dates, at: datetime) -> Window:
    """Plan a new window, or change one; assessments that were started in it stay with it."""
    policies.check_can_plan_windows(by)
    _check_fits(dates)
    with transaction.atomic():
        before = _facts(window) if window else {}
        window = window or Window(is_demonstration=by.person.is_demonstration, made_by=by.person, made_at=at)
        window.title, window.framework, window.version = dates.title.strip(), dates.framework, dates.version
        window.opens_on, window.closes_on = dates.opens_on, dates.closes_on
        _check_alone(window)
        window.save()
        audit.record(
            by=by.person.pk,
            body=None,
            action="window.changed" if before else "window.opened",
            subject=f"window:{window.pk}",
            at=at,
            before=before,
            after=_facts(window),
        )
    return window


def _check_fits(dates: Dates) -> None:
    if (dates.framework, dates.version) not in outlines():
        raise Denied(_("That framework isn't here. Choose one from the list."))
    if dates.closes_on <= dates.opens_on:
        raise Denied(_("The window must close after it opens."))
    if (dates.closes_on - dates.opens_on).days > LONGEST_DAYS:
        raise Denied(_("A window is open for a year at most."))


def _check_alone(window: Window) -> None:
    others = Window.objects.filter(
        framework=window.framework,
        is_demonstration=window.is_demonstration,
        opens_on__lte=window.closes_on,
        closes_on__gte=window.opens_on,
    ).exclude(pk=window.pk)
    other = others.first()
    if other:
        raise Denied(_("“%(title)s” is open at the same time. Choose other days.") % {"title": other.title})


def _facts(window: Window) -> dict[str, str]:
    return {
        "title": window.title,
        "edition": f"{window.framework}-{window.version}",
        "opens_on": window.opens_on.isoformat(),
        "closes_on": window.closes_on.isoformat(),
    }
