"""What did each member say to each bulletin, as far as its own choice lets those who run the desk see it?

Members that share nothing with the desk are on the board by name alone: not even whether a bulletin concerns them is
said. Members stand by name; nothing here adds up one member's answers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from wardmote.kernel.denial import missing
from wardmote.register.models import Body, BodyRecord, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.models.sharing import Level
from wardmote.register.public import REASONS, RESULTS, shown_to_programme, shown_to_warp

from ..models import AnswerWord, Bulletin, BulletinState, Notice
from ..words import standing_words
from .audiences import members_of_owner
from .desk_access import Bench
from .standing import is_waiting

MOST_BULLETINS = 12
WITHIN = timedelta(days=90)
# Sums over fewer councils than this aren't shown.
LEAST = 5
HIDDEN, UNCONCERNED, HELP, OVERDUE, WAITS, ANSWERED = "hidden", "unconcerned", "help", "overdue", "waits", "answered"
_READ_HERE = ("council_id", "story_id", "answer", "until", "due_on", "read_at", "taken_back_at")


@dataclass(frozen=True)
class Member:
    """A council whom the desk warns, and how much of its answers it shows to this person: a level, or nothing."""

    key: int
    code: str
    name: str
    level: str

    @property
    def shares(self) -> bool:
        """Say whether the desk may see its answers."""
        return bool(self.level)


@dataclass(frozen=True)
class Cell:
    """How a bulletin stands with a member; `read` is None where it doesn't matter any more."""

    kind: str
    says: str
    read: bool | None = None


@dataclass(frozen=True)
class Row:
    """A member, with a cell for each bulletin."""

    member: Member
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A bulletin; `answered` of `concerned` members that share, or nothing where they are too few to add up."""

    bulletin: Bulletin
    answered: int | None = None
    concerned: int | None = None


@dataclass(frozen=True)
class Board:
    """The board as the page shows it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def sharing(self) -> int:
        """Return how many members let the desk see their answers."""
        return sum(row.member.shares for row in self.rows)


def board_of(bench: Bench, priority: int | None = None) -> Board:
    """Return the board of the last bulletins."""
    recent = _published(bench).filter(published_at__gt=bench.at - WITHIN)
    if priority:
        recent = recent.filter(priority=priority)
    bulletins = list(recent.order_by("-published_at", "-pk")[:MOST_BULLETINS])
    sharing = members_sharing(bench.viewer.person, bench.owner, bench.day)
    stories = {one.story_id for one in bulletins}
    told = Notice.objects.filter(Exists(sharing.filter(pk=OuterRef("council"))), story__in=stories, taken_back_at=None)
    notices = {(one.council_id, one.story_id): one for one in told.only(*_READ_HERE)}
    rows = tuple(
        Row(
            member,
            tuple(cell_for(member, notices.get((member.key, each.story_id or 0)), bench.day) for each in bulletins),
        )
        for member in members_of(bench)
    )
    return Board(tuple(_column(each, n, rows) for n, each in enumerate(bulletins)), rows)


def find_published(bench: Bench, number: int) -> Bulletin:
    """Return one of the desk's bulletins that is out, or say that the page isn't there."""
    found = _published(bench).filter(pk=number).first()
    if found is None:
        raise missing("bulletin")
    return found


def members_of(bench: Bench) -> list[Member]:
    """Return the councils whom the desk warns, by name, each with what it shows to this person."""
    person, owner, day = bench.viewer.person, bench.owner, bench.day
    name = BodyRecord.objects.filter(body=OuterRef("pk"), valid_to__isnull=True).values("name")[:1]
    level = Case(
        When(sharing_with(person, owner, day, REASONS), then=Value(Level.REASONS.value)),
        When(sharing_with(person, owner, day, RESULTS), then=Value(Level.RESULTS.value)),
        default=Value(""),
    )
    rows = members_of_owner(owner, day).annotate(shown_level=level, name=Subquery(name))
    found = rows.order_by("name", "code").values_list("pk", "code", "name", "shown_level")
    return [Member(key, code, name or code, level) for key, code, name, level in found]


def members_sharing(person: Person, owner: Body, day: date) -> QuerySet[Body]:
    """Return the councils whom the desk warns and that let this person see their answers."""
    return members_of_owner(owner, day).filter(sharing_with(person, owner, day, RESULTS))


def sharing_with(person: Person, owner: Body, day: date, levels: tuple[Level, ...]) -> Q:
    """Condition on a council: it shows its results to those who run this desk, and this person is one of them."""
    if owner.kind == Kind.PROGRAMME:
        return shown_to_programme(person, day, levels)
    return shown_to_warp(person, day, levels)


def _published(bench: Bench) -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(owner=bench.owner, state=BulletinState.PUBLISHED)


def kind_of(notice: Notice, day: date) -> str:
    """Return how a warning stands, in the board's words for machines."""
    if is_waiting(notice, day):
        return OVERDUE if notice.due_on and notice.due_on < day else WAITS
    return HELP if notice.answer == AnswerWord.NEED_HELP else ANSWERED


def _cell(notice: Notice, day: date) -> Cell:
    """Return how a warning stands with a council that shares."""
    kind = kind_of(notice, day)
    says = standing_words(notice, day)
    if kind == OVERDUE:
        says = _("%(standing)s, overdue") % {"standing": says}
    return Cell(kind, says, notice.read_at is not None if kind in (WAITS, OVERDUE) else None)


def cell_for(member: Member, notice: Notice | None, day: date) -> Cell:
    """Return how a bulletin stands with a member, as far as it shows that."""
    if not member.shares:
        return Cell(HIDDEN, _("Doesn't share"))
    return _cell(notice, day) if notice else Cell(UNCONCERNED, _("Not concerned"))


def _column(bulletin: Bulletin, number: int, rows: tuple[Row, ...]) -> Column:
    kinds = [row.cells[number].kind for row in rows]
    concerned = [kind for kind in kinds if kind not in (HIDDEN, UNCONCERNED)]
    if len(concerned) < LEAST:
        return Column(bulletin)
    return Column(bulletin, sum(kind in (ANSWERED, HELP) for kind in concerned), len(concerned))
