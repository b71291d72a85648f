"""Who changed which answer from what to what, and when?"""

from datetime import timedelta

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.models import AnswerChange
from wardmote.assess.queries.history import A_PAGE, history_page
from wardmote.engines.frameworks import Status, redo, undo
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db


def test_every_save_says_who_from_what_to_what(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    bea = world.someone(council, Role.CONTRIBUTOR, "Bea")
    answer(desk_of(world, world.lead_of(council), assessment), "A1.a", Status.NOT_ACHIEVED)
    answer(desk_of(world, bea, assessment, world.at + timedelta(hours=1)), "A1.a", Status.ACHIEVED)
    page = history_page(desk_of(world, bea, assessment), "A1.a", "0", "")
    newest, first = page.lines
    assert (newest.by, newest.at) == ("Bea", world.at + timedelta(hours=1))
    assert [(said.what, said.was, said.now) for said in newest.changes] == [("Status", "Not achieved", "Achieved")]
    assert ("Status", "nothing said", "Not achieved") in [(s.what, s.was, s.now) for s in first.changes]


def test_the_stored_differences_lead_back_and_forth_exactly(world: World) -> None:
    from wardmote.assess.actions.save_outcome import contents_of

    council = world.council("elm")
    assessment = an_assessment(world, council)
    desk = desk_of(world, world.lead_of(council), assessment)
    given = (Status.NOT_ACHIEVED, Status.ACHIEVED, Status.NOT_ACHIEVED)
    versions = [contents_of(None), *(contents_of(answer(desk, "A1.a", status)) for status in given)]
    changes = [change.changes for change in AnswerChange.objects.order_by("pk")]
    assert len(changes) == 3
    for before, after, change in zip(versions, versions[1:], changes, strict=False):
        assert undo(after, change) == before
        assert redo(before, change) == after


def test_long_histories_come_in_pages(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    part = assessment.parts.get(position=0)
    AnswerChange.objects.bulk_create(
        AnswerChange(
            assessment=assessment,
            part=part,
            council=council,
            outcome="A1.a",
            changes={"confidence": [1, 2]},
            at=world.at,
        )
        for _ in range(A_PAGE + 1)
    )
    desk = desk_of(world, world.lead_of(council), assessment)
    first = history_page(desk, "", "", "")
    assert len(first.lines) == A_PAGE
    assert len(history_page(desk, "", "", str(first.before)).lines) == 1


def test_the_page_shows_it_to_the_council_and_to_nobody_else(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), assessment), "A1.a")
    where = f"/councils/elm/assessments/{assessment.pk}/history/"
    assert "Minutes of March" in signed_in(world.someone(council, Role.VIEWER)).get(where).content.decode()
    assert signed_in(world.someone(world.council("moe"), Role.LEAD)).get(where).status_code == 404
    assert signed_in(world.someone(council, Role.COUNCILLOR)).get(where).status_code == 403
