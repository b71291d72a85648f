"""What did a desk write, what does each of its warnings say, and what would one about a story say?"""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from wardmote.engines.advisories.deciding import Case, decide
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import missing
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import alive_on, name_of

from ..actions.settle_correction import words_of
from ..actions.write_bulletin import Wording
from ..circle_policies import OWNERS
from ..models import (
    Audience,
    Bulletin,
    BulletinEdition,
    BulletinState,
    Circle,
    DeskSetting,
    Priority,
    Relay,
    Story,
    WaitingCorrection,
)
from ..remedies import links_of, remedy_of
from .audiences import audience_of
from .desk_access import Bench
from .notices import statements_shown
from .queue import FEWEST_COUNTED, line_of_story

ON_A_PAGE = 25
LONGEST_TITLE, LONGEST_WHAT, LONGEST_ACT = 200, 1_500, 2_000
MOST_LINKS = 5
TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class BulletinPage:
    """Everything on a bulletin's page at the desk."""

    bulletin: Bulletin
    label: str
    councils: int
    are_counted: bool
    readers: tuple[str, ...]
    editions: tuple[BulletinEdition, ...]
    relayed: tuple[tuple[Relay, str], ...]
    needs_second_eyes: bool
    # The correction that waits for a second pair of eyes, and the bulletin as it would read then.
    waiting: WaitingCorrection | None
    corrected: Bulletin


def bulletins_of(bench: Bench, state: str, page: str | None) -> Page[Bulletin]:
    """Return a page of the desk's bulletins, the newest change first."""
    found = Bulletin.objects.filter(owner=bench.owner).select_related("circle", "changed_by")
    if state == BulletinState.CHECKING:
        corrected = Exists(WaitingCorrection.objects.filter(bulletin=OuterRef("pk")))
        found = found.filter(Q(state=state) | Q(corrected, state=BulletinState.PUBLISHED))
    elif state in BulletinState.values:
        found = found.filter(state=state)
    return Paginator(found, ON_A_PAGE).get_page(page)


def bulletin_of(bench: Bench, number: int) -> Bulletin:
    """Return one of the desk's bulletins, or say that the page isn't there."""
    found = Bulletin.objects.filter(owner=bench.owner, pk=number).select_related(
        "owner", "circle", "about", "story", "written_by", "changed_by", "published_by", "made_from__owner"
    )
    bulletin = found.first()
    if bulletin is None:
        raise missing("warning")
    return bulletin


def bulletin_page(bench: Bench, bulletin: Bulletin) -> BulletinPage:
    """Return the page's content."""
    with seeing_as_system():
        councils = audience_of(bulletin, bench.day).count()
    relays = bulletin.relays.select_related("to_body")
    return BulletinPage(
        bulletin=bulletin,
        label=Label(bulletin.label).written,
        councils=councils,
        are_counted=bulletin.audience != Audience.MATCHING or not 0 < councils < FEWEST_COUNTED,
        readers=tuple(bulletin.readers.order_by("person__email").values_list("person__email", flat=True)),
        editions=tuple(bulletin.editions.select_related("by", "checked_by").order_by("-number")),
        relayed=tuple((relay, name_of(relay.to_body)) for relay in relays),
        needs_second_eyes=needs_second_eyes(bench),
        waiting=waiting_correction(bulletin),
        corrected=as_corrected(bulletin),
    )


def waiting_correction(bulletin: Bulletin) -> WaitingCorrection | None:
    """Return the correction that waits for a second pair of eyes."""
    if bulletin.state != BulletinState.PUBLISHED:
        return None
    return WaitingCorrection.objects.filter(bulletin=bulletin).select_related("by").first()


def as_corrected(bulletin: Bulletin) -> Bulletin:
    """Return the bulletin as it reads once the correction that waits is out; as it stands where none does."""
    waiting = waiting_correction(bulletin)
    if waiting is None:
        return bulletin
    corrected = copy(bulletin)
    for name, value in (words_of(waiting) | {"correction": waiting.correction}).items():
        setattr(corrected, name, value)
    return corrected


def needs_second_eyes(bench: Bench) -> bool:
    """Say whether somebody else than the last who changed it publishes."""
    return DeskSetting.objects.filter(owner=bench.owner, needs_second_eyes=True).exists()


def has_circles(bench: Bench) -> bool:
    """Say whether the desk has a circle that is open."""
    return Circle.objects.filter(owner=bench.owner, closed_at__isnull=True).exists()


def receivers(bench: Bench, bulletin: Bulletin) -> QuerySet[Body]:
    """Return the other desks to whom a bulletin can be handed on."""
    had = Relay.objects.filter(bulletin=bulletin, to_body=OuterRef("pk"))
    others = Body.objects.filter(alive_on(bench.day), kind__in=OWNERS, is_demonstration=bench.owner.is_demonstration)
    return others.filter(~Exists(had)).exclude(pk=bench.owner.pk).order_by("code")


def relay_of(bench: Bench, number: int) -> Relay:
    """Return a bulletin that was handed on to this desk, or say that it isn't there."""
    found = Relay.objects.filter(to_body=bench.owner, pk=number).select_related("bulletin", "to_body").first()
    if found is None:
        raise missing("warning")
    return found


def wording_about(bench: Bench, story: Story) -> Wording:
    """Return what a warning about a story would say, from what its sources say and by the rules of urgency."""
    label = Label(story.label)
    told = statements_shown().filter(story=story)
    # The draft has the story's label: what a stricter source says doesn't stand in it.
    statements = [each for each in told if Label(each.label).strictness <= label.strictness]
    case = Case(
        is_exploited=story.exploited_on is not None,
        for_ransomware=story.for_ransomware,
        exploited_due_on=story.exploited_due_on,
        score=story.score,
        probability=story.probability,
        published_on=localdate(story.published_at) if story.published_at else None,
        is_exposed=False,
        carries_service=False,
        is_sure=True,
    )
    decision = decide(case, bench.day)
    due_on = decision.due_on
    if due_on and due_on < bench.day:
        due_on = bench.day + TWO_WEEKS
    what = " ".join(story.summary.split()) or story.title
    return Wording(
        title=story.title[:LONGEST_TITLE],
        what=what if len(what) <= LONGEST_WHAT else f"{what[: LONGEST_WHAT - 1].rstrip()}…",
        act=remedy_of(statements).act[:LONGEST_ACT],
        priority=Priority(int(decision.priority)).value,
        due_on=due_on,
        label=label,
        audience=Audience.MATCHING if line_of_story(bench, story).members else Audience.EVERYONE,
        sources=tuple({"url": link.url, "title": link.title} for link in links_of(statements)[:MOST_LINKS]),
    )
