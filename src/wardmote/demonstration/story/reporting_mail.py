"""What did other mail systems report about mail in the councils' names, and what did the council say to it?"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F
from django.db.models.functions import Least

from wardmote.register.models import Body
from wardmote.watch.actions.say_source import say_source
from wardmote.watch.actions.take_reports import take_reports
from wardmote.watch.models import CameBy, Delivery
from wardmote.watch.report_reading import Found, read_file

from ..mail import DAYS, mail_of_councils, reports_of
from ..region import read_data
from .diary import Diary, office_hours
from .world import World

# Reports come every day; the story takes a month of them at a time.
TAKEN_AT_ONCE = 30
COMES_AFTER = timedelta(hours=4)


def plan_reporting(world: World, diary: Diary, at: datetime, rng: random.Random) -> None:
    """Plan the coming of 90 days of reports, and what the visitor's own council said of a sender."""
    for mail in mail_of_councils():
        for oldest in range(DAYS, 0, -TAKEN_AT_ONCE):
            newest = oldest - TAKEN_AT_ONCE + 1
            first, last = (at.date() - timedelta(days=ago) for ago in (oldest, newest))
            found = [
                one
                for report in reports_of(mail, first, last, rng)
                for one in read_file(report.content, report.name, keeps_raw=True)
            ]
            moment = max(at - timedelta(days=newest - 1), at - timedelta(days=DAYS))
            diary.plan(moment, partial(_take, world.bodies[mail.council], found))
    said = read_data("mail")["said"]
    diary.plan(office_hours(at, said["ago"], 200), partial(_say, world, said))


def _take(council: Body, found: Sequence[Found], at: datetime) -> None:
    """Take a month's reports, then let each have come a few hours after its day."""
    take_reports(by=None, council=council, found=found, came_by=CameBy.MAILBOX, at=at)
    taken = Delivery.objects.filter(council=council, received_at=at)
    taken.update(received_at=Least(F("end") + COMES_AFTER, F("received_at")))


def _say(world: World, said: dict[str, str], at: datetime) -> None:
    say_source(
        by=world.viewer(said["by"], at),
        council=world.bodies[said["council"]],
        sender="",
        source_ip=said["source_ip"],
        word=said["word"],
        note=said["note"],
        at=at,
    )
