"""A visitor takes up a demonstration link."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.denial import missing
from wardmote.register.models import Person, SignInLink

from ..queries import good_links


def use_link(*, secret: str, at: datetime) -> Person:
    """Use the link up and return its person; to the second of two visitors with one link, it isn't there."""
    with transaction.atomic():
        link = good_links(secret, at).first()
        if link is None or not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at):
            raise missing()
        audit.record(by=link.person_id, body=None, action="demonstration.signed-in", subject=f"link:{link.pk}", at=at)
    return link.person
