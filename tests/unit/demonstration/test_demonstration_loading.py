"""When may the region be loaded, and where not?"""

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from wardmote.demonstration.public import load_demonstration
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.register.models import Body, Membership


def test_the_region_cannot_be_loaded_where_it_does_not_exist(db: None) -> None:
    with override_settings(HAS_DEMONSTRATION=False), pytest.raises(Denied):
        load_demonstration(at=datetime(2026, 11, 23, tzinfo=UTC))
    assert not Body.objects.exists()


@pytest.mark.parametrize("day", [datetime(2027, 1, 5, 0, 5, tzinfo=UTC), datetime(2028, 2, 29, 23, 0, tzinfo=UTC)])
def test_the_year_can_end_on_any_day(db: None, day: datetime) -> None:
    assert load_demonstration(at=day)
    assert not Membership.objects.filter(lapses_on__lte=day.date()).exists()
    assert AuditEntry.objects.filter(at__gt=day).count() == 0
