"""Which rows of an assessment does the database itself give to whom, whatever the application asks?

Two councils have one of everything; each viewer is given exactly the rows that are named here, table by table.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from tests.unit.assess.assessments.whole import ROOMS, Whole, whole
from tests.worlds import World
from wardmote.assess.models import (
    Assessment,
    Candidate,
    Evidence,
    EvidenceUse,
    OutcomeAnswer,
    OutcomeResult,
    Part,
    Report,
    ReportReasons,
    Review,
    ReviewFinding,
    ScopedService,
    Submission,
)
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.kernel.wall import walled_models
from wardmote.register.models import Membership, Person
from wardmote.register.models.sharing import Audience, Level

pytestmark = pytest.mark.postgres_only
WALLED = [model for model in walled_models() if model._meta.app_label in ROOMS]
# What an assurer reads of the assessment that they review; and of evidence, what is shown.
REVIEWED = (
    Part,
    ScopedService,
    Candidate,
    OutcomeAnswer,
    EvidenceUse,
    Review,
    ReviewFinding,
    Report,
    ReportReasons,
)
# What the programme reads of a council that shares its results.
RESULTS = (Report, OutcomeResult, Submission)
Rows = dict[str, set[int]]


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture
def elm(world: World) -> Whole:
    """A council with one of everything."""
    return whole(world, "elm")


@pytest.fixture
def moe(world: World) -> Whole:
    """Its neighbour with the same."""
    return whole(world, "moe")


def there(asked: Iterable[type[models.Model]] = WALLED, **which: object) -> Rows:
    """Return the rows, by table; tables without one are left out."""
    found = {
        model.__name__: set(model._default_manager.filter(**which).values_list("pk", flat=True)) for model in asked
    }
    return {name: rows for name, rows in found.items() if rows}


def read_by(person: Person | None) -> Rows:
    """Return all that the database gives to this person."""
    with seeing_as(str(person.pk) if person else NOBODY):
        return there()


def of_the_review(found: Whole) -> Rows:
    """Return what the assurer is to read."""
    return {
        "Assessment": {found.assessment.pk},
        "Evidence": {found.shown.pk},
        **there(REVIEWED, assessment=found.assessment),
    }


def test_these_tests_have_a_row_of_every_table_of_every_council(elm: Whole, moe: Whole) -> None:
    for found in (elm, moe):
        empty = {model.__name__ for model in WALLED} - set(there(council=found.council))
        assert not empty, f"Say in whole.py how a council comes by {empty}"


def test_nobody_reads_any_row(elm: Whole) -> None:
    assert read_by(None) == {}


def test_a_councils_lead_reads_every_row_of_it_and_none_of_another(elm: Whole, moe: Whole) -> None:
    assert read_by(moe.lead) == there(council=moe.council)
    assert read_by(elm.lead) == there(council=elm.council)


def test_whoever_looks_after_the_platform_reads_no_row(world: World, elm: Whole) -> None:
    assert read_by(world.someone(world.platform(), Role.ADMINISTRATOR)) == {}


def test_an_assurer_reads_exactly_the_reviewed_assessment_and_the_evidence_that_is_shown(
    elm: Whole, moe: Whole
) -> None:
    """Another assessment of the same council, its plan, comments, history, facts and papers stay its own."""
    assert read_by(elm.assurer) == of_the_review(elm)
    assert {"Comment", "Assignment", "AnswerChange", "Plan", "PlanLine", "KnownFact", "Paper"} <= set(
        there(council=elm.council)
    ) - set(of_the_review(elm))


def test_evidence_that_isnt_shown_to_the_review_isnt_read_by_its_assurer(elm: Whole) -> None:
    Review.objects.filter(assessment=elm.assessment).update(shows_evidence=False)
    assert read_by(elm.assurer) == {key: rows for key, rows in of_the_review(elm).items() if key != "Evidence"}


def test_an_assurer_reads_nothing_once_the_review_is_taken_back(world: World, elm: Whole) -> None:
    Review.objects.filter(assessment=elm.assessment).update(withdrawn_at=world.at)
    assert read_by(elm.assurer) == {}


@pytest.mark.parametrize("over", ["ended_at", "lapses_on"])
def test_an_assurer_reads_nothing_once_the_council_no_longer_lets_them_in(world: World, elm: Whole, over: str) -> None:
    when = world.at if over == "ended_at" else world.at.date()
    Membership.objects.filter(person=elm.assurer).update(**{over: when})
    assert read_by(elm.assurer) == {}


def test_the_programme_reads_the_results_of_councils_that_share_and_no_reasons(
    world: World, elm: Whole, moe: Whole
) -> None:
    world.share(elm.council, Audience.PROGRAMME, Level.NOTHING)
    team = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    assert read_by(team) == there(RESULTS, council=moe.council)


def test_the_programme_reads_the_reasons_too_where_a_council_shares_them(world: World, elm: Whole) -> None:
    world.share(elm.council, Audience.PROGRAMME, Level.REASONS)
    read = read_by(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    assert read.pop("Reason")
    assert read == there((*RESULTS, ReportReasons), council=elm.council)


def test_the_fictional_programme_reads_no_real_council(world: World, elm: Whole) -> None:
    assert read_by(world.someone(world.programme(demonstration=True), Role.PROGRAMME_TEAM)) == {}


# --- a row that lies about whose it is ---


def test_nobody_becomes_the_assurer_of_another_councils_assessment_by_writing_a_review(
    world: World, elm: Whole, moe: Whole
) -> None:
    """The forged row says that it is of the writer's own council, which lets the writer in as an assurer."""
    world.give(moe.lead, moe.council, Role.ASSURER)
    Review.objects.filter(assessment=elm.assessment).update(withdrawn_at=world.at)
    facts = {"council": moe.council, "assurer": moe.lead, "kind": "peer", "asked_at": world.at}
    refused = pytest.raises(DatabaseError, match="row-level security")
    with seeing_as(str(moe.lead.pk)):
        with refused, transaction.atomic():
            Review.objects.create(assessment_id=elm.assessment.pk, **facts)
        own = Review.objects.get(assessment=moe.assessment)
        with refused, transaction.atomic():
            Review.objects.filter(pk=own.pk).update(assessment=elm.assessment.pk)
    assert read_by(moe.lead) == there(council=moe.council)


def test_nobody_reads_another_councils_evidence_by_putting_it_behind_an_outcome(
    world: World, elm: Whole, moe: Whole
) -> None:
    part = moe.assessment.parts.get(position=0)
    piece = elm.shown.pk
    with (
        seeing_as(str(moe.lead.pk)),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        EvidenceUse.objects.create(
            evidence_id=piece,
            assessment=moe.assessment,
            part=part,
            council=moe.council,
            outcome="A1.a",
            used_at=world.at,
        )
    assert read_by(moe.assurer) == of_the_review(moe)


def test_no_lead_gives_an_assessment_to_another_council(elm: Whole, moe: Whole) -> None:
    with (
        seeing_as(str(elm.lead.pk)),
        pytest.raises(DatabaseError, match="stays with its council"),
        transaction.atomic(),
    ):
        Assessment.objects.filter(pk=elm.assessment.pk).update(council=moe.council)


def test_an_assurer_writes_nothing_but_the_review(world: World, elm: Whole) -> None:
    """Whatever else they read, they can't change."""
    written = {Assessment, Review, ReviewFinding}
    with seeing_as(str(elm.assurer.pk)):
        for model in {*REVIEWED, Evidence} - written - {Report, ReportReasons}:
            column = model._meta.get_field("council")
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                model._default_manager.update(**{column.name: elm.council})
