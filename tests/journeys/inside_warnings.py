"""What do journeys through warnings need from the inside? Warnings that concern a council, and who can answer them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.unit.warn.warned import a_notice, a_statement, a_story
from wardmote.kernel.moments import now, today
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.warn.models import Notice, Priority, Story

from .knowledge import link_for

FAULTS = (
    ("NetScaler ADC leaks memory to strangers", "CVE-2026-1111", Priority.NOW, 2),
    ("OpenRevenues lets a signed-in person read every account", "CVE-2026-2222", Priority.SOON, 14),
    ("Print spooler crashes on a long name", "CVE-2026-3333", Priority.SOON, 14),
    ("The planning portal's search can be slowed down", "CVE-2026-4444", Priority.PLANNED, 0),
    ("Backup agent writes its password to a log", "CVE-2026-5555", Priority.PLANNED, 0),
)


def warned_council(code: str) -> dict[str, str]:
    """Warn a demonstration council of five things; return how its lead signs in."""
    council, at = Body.objects.get(code=code), now()
    for title, name, priority, days in FAULTS:
        story = Story.objects.filter(names__name=name).first() or _told(title, name, at)
        due = today() + timedelta(days=days) if days else None
        why = f"“{title.split()[0]} 13.1” on your list is affected: before 14.1, says Vendor's advisories."
        a_notice(council, story, at=at, priority=priority, due_on=due, why=why)
    return {"link": link_for(code, Role.LEAD)}


def _told(title: str, name: str, at: datetime) -> Story:
    story = a_story(title, name, at=at)
    a_statement(story, at=at)
    return story


def answers_of(code: str) -> list[list[str]]:
    """Return what the council said to each warning, by title."""
    rows = Notice.objects.filter(council__code=code).order_by("story__title")
    return [list(row) for row in rows.values_list("story__title", "answer", "reason")]


QUESTIONS: dict[str, Callable[..., object]] = {each.__name__: each for each in (warned_council, answers_of)}
