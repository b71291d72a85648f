"""Which warnings does a council have, and what does the page of one of them say?"""

from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from wardmote.kernel.denial import missing

from ..models import Answer, Notice, Priority, Source, Statement, StoryName
from ..remedies import Link, Remedy, links_of, remedy_of
from ..words import due_words, names_of, standing_words
from .access import Desk
from .said import Word, words_about
from .standing import SHOWN_LABELS, answered_on, is_waiting, waiting_on

ON_A_PAGE = 50
MOST_WORDS, LONGEST_SEARCH = 5, 100
MOST_ANSWERS = 50
SHORT_SUMMARY = 900


class Show(StrEnum):
    """Which warnings a list shows."""

    WAITING = "waiting"
    ANSWERED = "answered"
    TAKEN_BACK = "taken-back"
    ALL = "all"


@dataclass(frozen=True)
class Asked:
    """What a list is asked for."""

    show: Show = Show.WAITING
    priority: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Counts:
    """How many warnings of a council stand how; `now` are those that wait and are to be acted on now."""

    waiting: int
    now: int
    answered: int
    taken_back: int

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.waiting + self.answered + self.taken_back


@dataclass(frozen=True)
class Line:
    """One warning in a list."""

    notice: Notice
    names: str
    due: str
    standing: str
    is_waiting: bool


@dataclass(frozen=True)
class NoticeList:
    """A page of warnings."""

    page: Page[Notice]
    lines: tuple[Line, ...]
    counts: Counts


@dataclass(frozen=True)
class Told:
    """What one source says of it, and since when."""

    statement: Statement
    source: Source
    link: Link | None


@dataclass(frozen=True)
class NoticePage:
    """Everything on a warning's page."""

    line: Line
    summary: str
    rest: str
    remedy: Remedy
    sources: tuple[Told, ...]
    links: tuple[Link, ...]
    answers: tuple[Answer, ...]
    # What those who run a WARP say about it.
    words: tuple[Word, ...]

    @property
    def notice(self) -> Notice:
        """Return the warning."""
        return self.line.notice


def notice_list(desk: Desk, asked: Asked, page: str | None) -> NoticeList:
    """Return one page of the council's warnings, the most urgent first."""
    found = in_order(found_by(desk, asked)).select_related("story").prefetch_related("story__names")
    shown = Paginator(found, ON_A_PAGE).get_page(page)
    return NoticeList(shown, tuple(line_of(notice, desk) for notice in shown.object_list), counts_of(desk))


def found_by(desk: Desk, asked: Asked) -> QuerySet[Notice]:
    """Return the warnings that a list is asked for, in no order."""
    found = desk.notices
    match asked.show:
        case Show.WAITING:
            found = found.filter(waiting_on(desk.day))
        case Show.ANSWERED:
            found = found.filter(answered_on(desk.day))
        case Show.TAKEN_BACK:
            found = found.filter(taken_back_at__isnull=False)
    if asked.priority in Priority.values:
        found = found.filter(priority=asked.priority)
    for word in asked.words.replace("\x00", "")[:LONGEST_SEARCH].split()[:MOST_WORDS]:
        named = StoryName.objects.filter(story=OuterRef("story"), name__icontains=word)
        found = found.filter(Q(story__title__icontains=word) | Q(why__icontains=word) | Exists(named))
    return found


def in_order(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Return them with the most urgent first, then what is due first; alike on both databases."""
    return notices.order_by("priority", F("due_on").asc(nulls_last=True), "-raised_at", "-pk")


def counts_of(desk: Desk) -> Counts:
    """Count all of the council's warnings by how they stand, in one query."""
    waits = waiting_on(desk.day)
    return Counts(
        **desk.notices.aggregate(
            waiting=Count("pk", filter=waits),
            now=Count("pk", filter=waits & Q(priority=Priority.NOW)),
            answered=Count("pk", filter=answered_on(desk.day)),
            taken_back=Count("pk", filter=Q(taken_back_at__isnull=False)),
        )
    )


def line_of(notice: Notice, desk: Desk) -> Line:
    """Return a warning as a list shows it."""
    return Line(
        notice,
        names_of(notice.story),
        due_words(notice, desk.day),
        standing_words(notice, desk.day),
        is_waiting(notice, desk.day),
    )


def notice_page(desk: Desk, number: int) -> NoticePage:
    """Return the page's content."""
    notice = desk.notice(number)
    statements = list(statements_shown().filter(story=notice.story_id))
    summary = notice.story.summary.strip()
    cut = len(summary) if len(summary) <= SHORT_SUMMARY else summary.rfind(" ", 0, SHORT_SUMMARY)
    cut = cut if cut > 0 else SHORT_SUMMARY
    answers = Answer.objects.filter(notice=notice).select_related("by").order_by("-at", "-pk")
    return NoticePage(
        line=line_of(notice, desk),
        summary=summary[:cut],
        rest=summary[cut:].strip(),
        remedy=remedy_of(statements),
        sources=tuple(Told(each, each.source, _first_link(each)) for each in statements),
        links=tuple(links_of(statements)),
        answers=tuple(answers[:MOST_ANSWERS]),
        words=words_about(desk, notice.story_id),
    )


def statements_shown() -> QuerySet[Statement]:
    """Return what sources say, with the source, as far as labels let it be shown here."""
    return Statement.objects.filter(label__in=SHOWN_LABELS).select_related("source").order_by("pk")


def with_statements(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Return warnings with their stories, the stories' numbers and what sources say."""
    told = Prefetch("story__statements", queryset=statements_shown(), to_attr="shown_statements")
    return notices.select_related("story", "answered_by").prefetch_related("story__names", told)


def next_waiting(desk: Desk) -> Notice | None:
    """Return the most urgent warning that waits."""
    return in_order(found_by(desk, Asked())).first()


def some_notices(desk: Desk, numbers: set[int]) -> list[Notice]:
    """Return warnings of the council that were ticked; one that isn't its own is as if it weren't there."""
    found = list(in_order(desk.notices.filter(pk__in=numbers)))
    if len(found) != len(numbers):
        raise missing("warning")
    return found


def _first_link(statement: Statement) -> Link | None:
    return next(iter(links_of([statement])), None)
