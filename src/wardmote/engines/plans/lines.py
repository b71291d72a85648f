"""What of a line in a plan bears on costs and dates?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PlannedLine:
    """One thing to do. Costs are whole pounds, `yearly` from the year in which it is due; None: not known yet."""

    key: int
    action: str
    once: int | None = None
    yearly: int | None = None
    effort_days: Decimal | None = None
    due_on: date | None = None

    @property
    def is_uncosted(self) -> bool:
        """Whether nothing is known of what it costs."""
        return self.once is None and self.yearly is None
