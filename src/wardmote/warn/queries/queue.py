"""What came in that the members of a desk should know of, and what waits for somebody there?"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from wardmote.kernel.denial import missing
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import name_of

from ..models import Bulletin, BulletinState, EditorWord, Match, Relay, Story, StoryName
from ..words import names_of
from .audiences import members_of_owner
from .desk_access import Bench
from .standing import SHOWN_LABELS

ON_A_PAGE = 25
NEW_FOR = timedelta(days=30)
HIGH_SCORE, CRITICAL_SCORE = 7.0, 9.0
# How many of the members a story concerns is said from this many on; of fewer, that it is a few.
FEWEST_COUNTED = 5
MOST_WORDS, LONGEST_SEARCH = 5, 100


class Show(StrEnum):
    """Which part of the queue a page shows."""

    NEW = "new"
    EDITOR = "editor"
    RELAYS = "relays"


class Only(StrEnum):
    """Which of the stories a page shows, where not all."""

    EXPLOITED = "exploited"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Line:
    """A story in the queue; `members` is empty where nobody's software matches, `ours` what we wrote about it."""

    story: Story
    names: str
    members: int
    ours: Bulletin | None

    @property
    def are_counted(self) -> bool:
        """Say whether so many members are concerned that their number tells of none of them."""
        return self.members >= FEWEST_COUNTED


@dataclass(frozen=True)
class Handed:
    """A bulletin that another WARP handed on, and what we made of it, where they changed theirs since."""

    relay: Relay
    sender: str
    ours: Bulletin | None


@dataclass(frozen=True)
class Queue:
    """A page of what waits."""

    page: Page[Story] | Page[Relay]
    lines: tuple[Line, ...]
    handed: tuple[Handed, ...]
    waiting_relays: int


def queue_of(bench: Bench, show: Show, words: str, page: str | None, only: Only | None = None) -> Queue:
    """Return one page of the queue, what is exploited first."""
    relays = _handed_on_to(bench)
    if show is Show.RELAYS:
        shown = Paginator(relays.select_related("bulletin", "from_body"), ON_A_PAGE).get_page(page)
        handed = _handed(bench, list(shown.object_list))
        return Queue(shown, (), handed, shown.paginator.count)
    found = _named(_waiting(bench) if show is Show.EDITOR else _new(bench), words)
    if only is Only.EXPLOITED:
        found = found.filter(exploited_on__isnull=False)
    elif only is Only.CRITICAL:
        found = found.filter(score__gte=CRITICAL_SCORE)
    stories = Paginator(found.prefetch_related("names"), ON_A_PAGE).get_page(page)
    return Queue(stories, _lines(bench, list(stories.object_list)), (), relays.count())


def _handed_on_to(bench: Bench) -> QuerySet[Relay]:
    """Return what waits: what stands, and what was withdrawn where we made our own of it."""
    ours = Bulletin.objects.filter(owner=bench.owner, made_from=OuterRef("bulletin"))
    stands = Q(bulletin__state=BulletinState.PUBLISHED) | Q(Exists(ours.exclude(state=BulletinState.WITHDRAWN)))
    return Relay.objects.filter(stands, to_body=bench.owner, settled_at__isnull=True)


def _handed(bench: Bench, relays: list[Relay]) -> tuple[Handed, ...]:
    made = Bulletin.objects.filter(owner=bench.owner, made_from__in=[relay.bulletin_id for relay in relays])
    ours = {one.made_from_id: one for one in made.exclude(state=BulletinState.WITHDRAWN).order_by("pk")}
    return tuple(Handed(relay, name_of(relay.from_body), ours.get(relay.bulletin_id)) for relay in relays)


def story_of(number: int) -> Story:
    """Return a story that everybody here may know of, or say that it isn't there."""
    found = Story.objects.filter(pk=number, label__in=SHOWN_LABELS).prefetch_related("names").first()
    if found is None:
        raise missing("story")
    return found


def line_of_story(bench: Bench, story: Story) -> Line:
    """Return a story as the queue shows it."""
    return _lines(bench, [story])[0]


def _new(bench: Bench) -> QuerySet[Story]:
    since = bench.at - NEW_FOR
    told = Q(published_at__gte=since) | Q(published_at__isnull=True, first_seen_at__gte=since)
    matters = Q(exploited_on__gte=since.date()) | (told & (Q(exploited_on__isnull=False) | Q(score__gte=HIGH_SCORE)))
    found = Story.objects.filter(matters, label__in=SHOWN_LABELS, is_withdrawn=False)
    return found.order_by(F("exploited_on").desc(nulls_last=True), F("score").desc(nulls_last=True), "-pk")


def _waiting(bench: Bench) -> QuerySet[Story]:
    waits = [EditorWord.NO_PRODUCT, EditorWord.UNREAD, EditorWord.NEWS]
    return Story.objects.filter(editor__in=waits, label__in=SHOWN_LABELS, is_withdrawn=False).order_by(
        "-changed_at", "-pk"
    )


def _named(stories: QuerySet[Story], words: str) -> QuerySet[Story]:
    for word in words.replace("\x00", "")[:LONGEST_SEARCH].split()[:MOST_WORDS]:
        named = StoryName.objects.filter(story=OuterRef("pk"), name__icontains=word)
        stories = stories.filter(Q(title__icontains=word) | Exists(named))
    return stories


def _lines(bench: Bench, stories: list[Story]) -> tuple[Line, ...]:
    keys = [story.pk for story in stories]
    counted = _members(bench, keys)
    ours = Bulletin.objects.filter(owner=bench.owner, about__in=keys).exclude(state=BulletinState.WITHDRAWN)
    written = {bulletin.about_id: bulletin for bulletin in ours.order_by("pk")}
    return tuple(Line(story, names_of(story), counted.get(story.pk, 0), written.get(story.pk)) for story in stories)


def _members(bench: Bench, stories: list[int]) -> dict[int, int]:
    """Return how many of the desk's members run what each story speaks of; it names none of them."""
    with seeing_as_system():
        met = Match.objects.filter(
            story__in=stories,
            edition__items__removed_at__isnull=True,
            edition__items__council__in=members_of_owner(bench.owner, bench.day),
        )
        counted = met.values_list("story_id").annotate(n=Count("edition__items__council", distinct=True))
        return dict(counted.order_by())
