"""Whoever wrote something, or those who run the WARP, take it down: its words and files go, its place stays."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.private_files import delete_stored
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import Viewer

from .. import post_policies as policies
from ..models import Post
from ..post_records import keeper_of


def take_down_post(*, by: Viewer, post: Post, at: datetime) -> None:
    """Delete what was said, and its files once that is settled. Answers stay, as others wrote them."""
    policies.check_can_keep(by, post, localdate(at))
    with transaction.atomic(), seeing_as_system():
        changed = Post.objects.filter(pk=post.pk, taken_down_at__isnull=True)
        if not changed.update(title="", text="", taken_down_at=at, changed_at=at):
            raise Denied(_("This has been taken down already."), "conflict")
        for stored in post.files.values_list("stored", flat=True):
            transaction.on_commit(partial(delete_stored, stored))
        post.files.all().delete()
        audit.record(**keeper_of(by, post), action="post.taken-down", subject=f"post:{post.pk}", at=at)
