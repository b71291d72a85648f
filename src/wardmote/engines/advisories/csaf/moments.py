"""Which moment does a text of RFC 3339 name?"""

from datetime import UTC, datetime

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def moment(text: object) -> datetime | None:
    """Return an aware moment; UTC where the text names no zone; None where it names none."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        found = datetime.fromisoformat(text.strip().upper().replace(":60", ":59"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
