"""Things that people of the shared town say."""

from typing import Any

from tests.unit.warn.shared_town import SharedTown
from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Body, Person
from wardmote.warn.actions.say_post import Said, Where, answer_post, say_post
from wardmote.warn.models import Circle, Post, PostKind
from wardmote.warn.stripping import Upload


def say(
    town: SharedTown,
    person: Person,
    body: Body,
    label: Label = Label.AMBER_STRICT,
    *,
    kind: PostKind = PostKind.QUESTION,
    circle: Circle | None = None,
    uploads: tuple[Upload, ...] = (),
    **said: Any,
) -> Post:
    """Say something to the WARP, or in a circle of it."""
    words = Said(**({"text": "Who else saw it?", "title": "A question", "label": label} | said))
    where = Where(kind, town.warp, circle)
    return say_post(by=town.world.viewer(person), body=body, where=where, said=words, uploads=uploads, at=town.at)


def answer(town: SharedTown, person: Person, body: Body, question: Post, **said: Any) -> Post:
    """Answer a question with its own label, or another."""
    words = Said(**({"text": "We did.", "label": Label(question.label)} | said))
    return answer_post(by=town.world.viewer(person), body=body, question=question, said=words, at=town.at)
