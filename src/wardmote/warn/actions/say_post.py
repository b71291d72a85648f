"""Somebody asks, shares, comments or reports, for a body and to the audience that they choose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.register.public import Viewer

from .. import post_policies as policies
from ..models import Bulletin, Circle, Post, PostAuthor, PostBody, PostFile, PostKind, PostReader
from ..models.posts import LONGEST_POST
from ..queries.shown import bulletins_shown_to
from ..stripping import Cleaned, Upload, clean_all, storing_all

LONGEST_TITLE = 160


@dataclass(frozen=True)
class Said:
    """What is said, how far it may travel, and whether who says it stays untold."""

    text: str
    label: Label
    title: str = ""
    is_anonymous: bool = False
    readers: Sequence[Person] = ()


@dataclass(frozen=True)
class Where:
    """What it is, to whom, and what it belongs to."""

    kind: PostKind
    owner: Body
    circle: Circle | None = None
    belongs_to: Post | None = None
    bulletin: Bulletin | None = None


def say_post(*, by: Viewer, body: Body, where: Where, said: Said, uploads: Sequence[Upload] = (), at: datetime) -> Post:
    """Return what was said. Where it names nobody, the post and its record hold neither the person nor the body."""
    policies.check_can_say(by, body, where.owner, where.circle, localdate(at))
    above = where.belongs_to or where.bulletin
    policies.check_label(where.owner, where.circle, said.label, Label(above.label) if above else Label.CLEAR)
    _check_words(where.kind, said)
    names_nobody = said.is_anonymous or bool(where.circle and where.circle.is_chatham_house)
    files = clean_all(uploads, is_nameless=names_nobody)
    # The rows may name nobody, so that no condition could let the person write them: the house does.
    with storing_all(files, where.owner.pk) as stored, transaction.atomic(), seeing_as_system():
        _check_as_seen(where.belongs_to)
        post = _create(by, body, where, said, names_nobody, at)
        _keep_files(post, files, stored)
        audit.record(
            by=None if names_nobody else by.person.pk,
            body=where.owner.pk if names_nobody else body.pk,
            action="post.said",
            subject=f"post:{post.pk}",
            at=at,
        )
    return post


def answer_post(
    *, by: Viewer, body: Body, question: Post, said: Said, uploads: Sequence[Upload] = (), at: datetime
) -> Post:
    """Return the answer. To a question of label RED it is for the people whom that names."""
    policies.check_can_see(by, question, localdate(at))
    if question.kind not in (PostKind.QUESTION, PostKind.NEWS) or question.taken_down_at is not None:
        raise Denied(_("This can't be answered."), "conflict")
    if question.label == Label.RED and said.label == Label.RED:
        said = replace(said, readers=_readers_of(question))
    where = Where(PostKind.ANSWER, question.owner, _circle_of(question), belongs_to=question)
    return say_post(by=by, body=body, where=where, said=said, uploads=uploads, at=at)


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
    where = Where(PostKind.COMMENT, bulletin.owner, _circle_of(bulletin), bulletin=bulletin)
    return say_post(by=by, body=body, where=where, said=said, uploads=uploads, at=at)


def _circle_of(above: Post | Bulletin) -> Circle | None:
    """Return the circle, also where the person may not know of it: then they are no part of it."""
    if above.circle_id is None:
        return None
    with seeing_as_system():
        return Circle.objects.get(pk=above.circle_id)


def _check_as_seen(question: Post | None) -> None:
    """Refuse an answer to what was relabelled or taken down while its files were looked at; hold it till the end."""
    if question is None:
        return
    held = Post.objects.select_for_update(no_key=True, of=("self",)).get(pk=question.pk)
    if held.changed_at != question.changed_at:
        raise Denied(_("Somebody changed this meanwhile. Look at it again."), "conflict")


def _readers_of(question: Post) -> list[Person]:
    with seeing_as_system():
        return [reader.person for reader in question.readers.select_related("person")]


def _check_words(kind: PostKind, said: Said) -> None:
    if not 0 < len(said.text.strip()) <= LONGEST_POST:
        raise Denied(_("Write something, in 6,000 characters or fewer."))
    needs_title = kind not in (PostKind.ANSWER, PostKind.COMMENT)
    if (needs_title and not said.title.strip()) or len(said.title) > LONGEST_TITLE:
        raise Denied(_("Give it a title of 160 characters or fewer."))
    if kind != PostKind.REPORT and (said.label == Label.RED) != bool(said.readers):
        raise Denied(_("TLP:RED is for people who are named, and only there are people named."))


def _create(by: Viewer, body: Body, where: Where, said: Said, names_nobody: bool, at: datetime) -> Post:
    post = Post.objects.create(
        owner=where.owner,
        circle=where.circle,
        label=said.label.value,
        kind=where.kind,
        belongs_to=where.belongs_to,
        bulletin=where.bulletin,
        title=said.title.strip(),
        text=said.text.strip(),
        is_anonymous=said.is_anonymous,
        body=None if names_nobody else body,
        by=None if names_nobody else by.person,
        said_at=at,
        changed_at=at,
    )
    PostAuthor.objects.create(post=post, person=by.person)
    PostBody.objects.create(post=post, body=body)
    if said.label == Label.RED and where.kind != PostKind.REPORT:
        name_readers(post, [by.person, *said.readers])
    return post


def name_readers(post: Post, people: Sequence[Person]) -> None:
    """Write down whom a post of label RED is for, each once."""
    if any(person.is_demonstration != post.owner.is_demonstration for person in people):
        raise Denied(_("Fictional people and real ones don't share anything."))
    named = sorted({person.pk for person in people})
    PostReader.objects.bulk_create(PostReader(post=post, person_id=key) for key in named)


def _keep_files(post: Post, files: Sequence[Cleaned], stored: Sequence[str]) -> None:
    PostFile.objects.bulk_create(
        PostFile(
            post=post,
            name=file.name,
            stored=place,
            media_type=file.media_type,
            size=len(file.content),
            removed=list(file.removed),
        )
        for file, place in zip(files, stored, strict=True)
    )
