"""An administrator names another source of advisories."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.outside_addresses import read_address
from wardmote.kernel.sealing import seal
from wardmote.register.public import Viewer

from .. import source_policies
from ..models import Source, Way
from ..ways.arriving import SEALED_FOR

LONGEST_KEY = 60
# Pages of ours stand at these addresses.
_PAGES = {"add", "give"}
_LIKE = "https://advisories.example.org/feed.xml"
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
                address="" if way in _BARE else _read_address(address, way),
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


def _read_address(text: str, way: Way) -> str:
    """Return an address that may be fetched; of a CSAF provider its domain is enough."""
    if way == Way.CSAF and _DOMAIN.fullmatch(text.strip().lower()):
        return text.strip().lower()
    return read_address(text, like=_LIKE)
