"""Random lines of a plan."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from wardmote.engines.plans import PlannedLine

COSTS = st.none() | st.integers(0, 100_000_000)
DATES = st.none() | st.dates(date(2020, 1, 1), date(2040, 12, 31))
EFFORTS = st.none() | st.decimals(Decimal(0), Decimal("9999.9"), places=1)


def a_line() -> st.SearchStrategy[PlannedLine]:
    """Give one line."""
    return st.builds(
        PlannedLine,
        key=st.integers(1, 10_000),
        action=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
        once=COSTS,
        yearly=COSTS,
        effort_days=EFFORTS,
        due_on=DATES,
    )


def some_lines() -> st.SearchStrategy[list[PlannedLine]]:
    """Give a plan's lines, each with a key of its own."""
    return st.lists(a_line(), max_size=8, unique_by=lambda line: line.key)
