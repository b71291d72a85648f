"""Somebody of the council says whether a source of mail sends for them."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import KnownSource, SourceWord

LONGEST_NOTE, MOST_SAID = 200, 5_000


def say_source(*, by: Viewer, council: Body, sender: str, source_ip: str, word: str, note: str, at: datetime) -> None:
    """Keep what is said of a sender by name, or of a machine by its address; an empty word takes it back."""
    policies.check_can_act(by, council, localdate(at))
    if word not in ("", *SourceWord.values):
        raise Denied(_("Choose whether it sends for you."))
    if len(note) > LONGEST_NOTE:
        raise Denied(_("The note must be 200 characters or fewer."))
    source_ip = "" if sender else source_ip
    said = KnownSource.objects.filter(council=council, sender=sender, source_ip=source_ip)
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        before = said.first()
        said.delete()
        if word:
            if KnownSource.objects.filter(council=council).count() >= MOST_SAID:
                raise Denied(_("You have said something about 5,000 sources already."), "conflict")
            KnownSource.objects.create(
                council=council,
                sender=sender,
                source_ip=source_ip,
                word=word,
                note=note.strip(),
                said_by=by.person,
                said_at=at,
            )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="mail-report.source-judged",
            subject=f"mail-source:{sender or source_ip}"[:100],
            at=at,
            before={"word": before.word} if before else {},
            after={"word": word},
        )
