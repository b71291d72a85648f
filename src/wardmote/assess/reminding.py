"""Who is reminded by e-mail of what is due, and never more than once a week?"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from wardmote.kernel.letters import write_letter
from wardmote.kernel.models import DoneOnce
from wardmote.kernel.moments import now
from wardmote.kernel.roles import READS_ANSWERS, Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Membership, Person
from wardmote.register.public import find_viewer

from .queries.dues import Due, assessment_dues

NOT_WITHIN = timedelta(days=7)
MOST_LINES = 5


@task()
def remind_people() -> int:
    """Write to everybody whom something presses; the day's duty. Returns how many letters were written."""
    return remind(now())


def remind(at: datetime) -> int:
    """Write at most one letter to each person, and none within a week of the last one."""
    roles = [*READS_ANSWERS, Role.ASSURER]
    with seeing_as_system():
        held = Membership.objects.filter(
            person=OuterRef("pk"), role__in=roles, ended_at__isnull=True, lapses_on__gt=localdate(at)
        )
        people = Person.objects.filter(Exists(held), is_active=True).order_by("pk")
        return sum(_remind_one(person, at) for person in people.iterator(chunk_size=500))


def _remind_one(person: Person, at: datetime) -> bool:
    pressing = [
        due for due in assessment_dues(find_viewer(person, localdate(at)), at) if due.is_pressing(localdate(at))
    ]
    if not pressing:
        return False
    with transaction.atomic():
        if not _may_write(person, at):
            return False
        write_letter(to=person.email, subject=_subject(pressing), text=_text(pressing), at=at)
    return True


def _may_write(person: Person, at: datetime) -> bool:
    """Take the person's turn: True at most once in seven days, whatever crashes in between."""
    last, is_new = DoneOnce.objects.select_for_update().get_or_create(
        key=f"assessment-reminder:{person.pk}", defaults={"at": at}
    )
    if is_new:
        return True
    if last.at > at - NOT_WITHIN:
        return False
    last.at = at
    last.save(update_fields=["at"])
    return True


def _subject(pressing: list[Due]) -> str:
    first = min(pressing, key=_day_of)
    when = date_format(_day_of(first), "j F Y")
    others = len(pressing) - 1
    says = _("%(what)s by %(day)s") % {"what": first.what, "day": when}
    more = ngettext("and one thing more", "and %(n)s things more", others) % {"n": others} if others else ""
    return f"{says}, {more}" if more else says


def _text(pressing: list[Due]) -> str:
    lines = [
        _("%(what)s by %(day)s: %(link)s")
        % {"what": due.what, "day": date_format(_day_of(due), "j F Y"), "link": settings.SERVICE_URL + due.link}
        for due in sorted(pressing, key=_day_of)[:MOST_LINES]
    ]
    return "\n".join([*lines, "", _("You get this at most once a week."), ""])


def _day_of(due: Due) -> date:
    return due.due_on or date.max
