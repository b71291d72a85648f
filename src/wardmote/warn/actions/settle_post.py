"""A question has its answer, or a report has been dealt with."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import Viewer

from .. import post_policies as policies
from ..models import Post, PostKind
from ..post_records import keeper_of


def settle_post(*, by: Viewer, post: Post, at: datetime) -> None:
    """Mark it as dealt with: a question by its author or those who run the WARP, a report by the latter."""
    policies.check_can_keep(by, post, localdate(at))
    if post.kind == PostKind.REPORT and not policies.runs(by, post):
        raise Denied(_("Those who run the WARP say when a report has been dealt with."))
    with transaction.atomic(), seeing_as_system():
        kinds = (PostKind.QUESTION, PostKind.REPORT)
        if not Post.objects.filter(pk=post.pk, kind__in=kinds, settled_at__isnull=True).update(settled_at=at):
            raise Denied(_("This is dealt with already."), "conflict")
        audit.record(**keeper_of(by, post), action="post.settled", subject=f"post:{post.pk}", at=at)
