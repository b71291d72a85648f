"""How far have mail, domain and web controls come across councils, and how fast? Two pages and a file."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wardmote.engines.checks.registry import checks
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.moments import read_as_at
from wardmote.kernel.roles import READS_NATIONAL_RESULTS
from wardmote.register.public import Viewer, viewer_of
from wardmote.watch.public import SEVERITY_WORDS

from ..bars import pieces_of
from ..lines import Line, line_of
from ..outcome_figures import share_in_words
from ..queries.mending import mending_on
from ..queries.uptake import COUNTED, Control, Figures, control_over_time, controls_on
from ..tables import table_file

WITHHELD = "withheld"
BARS = {"good": "achieved", "weak": "partially-achieved", "bad": "not-achieved"}


@require_safe
def controls(request: HttpRequest) -> HttpResponse:
    """Show every control with its figures."""
    viewer, day = _reader(request)
    found = controls_on(day, demonstration=viewer.person.is_demonstration)
    context = {
        "title": _title(found),
        "groups": [(area, [one for one in found if one.area == area]) for area in ("mail", "dns", "web")],
        "area_words": {"mail": _("Mail"), "dns": _("Names"), "web": _("Web")},
        "words": {verdict.value: verdict.label for verdict in COUNTED},
        "day": found[0].now.day if found else day,
        "is_empty": not found,
        "share_in_words": share_in_words,
        "mending": mending_on(day, demonstration=viewer.person.is_demonstration),
        "severity_words": SEVERITY_WORDS,
        "bar_of": _bar,
        "file": f"{reverse('oversee:controls_file')}?as_at={day.isoformat()}",
        "back": reverse("oversee:map"),
        "back_text": _("Map"),
    }
    return render(request, "oversee/controls.html", context)


@require_safe
def control(request: HttpRequest, check_id: str) -> HttpResponse:
    """Show one control over a year."""
    viewer, day = _reader(request)
    check = next((check for check in checks() if check.id == check_id), None)
    if check is None:
        raise missing()
    history = control_over_time(check_id, day, demonstration=viewer.person.is_demonstration)
    context = {
        "check": check,
        "history": tuple(reversed(history)),
        "title": _control_title(check.title, history),
        "line": _line(history),
        "words": {verdict.value: verdict.label for verdict in COUNTED},
        "share_in_words": share_in_words,
        "back": reverse("oversee:controls"),
        "back_text": _("Controls across councils"),
    }
    return render(request, "oversee/control.html", context)


@require_safe
def controls_file(request: HttpRequest) -> HttpResponse:
    """Give the same figures as CSV, with the same ones withheld."""
    viewer, day = _reader(request)
    found = controls_on(day, demonstration=viewer.person.is_demonstration)
    rows = [
        [
            one.check_id,
            one.title,
            one.area,
            *(WITHHELD if n is None else n for n in (one.now.total, *one.now.counts.values())),
            one.now.day.isoformat(),
        ]
        for one in found
    ]
    columns = ["check", "title", "area", "councils", *(verdict.value for verdict in COUNTED), "as_at"]
    return table_file(f"controls-{day.isoformat()}", columns, rows)


def _reader(request: HttpRequest) -> tuple[Viewer, date]:
    viewer = viewer_of(request)
    if not viewer.holds(READS_NATIONAL_RESULTS):
        raise Denied(_("These figures are for the national programme."))
    return viewer, read_as_at(request.GET.get("as_at"))


def _title(found: tuple[Control, ...]) -> str:
    shown = [one for one in found if one.now.good is not None and one.now.total]
    if not shown:
        return _("Controls across councils")
    least = min(shown, key=lambda one: (one.now.good or 0) / (one.now.total or 1))
    return _("%(control)s: in order at %(share)s of the councils, the fewest of all controls") % {
        "control": least.title,
        "share": share_in_words(least.now.good or 0, least.now.total or 1),
    }


def _control_title(title: str, history: tuple[Figures, ...]) -> str:
    newest = history[-1] if history else None
    if newest is None or newest.good is None or not newest.total:
        return title
    return _("%(control)s: in order at %(share)s of the councils") % {
        "control": title,
        "share": share_in_words(newest.good, newest.total),
    }


def _bar(figures: Figures) -> object:
    parts = [(BARS.get(verdict, WITHHELD), n) for verdict, n in figures.counts.items()]
    return pieces_of(parts, figures.total)


def _line(history: tuple[Figures, ...]) -> Line | None:
    points = [(one.day, 100 * one.good / one.total) for one in history if one.good is not None and one.total]
    return line_of(points) if len(points) > 1 else None
