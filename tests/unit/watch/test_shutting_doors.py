"""Can what a council showed to people outside be shut when the council is at work no more?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.actions.open_link import open_link
from wardmote.watch.actions.shut_link import shut_link
from wardmote.watch.models import LinkKind, OpenLink
from wardmote.watch.queries.deliveries import find_door


def test_the_lead_of_a_council_that_is_at_work_no_more_shuts_what_is_open_and_opens_nothing(world: World) -> None:
    council = world.council("AAA")
    by = world.viewer(world.lead_of(council))
    link, _secret = open_link(by=by, council=council, kind=LinkKind.FEED, at=world.at)
    Body.objects.filter(pk=council.pk).update(end_date=world.at.date() - timedelta(days=1))
    link.refresh_from_db()
    with pytest.raises(Denied, match="isn't at work"):
        open_link(by=by, council=link.council, kind=LinkKind.FEED, at=world.at)
    assert shut_link(by=by, link=link, at=world.at)
    link.refresh_from_db()
    assert link.shut_at == world.at


def test_a_contributor_shuts_nothing(world: World) -> None:
    council = world.council("AAA")
    lead, other = world.viewer(world.lead_of(council)), world.viewer(world.someone(council, Role.CONTRIBUTOR))
    link, _secret = open_link(by=lead, council=council, kind=LinkKind.FEED, at=world.at)
    with pytest.raises(Denied, match="Only your cyber lead"):
        shut_link(by=other, link=link, at=world.at)


def test_a_door_for_reports_takes_nothing_for_a_council_that_is_at_work_no_more(world: World) -> None:
    council, day = world.council("AAA"), world.at.date()
    OpenLink.objects.create(council=council, kind=LinkKind.REPORTS, digest="x", made_at=world.at)
    assert find_door("x", day) is not None
    Body.objects.filter(pk=council.pk).update(end_date=day - timedelta(days=1))
    assert find_door("x", day) is None
