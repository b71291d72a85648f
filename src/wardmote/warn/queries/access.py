"""Whose warnings does this page speak of, and may this person be here? Looked up and checked in one step."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, own_body, viewer_of

from .. import channel_policies, policies
from ..models import Notice
from .shown import notices_shown_to


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

    @property
    def day(self) -> date:
        """Return the council's day."""
        return localdate(self.at)

    @cached_property
    def can_answer(self) -> bool:
        """Say whether to offer the person the forms to answer."""
        return policies.can_answer(self.viewer, self.council, self.day)

    @cached_property
    def leads_out(self) -> bool:
        """Say whether to lead the person to where warnings go besides letters."""
        return channel_policies.can_shut(self.viewer, self.council, self.day)

    @property
    def notices(self) -> QuerySet[Notice]:
        """Return the council's warnings, as far as labels let the person see them."""
        return notices_shown_to(self.viewer.person, self.day, self.council)

    def notice(self, number: int) -> Notice:
        """Return one of the council's warnings with its story, or say that the page isn't there."""
        found = self.notices.select_related("story", "answered_by").filter(pk=number).first()
        if found is None:
            raise missing("warning")
        return found

    @property
    def context(self) -> dict[str, object]:
        """Return what every page of this room shows."""
        return {"council": self.council, "name": self.name, "desk": self}


def reading(request: HttpRequest, code: str) -> Desk:
    """Let in whoever reads the council's answers."""
    viewer, at = viewer_of(request), moment_of(request)
    return Desk(viewer, own_body(viewer, code, at, policies.READERS), at)


def answering(request: HttpRequest, code: str) -> Desk:
    """Let in whoever answers for the council; readers are told why not."""
    desk = reading(request, code)
    policies.check_can_answer(desk.viewer, desk.council, desk.day)
    return desk
