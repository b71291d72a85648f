"""What do journeys at the desk need from the inside? Something that attackers use, and who runs the desk."""

from collections.abc import Callable
from datetime import timedelta

from tests.unit.warn.warned import a_statement, a_story
from tests.worlds import World
from wardmote.kernel.moments import now, today
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation, Body
from wardmote.warn.models import Notice

from .knowledge import link_for

WARP = "demo-warp"
TITLE = "Attackers take over mail gateways by a crafted letter"


def exploited_story(name: str) -> dict[str, str]:
    """Tell of something that attackers use; return how the operator of the demonstration's WARP signs in."""
    at = now()
    story = a_story(
        f"{TITLE} ({name})", name, at=at, exploited_on=today(), exploited_due_on=today() + timedelta(days=9)
    )
    a_statement(story, at=at)
    return {"title": story.title, "link": link_for(WARP, Role.WARP_OPERATOR)}


def enough_members(count: str) -> int:
    """Let the demonstration's WARP have so many members, where it has fewer; return how many it has."""
    warp = Body.objects.get(code=WARP)
    members = Affiliation.objects.filter(group=warp, valid_to__isnull=True)
    for number in range(members.count(), int(count)):
        member = World().council(f"demo-more-{number}", demonstration=True)
        Affiliation.objects.create(group=warp, member=member, source="test")
    return members.count()


def warned_of(title: str) -> list[int]:
    """Return how many councils are warned of it now, and how many members the WARP has."""
    warned = Notice.objects.filter(story__title=title, taken_back_at__isnull=True).count()
    return [warned, Affiliation.objects.filter(group__code=WARP, valid_to__isnull=True).count()]


def lead_of(code: str) -> str:
    """Return how a council's lead signs in."""
    return link_for(code, Role.LEAD)


QUESTIONS: dict[str, Callable[..., object]] = {
    each.__name__: each for each in (exploited_story, enough_members, warned_of, lead_of)
}
