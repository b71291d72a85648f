"""When is what we published laid out as CSAF and handed on as STIX? After each publication, and once a day."""

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as_system
from wardmote.kernel.worker import DAILY, Duty
from wardmote.register.models import Body

from .actions.publish_csaf import publish_csaf
from .actions.share_bulletin_as_stix import share_bulletin_as_stix
from .models import Bulletin, DeskSetting


@task()
def publish_csaf_of(owner_id: int) -> int:
    """Lay out what one owner published; returns how many documents that are."""
    return publish_csaf(by=None, owner=Body.objects.get(pk=owner_id), at=now())


@task()
def publish_all_csaf() -> int:
    """Lay out what every owner published, where anything is missing or stale; returns how many documents that are."""
    with seeing_as_system():
        has_key = ~Q(key_secret="")  # nosec B106
        owners = list(DeskSetting.objects.filter(Q(publishes_csaf=True) | has_key).values_list("owner", flat=True))
    return sum(publish_csaf(by=None, owner=Body.objects.get(pk=owner), at=now()) for owner in owners)


@task()
def share_bulletin(bulletin_id: int) -> int:
    """Hand a bulletin on as STIX; returns how many objects are new."""
    with seeing_as_system():
        bulletin = Bulletin.objects.get(pk=bulletin_id)
    return share_bulletin_as_stix(by=None, bulletin=bulletin, at=now())


def after_publication(bulletin: Bulletin) -> None:
    """Have what was published, corrected or withdrawn laid out and handed on, as soon as it is in the database."""
    owner, number = bulletin.owner_id, bulletin.pk
    transaction.on_commit(lambda: publish_csaf_of.enqueue(owner))
    transaction.on_commit(lambda: share_bulletin.enqueue(number))


DUTIES = [Duty("publish-csaf", DAILY, publish_all_csaf)]
