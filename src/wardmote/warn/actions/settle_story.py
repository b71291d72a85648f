"""Somebody at a desk says that nothing more is to be done about a story which waited for an editor."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import EditorWord, Story


def settle_story(*, by: Viewer, owner: Body, story: Story, at: datetime) -> None:
    """Take the story out of the editors' queue; twice changes nothing."""
    desk_policies.check_can_edit_stories(by, owner)
    with transaction.atomic(), seeing_as_system():
        changed = Story.objects.filter(pk=story.pk).exclude(editor__in=["", EditorWord.SETTLED])
        if changed.update(editor=EditorWord.SETTLED):
            audit.record(
                by=by.person.pk, body=owner.pk, action="warning.story-settled", subject=f"story:{story.pk}", at=at
            )
