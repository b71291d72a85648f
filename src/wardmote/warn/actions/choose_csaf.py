"""Those who run a WARP, or the programme, choose whether everybody can fetch what they publish as CSAF."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..circle_policies import check_can_operate
from ..csaf_keys import make_key
from ..models import DeskSetting


def choose_csaf(*, by: Viewer, owner: Body, publishes: bool, at: datetime) -> DeskSetting:
    """Begin to publish, with a key made at the first time, or end; what is published follows at once."""
    from ..csaf_jobs import publish_csaf_of

    check_can_operate(by, owner)
    if publishes and owner.is_demonstration:
        raise Denied(_("Fictional organisations publish nothing to the world."))
    with transaction.atomic():
        kept = DeskSetting.objects.select_for_update().filter(owner=owner).first()
        if publishes and (kept is None or not kept.contact):
            raise Denied(_("First say in the settings whom readers ask: an e-mail address or a page."))
        if kept is None:
            kept = DeskSetting(owner=owner)
        if publishes and not kept.key_secret:
            made = make_key(owner, at)
            kept.key_secret, kept.key_public = made.secret, made.public
        kept.publishes_csaf, kept.changed_by, kept.changed_at = publishes, by.person, at
        kept.save()
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="csaf.chosen",
            subject=f"desk:{owner.pk}",
            at=at,
            after={"publishes": publishes},
        )
        transaction.on_commit(lambda: publish_csaf_of.enqueue(owner.pk))
    return kept
