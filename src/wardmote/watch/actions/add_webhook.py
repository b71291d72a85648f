"""A lead names an address of the council's own that is told of changes, and gets the secret that signs them, once."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret
from wardmote.kernel.outside_addresses import read_address
from wardmote.kernel.sealing import seal
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..calling import SEALED_FOR
from ..models import Webhook

MOST = 5
LIKE = "https://chat.example.gov.uk/hooks/1"


@dataclass(frozen=True)
class AddedWebhook:
    """The address, and the secret in plain text: it is shown this once."""

    webhook: Webhook
    secret: str


def add_webhook(*, by: Viewer, council: Body, address: str, at: datetime) -> AddedWebhook:
    """Keep the address, and the secret sealed. The same address twice, or too many of them, are refused."""
    policies.check_can_open_doors(by, council, localdate(at))
    address = read_address(address, like=LIKE)
    secret = new_secret("whs_").text
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        present = Webhook.objects.filter(council=council, removed_at__isnull=True)
        if present.filter(address=address).exists():
            raise Denied(_("This address is told of changes already."), "conflict")
        if present.count() >= MOST:
            raise Denied(_("Your council has five addresses already. Remove one of them first."), "conflict")
        webhook = Webhook.objects.create(
            council=council, address=address, secret=seal(secret, SEALED_FOR), added_by=by.person, added_at=at
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="webhook.added",
            subject=f"webhook:{webhook.pk}",
            at=at,
            after={"host": urlsplit(address).hostname},
        )
    return AddedWebhook(webhook, secret)
