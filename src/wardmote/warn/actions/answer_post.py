"""Somebody answers a question: to those who may see the question, or fewer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.register.public import Viewer

from .. import post_policies as policies
from ..models import Post, PostKind
from ..stripping import Upload
from .say_post import Said, Where, say_post


def answer_post(
    *, by: Viewer, body: Body, question: Post, said: Said, uploads: Sequence[Upload] = (), at: datetime
) -> Post:
    """Return the answer. To a question of label RED it is for the people whom that names."""
    policies.check_can_see(by, question, localdate(at))
    if question.kind not in (PostKind.QUESTION, PostKind.NEWS) or question.taken_down_at is not None:
        raise Denied(_("This can't be answered."), "conflict")
    if question.label == Label.RED and said.label == Label.RED:
        said = replace(said, readers=_readers_of(question))
    where = Where(PostKind.ANSWER, question.owner, question.circle, belongs_to=question)
    return say_post(by=by, body=body, where=where, said=said, uploads=uploads, at=at)


def _readers_of(question: Post) -> list[Person]:
    with seeing_as_system():
        return [reader.person for reader in question.readers.select_related("person")]
