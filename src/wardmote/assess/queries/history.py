"""Who changed which answer from what to what, and when?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wardmote.engines.frameworks import Reply, Status

from ..models import AnswerChange, Confidence
from .desks import Desk

A_PAGE = 50
_REPLY = {
    Reply.TRUE: gettext_lazy("true"),
    Reply.ALTERNATIVE: gettext_lazy("an alternative stands for it"),
    "": gettext_lazy("not true"),
}


@dataclass(frozen=True)
class Said:
    """One value that changed: what it is called, what it was and what it is."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Line:
    """One save."""

    at: datetime
    by: str
    outcome: str
    title: str
    position: int
    part: str
    changes: tuple[Said, ...]


@dataclass(frozen=True)
class HistoryPage:
    """Saves, newest first; `before` leads to the older ones."""

    lines: tuple[Line, ...]
    outcome: str
    part: str
    before: int | None


def history_page(desk: Desk, outcome: str, part: str, before: str) -> HistoryPage:
    """Return one page of saves: of one outcome of one part where both are named, else of the assessment."""
    found = AnswerChange.objects.filter(assessment=desk.assessment).select_related("by")
    if outcome:
        found = found.filter(outcome=outcome.replace("\x00", "")[:20])
    if part.isdecimal():
        found = found.filter(part__position=int(part[:4]))
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    rows = list(found[: A_PAGE + 1])
    parts = {part.pk: part for part in desk.parts}
    shown = tuple(_line(desk, row, parts[row.part_id].position, parts[row.part_id].name) for row in rows[:A_PAGE])
    return HistoryPage(shown, outcome, part, rows[A_PAGE - 1].pk if len(rows) > A_PAGE else None)


def _line(desk: Desk, row: AnswerChange, position: int, part: str) -> Line:
    asked = desk.framework.outcomes.get(row.outcome)
    statements = {statement.id: statement.says for statement in asked.statements} if asked else {}
    return Line(
        at=row.at,
        by=str(row.by) if row.by else "",
        outcome=row.outcome,
        title=asked.title if asked else "",
        position=position,
        part=part,
        changes=tuple(_said(path, change, statements) for path, change in row.changes.items()),
    )


def _said(path: str, change: Any, statements: Mapping[str, str]) -> Said:
    name, _dot, key = path.partition(".")
    if isinstance(change, dict):
        dots = "…" if change["at"] else ""
        return Said(_name(name, key, statements), f"{dots}{change['was']}", f"{dots}{change['now']}")
    was, now = change
    return Said(_name(name, key, statements), _value(name, was), _value(name, now))


def _name(name: str, key: str, statements: Mapping[str, str]) -> str:
    match name:
        case "status":
            return _("Status")
        case "confidence":
            return _("How sure")
        case "justification":
            return _("Reasons")
        case "is_confirmed":
            return _("Ready")
        case "is_to_check":
            return _("Check again")
        case "alternatives":
            return _("Alternative control for %(statement)s") % {"statement": key}
    said = statements.get(key, "")
    return f"{key}: {said}" if said else key


def _value(name: str, value: Any) -> str:
    match name:
        case "status":
            return Status(value).words if value else _("nothing said")
        case "confidence":
            return str(Confidence(value).label) if value else _("nothing said")
        case "is_confirmed" | "is_to_check":
            return _("yes") if value else _("no")
        case "replies":
            return str(_REPLY.get(value, value))
    return str(value or "")
