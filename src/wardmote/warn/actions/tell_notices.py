"""One person is told of a council's warnings: one letter for all that is due, and nothing twice.

The letter, and a row for each warning that it tells of, are written in one transaction: whatever is killed, both are
there or neither is. Two workers at once are held apart by the person's turn, and by the rows' own constraint.
"""

from datetime import UTC, datetime

from django.db import transaction

from wardmote.kernel.letters import write_letter
from wardmote.kernel.models import DoneOnce, Letter
from wardmote.register.models import Body

from ..letters import written
from ..models import BulletinTelling, Occasion, Telling
from ..queries.hearers import Hearer, turn_of
from ..queries.untold import Item, When, untold

NEVER_YET = datetime(1970, 1, 1, tzinfo=UTC)


def tell_notices(*, council: Body, hearer: Hearer, at: datetime) -> int:
    """Write the letter, if anything is due to this person now; returns how many warnings it tells of."""
    hears, person = hearer.hears, hearer.person
    struck = hears.struck_at(at)
    if struck is None:
        return 0
    with transaction.atomic():
        turn, _is_new = DoneOnce.objects.select_for_update().get_or_create(
            key=turn_of(council, person), defaults={"at": NEVER_YET}
        )
        is_whole = turn.at < struck and not hears.is_quiet(at)
        if not is_whole and not hears.wakes:
            return 0
        when = When(at, struck, is_whole=is_whole, with_reminders=is_whole and hears.may_be_reminded(at))
        items = untold(council, person, hears, when)
        if items:
            letter = written(council, items, when)
            promised = write_letter(to=person.email, subject=letter.subject, text=letter.text, html=letter.html, at=at)
            _keep(hearer, council, items, promised)
        if is_whole:
            DoneOnce.objects.filter(pk=turn.pk).update(at=struck)
    return len(items)


def _keep(hearer: Hearer, council: Body, items: tuple[Item, ...], letter: Letter) -> None:
    told = [(item, item.occasion) for item in items if item.occasion != Occasion.BULLETIN]
    told += [(item, Occasion.URGENT) for item in items if item.is_urgent_too]
    Telling.objects.bulk_create(
        [
            Telling(
                council=council,
                notice=item.notice,
                person=hearer.person,
                occasion=occasion,
                number=item.number,
                letter=letter,
                told_at=letter.created_at,
            )
            for item, occasion in told
        ],
        batch_size=500,
    )
    heard = {bulletin.pk: bulletin for item in items for bulletin in item.bulletins}
    BulletinTelling.objects.bulk_create(
        [
            BulletinTelling(
                council=council,
                bulletin=bulletin,
                person=hearer.person,
                edition=bulletin.edition,
                letter=letter,
                told_at=letter.created_at,
            )
            for bulletin in heard.values()
        ],
        batch_size=500,
    )
