"""Does a council that joins a WARP or leaves it get or lose what that WARP says, with the WARP's circles, at once?"""

from datetime import date, timedelta

import pytest
from django.db import models
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.test_desk_bulletins import Desk
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import now, today
from wardmote.register.actions.apply_affiliations import apply_affiliations
from wardmote.register.models import Affiliation, Body
from wardmote.register.tables import read_affiliations
from wardmote.warn.actions.add_to_circle import add_to_circle
from wardmote.warn.actions.leave_with_warp import leave_with_warp
from wardmote.warn.matching_jobs import settle_affiliated, settle_lately_affiliated
from wardmote.warn.models import Audience, Notice
from wardmote.warn.queries.affiliated import lately_affiliated
from wardmote.warn.queries.shared import is_in_circle

DAY = timedelta(days=1)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def table_says(member: str, since: date | str = "", until: date | str = "") -> None:
    """Apply a row, and do what waits because of it."""
    before = set(DBTaskResult.objects.values_list("pk", flat=True))
    row = f"group_code,member_code,valid_from,valid_to\nthe-warp,{member},{since},{until}"
    apply_affiliations(by=None, rows=read_affiliations(row), source="test", at=now())
    for queued in DBTaskResult.objects.exclude(pk__in=before):
        if queued.task_path == settle_affiliated.module_path:
            settle_affiliated.call(*queued.args_kwargs["args"])


def standing(council: Body) -> set[models.Model | None]:
    return {one.story for one in Notice.objects.filter(council=council, taken_back_at__isnull=True)}


def test_who_leaves_loses_the_warnings_and_the_circles(desk: Desk) -> None:
    for_all, in_circle = desk.out(), desk.out(label=Label.AMBER, audience=Audience.CIRCLE, circle=desk.circle)
    assert standing(desk.elm) == {for_all.story, in_circle.story}
    table_says("elm", until=today())
    assert standing(desk.elm) == set()
    assert standing(desk.moe) == {for_all.story}
    assert not is_in_circle(desk.circle, desk.elm)
    entry = AuditEntry.objects.get(action="circle.left")
    assert (entry.before, entry.person_id, entry.body_id) == ({"body": "elm"}, None, desk.warp.pk)


def test_who_joins_gets_what_is_out(desk: Desk) -> None:
    bulletin = desk.out()
    assert standing(desk.far) == set()
    table_says("far", since=today())
    assert standing(desk.far) == {bulletin.story}
    table_says("far", since=today())
    assert Notice.objects.filter(council=desk.far).count() == 1


def test_a_day_that_is_to_come_is_waited_for(desk: Desk) -> None:
    bulletin = desk.out()
    table_says("elm", until=today() + DAY)
    assert standing(desk.elm) == {bulletin.story}
    assert is_in_circle(desk.circle, desk.elm)
    Affiliation.objects.filter(member=desk.elm).update(valid_to=today() - DAY)
    assert lately_affiliated(today()) == [desk.elm.pk]
    settle_lately_affiliated.call()
    assert standing(desk.elm) == set()
    assert not is_in_circle(desk.circle, desk.elm)


def test_other_warps_and_other_owners_councils_stay_in_their_circles(desk: Desk) -> None:
    other = desk.world.warp("other-warp")
    by = desk.world.viewer(desk.operator)
    add_to_circle(by=by, circle=desk.circle, body=other, at=desk.at)
    assert leave_with_warp(by=None, at=now()) == []
    assert is_in_circle(desk.circle, other)
    assert is_in_circle(desk.circle, desk.elm)


def test_forums_move_no_warnings(desk: Desk) -> None:
    forum = desk.world.council("forum", kind="lrf")
    Affiliation.objects.create(group=forum, member=desk.elm, valid_from=today(), source="test")
    assert lately_affiliated(today()) == []
