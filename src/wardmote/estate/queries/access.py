"""Whose estate does this page speak of, and may this person be here? Looked up and checked in one step."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, own_body, viewer_of

from .. import policies


@dataclass(frozen=True)
class Visit:
    """Who asks, when, and about which council."""

    viewer: Viewer
    council: Body
    at: datetime

    @property
    def context(self) -> dict[str, object]:
        """Return what every page of the estate shows."""
        return {"council": self.council, "name": name_of(self.council)}


def reading(request: HttpRequest, code: str) -> Visit:
    """Let in whoever reads the council's answers."""
    viewer, at = viewer_of(request), moment_of(request)
    return Visit(viewer, own_body(viewer, code, at, policies.READERS), at)


def changing(request: HttpRequest, code: str) -> Visit:
    """Let in whoever changes what the council runs; readers are told why not."""
    visit = reading(request, code)
    policies.check_can_change(visit.viewer, visit.council, localdate(visit.at))
    return visit
