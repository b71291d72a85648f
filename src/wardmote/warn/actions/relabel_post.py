"""How far something may travel is changed: stricter by its author or those who run the WARP, wider by its author."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person
from wardmote.register.public import Viewer

from .. import post_policies as policies
from ..models import Post, PostAuthor, PostKind, PostReader
from ..post_records import keeper_of
from .say_post import name_readers


def relabel_post(*, by: Viewer, post: Post, label: Label, readers: Sequence[Person] = (), at: datetime) -> None:
    """Change the label. Answers become as strict as their question where they were wider; none becomes wider.

    Of what is RED already, those who run the WARP can take readers away; only the author names others.
    """
    policies.check_can_relabel(by, post, label, localdate(at))
    if post.kind != PostKind.REPORT and (label == Label.RED) != bool(readers):
        raise Denied(_("TLP:RED is for people who are named, and only there are people named."))
    with transaction.atomic(), seeing_as_system():
        locked = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=post.pk)
        if locked.label != post.label or locked.taken_down_at is not None:
            raise Denied(_("Somebody changed this meanwhile. Look at it again."), "conflict")
        authors = [author.person for author in PostAuthor.objects.filter(post=post).select_related("person")]
        people = [*authors, *readers]
        if locked.label == Label.RED and by.person not in authors and not _reads_already(locked, people):
            raise Denied(_("Only whoever wrote it can let it travel further."))
        _set(locked, label, people, at)
        for answer in Post.objects.filter(belongs_to=post).select_related("owner"):
            if Label(answer.label).strictness < label.strictness:
                _set(answer, label, people, at)
            elif label == Label.RED:
                PostReader.objects.filter(post=answer).exclude(person__in=people).delete()
        audit.record(**keeper_of(by, post), action="post.relabelled", subject=f"post:{post.pk}", at=at)


def _reads_already(post: Post, people: Sequence[Person]) -> bool:
    """Say whether a post of label RED is for all of these people as it stands."""
    readers = set(PostReader.objects.filter(post=post).values_list("person", flat=True))
    return readers >= {person.pk for person in people}


def _set(post: Post, label: Label, readers: Sequence[Person], at: datetime) -> None:
    post.label, post.changed_at = label.value, at
    post.save(update_fields=["label", "changed_at"])
    PostReader.objects.filter(post=post).delete()
    if label == Label.RED and post.kind != PostKind.REPORT:
        name_readers(post, readers)
