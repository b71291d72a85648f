"""What do the tests of the register share?"""

from collections.abc import Callable

import pytest

from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import now
from wardmote.register.actions.load_register import load_register

Acts = Callable[[], list[str]]


@pytest.fixture
def acts(db: None) -> Acts:
    """Return what tells which acts were audited since it was last asked."""
    seen = 0

    def new() -> list[str]:
        nonlocal seen
        found = list(AuditEntry.objects.filter(sequence__gt=seen).order_by("sequence"))
        seen = found[-1].sequence if found else seen
        return [entry.action for entry in found]

    return new


@pytest.fixture
def real_register(db: None) -> int:
    """Load the register that ships with Wardmote; the number of its bodies."""
    return load_register(at=now())
