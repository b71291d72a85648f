"""What does the journey to the board need from the inside? A bulletin that is out, and what members say to it."""

from collections.abc import Callable
from datetime import timedelta

from tests.unit.warn.warned import a_notice, a_statement, a_story
from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord, Person, SharingChoice
from wardmote.register.models.sharing import Audience, Level
from wardmote.warn.models import Bulletin, BulletinState, Choice, Nudge, Pace, Priority
from wardmote.warn.telling import tell

from .knowledge import link_for

TITLE = "Patch the remote access gateways"
NEED = "Nobody here knows the gateway."


def board_ready(waiting: str, helpless: str, silent: str) -> dict[str, str]:
    """Publish a bulletin that one council waits with, one needs help with, and one keeps to itself."""
    at = now() - timedelta(minutes=10)
    councils = {code: Body.objects.get(code=code) for code in (waiting, helpless, silent)}
    levels = {waiting: Level.RESULTS, helpless: Level.REASONS, silent: Level.NOTHING}
    for code, level in levels.items():
        open_choices = SharingChoice.objects.filter(council=councils[code], audience=Audience.WARP, until__isnull=True)
        open_choices.update(until=at)
        SharingChoice.objects.create(council=councils[code], audience=Audience.WARP, level=level, since=at)
    story = a_story(TITLE, at=at)
    a_statement(story, at=at)
    bulletin = _published(story.pk)
    said = {"answer": "need-help", "reason": NEED, "answered_at": at, "read_at": at}
    for code, council in councils.items():
        a_notice(council, story, at=at, **(said if code == helpless else {}))
    lead = Person.objects.get(memberships__body__code=waiting, memberships__role=Role.LEAD)
    Choice.objects.update_or_create(
        council=councils[waiting], person=lead, defaults={"pace": Pace.AT_ONCE, "changed_at": at}
    )
    tell(councils[waiting], now())
    names = {code: BodyRecord.objects.get(body=body, valid_to=None).name for code, body in councils.items()}
    return {
        "operator": link_for("demo-warp", Role.WARP_OPERATOR),
        "address": lead.email,
        "number": str(bulletin),
        "waiting": names[waiting],
        "helpless": names[helpless],
        "silent": names[silent],
    }


def _published(story: int) -> int:
    at = now() - timedelta(minutes=10)
    return Bulletin.objects.create(
        owner=Body.objects.get(code="demo-warp"),
        story_id=story,
        label="green",
        state=BulletinState.PUBLISHED,
        edition=1,
        reference="DEMO-WARP-JOURNEY",
        title=TITLE,
        what="The gateways let strangers in.",
        act="Install the maker's update.",
        priority=Priority.SOON,
        written_at=at,
        changed_at=at,
        published_at=at,
    ).pk


def reminders_of(code: str, address: str) -> dict[str, int]:
    """Return how often a council was reminded, and how many letters say so."""
    letters = Letter.objects.filter(to=address, subject__contains="An answer is asked for")
    return {"nudges": Nudge.objects.filter(council__code=code).count(), "letters": letters.count()}


QUESTIONS: dict[str, Callable[..., object]] = {each.__name__: each for each in (board_ready, reminders_of)}
