"""What does the catalogue say of a check that a stored finding names? A check that is gone breaks no page."""

from functools import cache
from typing import Any

from wardmote.engines.checks.check import Check
from wardmote.engines.checks.registry import checks


def known(check_id: str) -> Check[Any] | None:
    """Return the check of this id, or None where the catalogue doesn't hold it any more."""
    return _by_id().get(check_id)


def title_of(check_id: str) -> str:
    """Return what a check is called; one that is gone is called by its id."""
    check = known(check_id)
    return check.title if check else check_id.replace("_", " ").replace("-", " ").capitalize()


@cache
def _by_id() -> dict[str, Check[Any]]:
    return {check.id: check for check in checks()}
