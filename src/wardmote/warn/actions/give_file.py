"""An administrator hands in a file of advisories: it waits in its source's folder until a worker has read it."""

import os
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.advisories.shelf import HEAD_BYTES, reader_of
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import source_policies
from ..models import Source, Way
from ..source_jobs import read_source
from ..ways.folder import folder_of

LARGEST_MB = 50
_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def give_file(*, by: Viewer, source: Source, name: str, pieces: Iterable[bytes], at: datetime) -> None:
    """Keep the file and queue its reading; refused where its first bytes are of no kind that we know."""
    source_policies.check_can_keep_sources(by)
    if source.way != Way.GIVEN:
        raise Denied(_("This source isn't one that files are given to."))
    folder = folder_of(source)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The name is for the log: what somebody sent never says where a file lies.
    stored = folder / f"{secrets.token_hex(8)}-{_PLAIN.sub('-', name)[-80:].lstrip('.-') or 'file'}"
    part = stored.with_name(f"{stored.name}.part")
    try:
        head = _write(str(part), pieces)
        if reader_of(head, name) is None:
            raise Denied(_("We can't tell what kind of document this is. Send it as its source gives it."))
        with transaction.atomic():
            audit.record(
                by=by.person.pk, body=None, action="warning.source-read", subject=f"source:{source.key}", at=at
            )
            part.rename(stored)
            read_source.enqueue(source.pk)
    finally:
        part.unlink(missing_ok=True)


def _write(path: str, pieces: Iterable[bytes]) -> bytes:
    head = b""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in pieces:
            head = (head + piece)[:HEAD_BYTES] if len(head) < HEAD_BYTES else head
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return head
