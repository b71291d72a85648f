"""How does one bulletin stand with every member: who needs help, who hasn't answered, who was reminded of it when?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from wardmote.register.models import Body, Person
from wardmote.register.models.sharing import Level

from ..models import AnswerWord, Bulletin, Notice, Nudge
from .board import (
    ANSWERED,
    HELP,
    HIDDEN,
    OVERDUE,
    UNCONCERNED,
    WAITS,
    Cell,
    Member,
    cell_for,
    members_of,
    members_sharing,
)
from .desk_access import Bench
from .standing import waiting_on

ACTED = (AnswerWord.FIXED, AnswerWord.NOT_AFFECTED, AnswerWord.ACCEPTED)
COLUMNS = (
    "code",
    "council",
    "shares its answers",
    "stands",
    "answer",
    "until",
    "reason",
    "first read on",
    "answered on",
    "days to act",
    "reminded on",
)
_ORDER = (HELP, OVERDUE, WAITS, ANSWERED, UNCONCERNED, HIDDEN)


@dataclass(frozen=True)
class Line:
    """One member; what it shows of the bulletin's warning; when the desk reminded it."""

    member: Member
    cell: Cell
    notice: Notice | None = None
    nudged: tuple[date, ...] = ()
    today: date | None = field(default=None, compare=False)

    @property
    def reason(self) -> str:
        """Return why it says so, where it shows its reasons."""
        return self.notice.reason if self.notice and self.member.level == Level.REASONS else ""

    @property
    def days_to_act(self) -> int | None:
        """Return how many days passed until the answer that stands, if it says that the matter is settled."""
        if not self.notice or not self.notice.answered_at or self.notice.answer not in ACTED:
            return None
        return (self.notice.answered_at - self.notice.raised_at).days

    @property
    def waits(self) -> bool:
        """Say whether an answer is waited for."""
        return self.cell.kind in (WAITS, OVERDUE)

    @property
    def may_nudge(self) -> bool:
        """Say whether to offer a reminder: none was sent today."""
        return self.waits and self.today not in self.nudged


@dataclass(frozen=True)
class Stand:
    """How one bulletin stands."""

    bulletin: Bulletin
    lines: tuple[Line, ...]

    def of(self, *kinds: str) -> list[Line]:
        """Return the members with which it stands so."""
        return [line for line in self.lines if line.cell.kind in kinds]

    @property
    def hidden(self) -> int:
        """Return how many members don't share their answers."""
        return len(self.of(HIDDEN))

    @property
    def to_nudge(self) -> int:
        """Return how many can be reminded today."""
        return sum(line.may_nudge for line in self.lines)


def stand_of(bench: Bench, bulletin: Bulletin) -> Stand:
    """Return how a bulletin stands with each member: who needs help first, then who waits, by name."""
    person = bench.viewer.person
    notices = {one.council_id: one for one in notices_shared(person, bulletin, bench.day)}
    nudged: dict[int, list[date]] = defaultdict(list)
    given = Nudge.objects.filter(notice__story=bulletin.story_id, from_body=bench.owner)
    for council, on in given.order_by("on", "pk").values_list("council_id", "on"):
        nudged[council].append(on)
    lines = [
        Line(member, cell_for(member, shown, bench.day), shown, tuple(nudged[member.key]), bench.day)
        for member in members_of(bench)
        for shown in (notices.get(member.key),)
    ]
    return Stand(bulletin, tuple(sorted(lines, key=lambda line: _ORDER.index(line.cell.kind))))


def notices_shared(person: Person, bulletin: Bulletin, day: date) -> QuerySet[Notice]:
    """Return a bulletin's warnings to the members that let this person see their answers."""
    sharing: QuerySet[Body] = members_sharing(person, bulletin.owner, day)
    return Notice.objects.filter(
        Exists(sharing.filter(pk=OuterRef("council"))), story=bulletin.story_id, taken_back_at__isnull=True
    )


def notices_to_nudge(person: Person, bulletin: Bulletin, day: date) -> QuerySet[Notice]:
    """Return those of them that wait, and of which the council wasn't reminded today."""
    reminded = Nudge.objects.filter(notice=OuterRef("pk"), on=day)
    return notices_shared(person, bulletin, day).filter(waiting_on(day)).exclude(Exists(reminded))


def rows_of(stand: Stand) -> Iterator[list[str]]:
    """Yield one row of the table for each member."""
    for line in stand.lines:
        shown = line.notice
        days = line.days_to_act
        yield [
            line.member.code,
            line.member.name,
            line.member.level or "no",
            line.cell.says,
            shown.answer if shown else "",
            _day(shown.until if shown else None),
            line.reason,
            _day(shown.read_at if shown else None),
            _day(shown.answered_at if shown else None),
            "" if days is None else str(days),
            ", ".join(each.isoformat() for each in line.nudged),
        ]


def _day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = localdate(value)
    return value.isoformat() if value else ""
