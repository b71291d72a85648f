"""What day is it, and which day does the reader ask about?"""

from datetime import UTC, date, datetime

from django.utils import timezone

from .denial import Denied

EARLIEST, LATEST = date(1974, 4, 1), date(2100, 1, 1)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in the United Kingdom."""
    return timezone.localdate()


def read_as_at(text: str | None) -> date:
    """Return the day that an address asks about (`2027-04-01`), or today where it names none."""
    if not text:
        return today()
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as fault:
        raise Denied("Give the date as year-month-day, for example 2027-04-01.") from fault
    if not EARLIEST <= day <= LATEST:
        raise Denied("Choose a date between 1 April 1974 and 1 January 2100.")
    return day
