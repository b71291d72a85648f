"""A lead names an address of the council's own that is told of its warnings; a program gets a secret, shown once."""

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

from .. import channel_policies
from ..channel_jobs import SEALED_FOR
from ..models import Channel, ChannelKind, Priority

MOST = 5
LIKE = "https://chat.example.gov.uk/hooks/1"


@dataclass(frozen=True)
class AddedChannel:
    """The address, and for a program the secret in plain text: it is shown this once."""

    channel: Channel
    secret: str


def add_channel(
    *, by: Viewer, council: Body, kind: ChannelKind, address: str, least_priority: Priority, at: datetime
) -> AddedChannel:
    """Keep the address. The same one twice, or too many of them, are refused."""
    channel_policies.check_can_add(by, council, localdate(at))
    address = read_address(address, like=LIKE)
    secret = new_secret("wws_").text if kind == ChannelKind.WEBHOOK else ""
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        present = Channel.objects.filter(council=council, removed_at__isnull=True)
        if present.filter(address=address).exists():
            raise Denied(_("This address is told of warnings already."), "conflict")
        if present.count() >= MOST:
            raise Denied(_("Your council has five addresses already. Remove one of them first."), "conflict")
        channel = Channel.objects.create(
            council=council,
            kind=kind,
            address=address,
            secret=seal(secret, SEALED_FOR) if secret else "",
            least_priority=least_priority,
            added_by=by.person,
            added_at=at,
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="warning.channel-added",
            subject=f"channel:{channel.pk}",
            at=at,
            after={"kind": channel.kind, "host": urlsplit(address).hostname},
        )
    return AddedChannel(channel, secret)
