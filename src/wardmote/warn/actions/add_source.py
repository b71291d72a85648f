"""An administrator names another source of advisories."""

import re
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.sealing import seal
from wardmote.register.public import Viewer

from .. import source_policies
from ..models import Source, Way
from ..ways.arriving import SEALED_FOR

LONGEST_KEY = 60
# Pages of ours stand at these addresses.
_PAGES = {"add", "give"}
_BARE = (Way.FOLDER, Way.GIVEN)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}", re.ASCII)


def add_source(
    *,
    by: Viewer,
    title: str,
    way: Way,
    address: str = "",
    secret: str = "",
    label: Label = Label.CLEAR,
    every_h: int = 24,
    silent_after_h: int = 72,
    at: datetime,
) -> Source:
    """Keep a source, with its key or password sealed; refused where the address leads nowhere that we go."""
    source_policies.check_can_keep_sources(by)
    title = " ".join(title.split())
    key = slugify(title)[:LONGEST_KEY].strip("-")
    if not key or key in _PAGES:
        raise Denied(_("Give the source another name, with letters or digits."), "conflict")
    try:
        with transaction.atomic():
            source = Source.objects.create(
                key=key,
                title=title,
                way=way,
                address="" if way in _BARE else read_address(address, way),
                secret=seal(secret, SEALED_FOR) if secret else "",
                label=label,
                every_h=0 if way == Way.GIVEN else every_h,
                silent_after_h=0 if way == Way.GIVEN else silent_after_h,
                added_at=at,
            )
            audit.record(
                by=by.person.pk,
                body=None,
                action="warning.source-added",
                subject=f"source:{source.key}",
                at=at,
                after={"way": source.way, "host": urlsplit(source.address).hostname},
            )
    except IntegrityError:
        raise Denied(_("There is a source of this name already."), "conflict") from None
    return source


def read_address(text: str, way: Way) -> str:
    """Return an address that may be fetched; of a CSAF provider its domain is enough."""
    text = text.strip()
    if way == Way.CSAF and _DOMAIN.fullmatch(text.lower()):
        return text.lower()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Denied(_("This is no address. Write it like https://advisories.example.org/feed.xml.")) from None
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or len(text) > 500 or not text.isascii() or " " in text:
        raise Denied(_("Write an address that starts with https:// and names a host."))
    if port not in (None, 443) or parts.username is not None or parts.fragment:
        raise Denied(_("Write the address without a port, a user's name or a part after #."))
    if _is_number(host):
        raise Denied(_("Name the host: we don't call addresses made of numbers."))
    return text


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
