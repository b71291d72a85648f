"""What stands in the table of a council's warnings?"""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.timezone import localdate

from ..words import names_of, standing_words
from .access import Desk
from .notices import Asked, found_by, in_order

COLUMNS = (
    "number",
    "names",
    "title",
    "priority",
    "due on",
    "why it concerns us",
    "is sure",
    "raised on",
    "stands",
    "answer",
    "until",
    "reason",
    "answered on",
    "answered by",
    "taken back on",
)
AT_ONCE = 500


def rows_of(desk: Desk, asked: Asked) -> Iterator[list[str]]:
    """Yield one row for each warning."""
    found = in_order(found_by(desk, asked)).select_related("story", "answered_by").prefetch_related("story__names")
    for notice in found.iterator(chunk_size=AT_ONCE):
        yield [
            str(notice.pk),
            names_of(notice.story),
            notice.story.title,
            notice.get_priority_display(),
            _day(notice.due_on),
            notice.why,
            "yes" if notice.is_sure else "no",
            _day(notice.raised_at),
            standing_words(notice, desk.day),
            notice.answer,
            _day(notice.until),
            notice.reason,
            _day(notice.answered_at),
            str(notice.answered_by or ""),
            _day(notice.taken_back_at),
        ]


def _day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = localdate(value)
    return value.isoformat() if value else ""
