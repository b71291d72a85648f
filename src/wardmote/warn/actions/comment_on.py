"""Somebody says something to a bulletin: to those who may see the bulletin, or fewer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import missing
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..models import Bulletin, Post, PostKind
from ..queries.shown import bulletins_shown_to
from ..stripping import Upload
from .say_post import Said, Where, say_post


def comment_on(
    *, by: Viewer, body: Body, bulletin: Bulletin, said: Said, uploads: Sequence[Upload] = (), at: datetime
) -> Post:
    """Return the comment. On a bulletin of label RED it is for the people whom that names."""
    if not bulletins_shown_to(by.person, localdate(at)).filter(pk=bulletin.pk).exists():
        raise missing("warning")
    if bulletin.label == Label.RED:
        with seeing_as_system():
            readers = [reader.person for reader in bulletin.readers.select_related("person")]
        said = replace(said, readers=readers)
    where = Where(PostKind.COMMENT, bulletin.owner, bulletin.circle, bulletin=bulletin)
    return say_post(by=by, body=body, where=where, said=said, uploads=uploads, at=at)
