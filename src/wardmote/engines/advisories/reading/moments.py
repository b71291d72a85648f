"""When was that, by a date that a stranger wrote in one of many ways?"""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_SHORTEST, _LONGEST = 8, 60
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d", "%m/%d/%Y")


def moment(text: Any) -> datetime | None:
    """Return a moment in UTC (meant where no zone is said), or None: ISO 8601, as in e-mails, a few more."""
    if not isinstance(text, str) or not _SHORTEST <= len(text := text.strip()) <= _LONGEST:
        return None
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return _of_mail(text) or _written(text)


def day(text: Any) -> date | None:
    """Return a day; of a moment, the one in UTC."""
    if isinstance(text, str) and len(text) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    found = moment(text)
    return found.date() if found else None


def _aware(found: datetime) -> datetime:
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _of_mail(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(text: str) -> datetime | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
