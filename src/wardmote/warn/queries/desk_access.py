"""Whose desk does this page belong to, and does this person run it? Looked up and checked in one step."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, viewer_of

from ..circle_policies import OWNERS
from ..labels import OPERATORS

PLACES = (
    ("queue", _("Queue")),
    ("bulletins", _("Bulletins")),
    ("board", _("Board")),
    ("posts", _("Questions and posts")),
    ("circles", _("Circles")),
    ("settings", _("Settings")),
)


@dataclass(frozen=True)
class Bench:
    """Who asks, when, and whose desk it is."""

    viewer: Viewer
    owner: Body
    at: datetime

    @cached_property
    def name(self) -> str:
        """Return what the WARP, or the programme, is called."""
        return name_of(self.owner)

    @property
    def day(self) -> date:
        """Return the desk's day."""
        return localdate(self.at)

    @property
    def places(self) -> list[tuple[str, object]]:
        """Return where each page of the desk stands, and what it is called."""
        return [(reverse(f"desk:{place}", args=[self.owner.code]), words) for place, words in PLACES]

    @property
    def context(self) -> dict[str, object]:
        """Return what every page of the desk shows."""
        return {"bench": self, "owner": self.owner, "name": self.name}


def running(request: HttpRequest, code: str) -> Bench:
    """Let in whoever runs the WARP, or the programme; to everybody else the page isn't there."""
    viewer, at = viewer_of(request), moment_of(request)
    found = Body.objects.filter(code=code, kind__in=OWNERS, is_demonstration=viewer.person.is_demonstration).first()
    if found is None or not viewer.roles_in(found.pk) & OPERATORS:
        raise missing()
    return Bench(viewer, found, at)
