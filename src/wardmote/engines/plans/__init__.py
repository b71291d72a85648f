"""What does an improvement plan cost, in which years, and is it still what was signed?

A cost that nobody knows yet is None: it is never counted as nought, and every sum says how many lines it leaves out.
Costs are whole pounds of today: nothing here adds inflation.

Nothing here knows of Django, a database, the time or a person.
"""

from wardmote.engines.plans.dates import DueGroup, Horizon, group_of
from wardmote.engines.plans.lines import PlannedLine
from wardmote.engines.plans.money import pounds
from wardmote.engines.plans.signature import (
    LineChange,
    SignedLine,
    changes_since,
    digest_of,
    freeze,
    from_stored,
    to_stored,
)
from wardmote.engines.plans.totals import Effort, Sum, Totals, total
from wardmote.engines.plans.years import CostsByYear, YearCost, costs_by_year, financial_year, first_year, year_words

__all__ = [
    "CostsByYear",
    "DueGroup",
    "Effort",
    "Horizon",
    "LineChange",
    "PlannedLine",
    "SignedLine",
    "Sum",
    "Totals",
    "YearCost",
    "changes_since",
    "costs_by_year",
    "digest_of",
    "financial_year",
    "first_year",
    "freeze",
    "from_stored",
    "group_of",
    "pounds",
    "to_stored",
    "total",
    "year_words",
]
