"""Whose domains does this page speak of, and may this person be here? Looked up and checked in one step."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.estate.models import Domain
from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, own_body, viewer_of

from .. import policies


@dataclass(frozen=True)
class Desk:
    """Who asks, when, and about which council."""

    viewer: Viewer
    council: Body
    at: datetime

    @cached_property
    def name(self) -> str:
        """Return what the council is called."""
        return name_of(self.council)

    @cached_property
    def can_act(self) -> bool:
        """Say whether to offer the person what changes something."""
        return policies.can_act(self.viewer, self.council, localdate(self.at))

    @cached_property
    def can_open_doors(self) -> bool:
        """Say whether to offer the person links, badges and webhooks."""
        return policies.can_open_doors(self.viewer, self.council, localdate(self.at))

    @cached_property
    def can_shut_doors(self) -> bool:
        """Say whether to offer the person what shuts links and removes webhooks."""
        return policies.can_shut_doors(self.viewer, self.council, localdate(self.at))

    def domain(self, number: int) -> Domain:
        """Return one of the council's present domains, or say that the page isn't there."""
        found = Domain.objects.filter(council=self.council, pk=number, removed_at__isnull=True).first()
        if found is None:
            raise missing()
        return found

    @property
    def context(self) -> dict[str, object]:
        """Return what every page of this room shows."""
        return {"council": self.council, "name": self.name, "desk": self}


def reading(request: HttpRequest, code: str) -> Desk:
    """Let in whoever reads the council's answers."""
    viewer, at = viewer_of(request), moment_of(request)
    return Desk(viewer, own_body(viewer, code, at, policies.READERS), at)


def acting(request: HttpRequest, code: str) -> Desk:
    """Let in whoever acts for the council; readers are told why not."""
    desk = reading(request, code)
    policies.check_can_act(desk.viewer, desk.council, localdate(desk.at))
    return desk


def opening_doors(request: HttpRequest, code: str) -> Desk:
    """Let in the council's lead; others are told why not."""
    desk = reading(request, code)
    policies.check_can_open_doors(desk.viewer, desk.council, localdate(desk.at))
    return desk


def shutting_doors(request: HttpRequest, code: str) -> Desk:
    """Let in the lead of a council, of one that is at work no more too; others are told why not."""
    desk = reading(request, code)
    policies.check_can_shut_doors(desk.viewer, desk.council, localdate(desk.at))
    return desk
