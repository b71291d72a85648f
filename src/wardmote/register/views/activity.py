"""What has happened in this council's name, and who from outside has looked?"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.engines.cells import harmless
from wardmote.kernel.models import AuditEntry

from .. import policies
from ..models import Body
from ..queries.access import body_named, viewer_of
from ..queries.bodies import name_of
from ..queries.people import entries_of, names_of, readings_of
from ..words import ACTION_WORDS, people_in, say_subject, say_values


def _read(request: HttpRequest, code: str) -> Body:
    viewer = viewer_of(request)
    council = body_named(viewer, code)
    policies.check_can_read_activity(viewer, council)
    return council


@require_safe
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """Show the council's own entries and the readings of its data."""
    council = _read(request, code)
    page = Paginator(entries_of(council), 50).get_page(request.GET.get("page"))
    context = {
        "council": council,
        "name": name_of(council),
        "page": page,
        "lines": _lines(page.object_list),
        "readings": readings_of(council),
    }
    return render(request, "register/activity.html", context)


class _Echo:
    """A file that hands back what is written, so that rows can be made one by one."""

    def write(self, value: str) -> str:
        """Return the line."""
        return value


@dataclass(frozen=True)
class Line:
    """One audit entry in words."""

    at: datetime
    who: str
    what: str
    about: str
    before: str
    after: str


def _lines(entries: Iterable[AuditEntry]) -> list[Line]:
    found = list(entries)
    people = names_of(
        {e.person_id for e in found if e.person_id}.union(*(people_in(e.before) | people_in(e.after) for e in found))
    )
    return [
        Line(
            e.at,
            people.get(e.person_id or 0, ""),
            str(ACTION_WORDS.get(e.action, e.action)),
            say_subject(e.subject),
            say_values(e.before, people),
            say_values(e.after, people),
        )
        for e in found
    ]


@require_safe
def export_activity(request: HttpRequest, code: str) -> HttpResponse:
    """Download the council's own entries as CSV."""
    council = _read(request, code)
    entries = list(entries_of(council)[:100_000])
    people = names_of({e.person_id for e in entries if e.person_id})
    writer = csv.writer(_Echo())

    def rows() -> Iterator[str]:
        yield writer.writerow(["number", "at", "who", "what", "subject", "from", "to", "hash"])
        for e in entries:
            yield writer.writerow(
                [
                    e.sequence,
                    e.at.isoformat(),
                    harmless(people.get(e.person_id or 0, "")),
                    e.action,
                    e.subject,
                    json.dumps(e.before),
                    json.dumps(e.after),
                    e.digest,
                ]
            )

    response = HttpResponse(rows(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="activity-{council.code.lower()}.csv"'
    return response
