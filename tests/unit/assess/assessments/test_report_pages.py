"""Does each reader get the report with exactly as much behind it as is theirs, on every page and in every file?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.assess.assessments.frozen import SECRET, Frozen, answered, approved
from tests.unit.assess.assessments.test_report_frozen import again, an_assured_one
from tests.worlds import World, signed_in
from wardmote.assess.actions.close_assessment import close_assessment
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.models import (
    Assessment,
    Evidence,
    EvidenceUse,
    OutcomeAnswer,
    Part,
    Plan,
    PlanLine,
    Review,
    State,
)
from wardmote.engines.frameworks import Status
from wardmote.estate.models import System, SystemKind
from wardmote.kernel.roles import Role
from wardmote.register.models import Person, Reading
from wardmote.register.models.sharing import Audience, Level

pytestmark = pytest.mark.django_db
PAGES = ("report/", "summary/", "objectives/a/", "objectives/B/", "export/")
FILES = ("export/json/", "export/csv/")


def everything(found: Frozen, person: Person) -> str:
    """Return every page and text file of the report as this person gets it."""
    client = found.client(person)
    responses = [client.get(found.path(page)) for page in (*PAGES, *FILES)]
    assert {response.status_code for response in responses} == {200}
    return "".join(response.content.decode() for response in responses)


def outsider(found: Frozen, level: Level) -> Person:
    """Return somebody of the programme, to whom the council shows this much."""
    found.world.share(found.council, Audience.PROGRAMME, level)
    return found.world.someone(found.world.programme(), Role.PROGRAMME_TEAM)


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER])
def test_readers_of_answers_see_results_and_reasons(world: World, role: Role) -> None:
    found = approved(world)
    text = everything(found, world.someone(found.council, role, f"Another {role}"))
    assert "39 of 39 outcomes meet the target" in text
    assert f"{SECRET} A1.a." in text


def test_a_councillor_sees_results_and_never_reasons(world: World) -> None:
    found = approved(world)
    text = everything(found, world.someone(found.council, Role.COUNCILLOR))
    assert "39 of 39 outcomes meet the target" in text
    assert SECRET not in text


def test_an_outsider_with_results_sees_no_reason_anywhere_and_every_look_is_logged(world: World) -> None:
    found, _report = an_assured_one(world)
    person = outsider(found, Level.RESULTS)
    text = everything(found, person)
    assert "38 of 39 outcomes meet the target" in text
    for words in (SECRET, "I saw no minutes.", "They are in the safe.", "Write them.", "Well done."):
        assert words not in text
    workbook = found.client(person).get(found.path("export/xlsx/")).content
    assert SECRET.encode() not in _unpacked(workbook)
    assert Reading.objects.filter(person=person, council=found.council).count() == len(PAGES) + len(FILES) + 1


def test_an_outsider_with_reasons_sees_them(world: World) -> None:
    found, _report = an_assured_one(world)
    text = everything(found, outsider(found, Level.REASONS))
    for words in (SECRET, "I saw no minutes.", "They are in the safe."):
        assert words in text


@pytest.mark.parametrize("page", [*PAGES, *FILES])
def test_nobody_else_knows_that_it_is_there(world: World, page: str) -> None:
    found = approved(world)
    nothing = outsider(found, Level.NOTHING)
    for person in (nothing, world.person("Eve"), world.someone(found.council, Role.ASSURER)):
        assert found.client(person).get(found.path(page)).status_code == 404
    assert not Reading.objects.exists()


@pytest.mark.parametrize("version", ["draft", "2", "0", "-1", "²", "x", "99999999999999999999"])
def test_an_outsider_gets_no_draft_and_no_version_that_isnt_there(world: World, version: str) -> None:
    found = approved(world)
    person = outsider(found, Level.REASONS)
    for page in (*PAGES, *FILES):
        assert found.client(person).get(found.path(page), {"version": version}).status_code == 404


def test_the_assurer_of_the_assessment_sees_what_the_council_chose_to_show(world: World) -> None:
    found = answered(world)
    evidence = [
        Evidence.objects.create(
            council=found.council, kind="reference", title=title, reference="Safe", added_at=world.at, is_shown=shown
        )
        for title, shown in (("Open minutes", True), ("Closed minutes", False))
    ]
    for piece in evidence:
        EvidenceUse.objects.create(
            evidence=piece,
            assessment=found.assessment,
            part=found.assessment.parts.get(position=0),
            council=found.council,
            outcome="A1.a",
            used_at=world.at,
        )
    found.approve()
    world.share(found.council, Audience.REVIEWERS, Level.NOTHING)
    assurer = world.someone(found.council, Role.ASSURER)
    review = Review.objects.create(
        assessment=found.assessment, council=found.council, assurer=assurer, kind="peer", asked_at=world.at
    )
    early = signed_in(assurer).get(f"/councils/{found.council.code}/assessments/{found.assessment.pk}/report/")
    assert early.status_code == 404, "the answers haven't been handed over"
    Assessment.objects.filter(pk=found.assessment.pk).update(state=State.REVIEW)
    text = everything(found, assurer)
    assert SECRET in text
    assert "Open minutes" in text
    assert "Closed minutes" not in text
    assert Reading.objects.filter(person=assurer, audience=Audience.REVIEWERS).exists()
    Evidence.objects.filter(title="Open minutes").update(is_shown=False)
    assert "Open minutes" not in everything(found, assurer), "the council unticked it after the report was frozen"
    Evidence.objects.filter(title="Open minutes").update(is_shown=True)
    review.shows_evidence = False
    review.save()
    assert "Open minutes" not in everything(found, assurer)
    review.shows_reasons = False
    review.save()
    assert SECRET not in everything(found, assurer)


def test_before_approval_readers_of_answers_get_a_draft_that_says_so(world: World) -> None:
    found = answered(world)
    text = everything(found, found.lead)
    assert "Nobody has approved them." in text
    response = found.client(world.someone(found.council, Role.COUNCILLOR)).get(found.path("report/"))
    assert response.status_code == 404
    assert "Nothing has been approved yet" in response.content.decode()


def test_the_report_shows_what_was_frozen_and_not_what_was_answered_since(world: World) -> None:
    found = approved(world)
    OutcomeAnswer.objects.update(status="not-achieved", justification="Later words.")
    text = everything(found, found.lead)
    assert "39 of 39" in text
    assert "Later words." not in text
    draft = found.client().get(found.path("report/"), {"version": "draft"}).content.decode()
    assert "Later words." in draft


def test_every_version_stays_readable_and_the_old_one_says_that_there_is_a_newer(world: World) -> None:
    found = approved(world)
    again(found, Status.NOT_ACHIEVED)
    client = found.client()
    assert "38 of 39" in client.get(found.path("report/")).content.decode()
    old = client.get(found.path("report/"), {"version": "1"}).content.decode()
    assert "39 of 39" in old
    assert "There is a newer one." in old


def test_next_year_says_what_got_better_and_what_got_worse(world: World) -> None:
    found = answered(world)
    OutcomeAnswer.objects.filter(outcome="A1.a").update(status="not-achieved")
    found.approve()
    close_assessment(by=found.desk(), at=world.at)
    lead, wish = world.viewer(found.lead), Wish("caf", "3.2", "baseline", "Next year")
    assessment = open_assessment(by=lead, council=found.council, wish=wish, at=world.at)
    following = Frozen(world, found.council, found.lead, assessment)
    if not assessment.parts.filter(position=1).exists():
        system = System.objects.create(council=found.council, name="New", kind=SystemKind.MISSION, added_at=world.at)
        Part.objects.create(assessment=assessment, council=found.council, system=system, name="New", position=1)
    OutcomeAnswer.objects.filter(assessment=assessment).delete()
    OutcomeAnswer.objects.bulk_create(
        OutcomeAnswer(
            part=part,
            assessment=assessment,
            council=found.council,
            outcome=asked.id,
            status="not-achieved" if asked.id == "D1.b" else "achieved",
            confidence=1,
            justification="Seen.",
            is_confirmed=True,
            answered_at=world.at,
        )
        for part in following.desk().parts
        for asked in following.desk().outcomes_of(part)
    )
    following.approve()
    text = following.client().get(following.path("report/")).content.decode()
    assert "Since CAF 3.2" in text
    assert "1 better, 1 worse" in text
    assert "A1.a Board Direction: not achieved, now achieved" in text


def test_the_summary_names_the_gaps_and_the_cost_only_to_readers_of_answers(world: World) -> None:
    found = approved(world, status=Status.NOT_ACHIEVED)
    plan = Plan.objects.create(assessment=found.assessment, council=found.council, started_at=world.at)
    part = found.assessment.parts.get(position=0)
    for cost in (1500, None):
        PlanLine.objects.create(
            plan=plan,
            council=found.council,
            part=part,
            outcome="A1.a",
            action="Write",
            cost_once=cost,
            status_now="not-achieved",
            status_expected="achieved",
            changed_at=world.at,
        )
    text = found.client().get(found.path("summary/")).content.decode()
    assert "The biggest gaps" in text
    assert "£1,500 once" in text
    assert "isn't known yet" in text.replace("&#39;", "'")
    for person in (world.someone(found.council, Role.COUNCILLOR), outsider(found, Level.REASONS)):
        assert "1,500" not in found.client(person).get(found.path("summary/")).content.decode()


def test_words_with_markup_are_shown_as_words(world: World) -> None:
    found = answered(world)
    OutcomeAnswer.objects.filter(outcome="A1.a").update(justification="<script>alert(1)</script>")
    Part.objects.filter(position=1).update(name="<b>System</b>")
    found.approve()
    text = everything(found, found.lead)
    pages = "".join(found.client().get(found.path(page)).content.decode() for page in PAGES)
    assert "<script>alert" not in pages
    assert "<b>System" not in pages
    assert "&lt;script&gt;" in text


def test_the_page_of_a_whole_report_asks_little(world: World) -> None:
    found = approved(world, systems=3)
    client = found.client()
    client.get(found.path("report/"))
    with CaptureQueriesContext(connection) as asked:
        client.get(found.path("report/"))
    assert len(asked) <= 7


@pytest.mark.parametrize("page", ["objectives/x/", "export/pdf/", "export/..%2f/"])
def test_what_isnt_there_isnt_there(world: World, page: str) -> None:
    found = approved(world)
    assert found.client().get(found.path(page)).status_code == 404


def _unpacked(workbook: bytes) -> bytes:
    import io
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
