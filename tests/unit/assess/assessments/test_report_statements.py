"""Do the replies to official statements stand in the report, on paper and in files? (These are made up.)"""

import json
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.unit.assess.assessments.frozen import Frozen, answered
from tests.worlds import World
from wardmote.assess import frameworks
from wardmote.assess.actions.ask_paper import ask_paper
from wardmote.assess.models import ImportedFramework, ImportKind, OutcomeAnswer, PaperKind, Report
from wardmote.assess.papers import html_of
from wardmote.assess.queries import report_page
from wardmote.engines.frameworks import load_outline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_words() -> Iterator[None]:
    """Forget wordings before and after: each test numbers its rows anew."""
    for remembered in (frameworks._worded, report_page._framework):
        remembered.cache_clear()
    yield
    for remembered in (frameworks._worded, report_page._framework):
        remembered.cache_clear()


def wording(world: World, says: str = "Leaders {level} it in {outcome}.") -> ImportedFramework:
    """Import a made-up wording: two statements at every level of every outcome."""
    ImportedFramework.objects.update(is_current=False)
    statements = {
        outcome.id: [
            [
                f"{outcome.id}.{level.value}.{n}",
                level.value,
                says.format(level=level.value, outcome=outcome.id) + f" {n}",
            ]
            for level in outcome.levels
            for n in (1, 2)
        ]
        for outcome in load_outline("caf", "3.2").outcomes.values()
    }
    return ImportedFramework.objects.create(
        kind=ImportKind.WORDING,
        framework="caf",
        version="3.2",
        source="Made up for tests",
        digest=says,
        content={"attribution": "", "statements": statements},
        imported_at=world.at,
    )


@pytest.fixture
def found(world: World) -> Frozen:
    wording(world)
    made = answered(world, systems=2)
    for answer in OutcomeAnswer.objects.all():
        answer.replies = {f"{answer.outcome}.achieved.{n}": "true" for n in (1, 2)}
        answer.save()
    return made


def test_the_report_says_of_each_statement_whether_it_is_true_and_of_which_system(world: World, found: Frozen) -> None:
    answer = OutcomeAnswer.objects.get(outcome="B1.a", part__position=2)
    answer.replies = {"B1.a.achieved.1": "alternative", "B1.a.not-achieved.1": "true"}
    answer.alternatives = {"B1.a.achieved.1": "Secret control."}
    answer.status = "not-achieved"
    answer.save()
    report = found.approve()
    assert "Secret control." not in json.dumps(report.content)
    text = found.client().get(found.path("objectives/B/")).content.decode()
    assert "<b>True</b> Leaders achieved it in B1.a. 1 <em>(an alternative control stands for it)</em>" in text
    assert "<b>Partly true</b> Leaders achieved it in B1.a. 2 <em>(true of System 1)</em>" in text
    assert "<b>Partly true</b> Leaders not-achieved it in B1.a. 1 <em>(true of System 2)</em>" in text
    assert "<b>Not true</b> Leaders not-achieved it in B1.a. 2" in text
    assert "Secret control." in text
    paper = ask_paper(
        by=world.viewer(found.lead),
        kind=PaperKind.REPORT,
        council=found.council,
        assessment=found.assessment.pk,
        report=report,
        at=world.at,
    )
    assert "Leaders achieved it in B1.a. 2 (true of System 1)" in html_of(paper)


def test_a_report_keeps_the_words_that_it_was_made_with(world: World, found: Frozen) -> None:
    report = found.approve()
    wording(world, "Somebody {level} something else in {outcome}.")
    assert Report.objects.get().content["wording"] == report.content["wording"]
    text = found.client().get(found.path("report/")).content.decode()
    assert "Leaders achieved it in A1.a. 1" in text
    assert "something else" not in text


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_replies_and_alternatives_come_back_from_a_file_as_they_were(found: Frozen, form: str) -> None:
    answer = OutcomeAnswer.objects.get(outcome="B1.a", part__position=2)
    answer.replies = {"B1.a.achieved.1": "alternative", "B1.a.achieved.2": "true"}
    answer.alternatives = {"B1.a.achieved.1": "A control that does the same."}
    answer.save()
    fields = ("part__position", "outcome", "status", "replies", "alternatives", "confidence", "is_confirmed")
    before = list(OutcomeAnswer.objects.order_by("part", "outcome").values(*fields))
    content = found.client().get(found.path(f"export/{form}/"), {"version": "draft"}).content
    OutcomeAnswer.objects.all().delete()
    client = found.client()
    page = client.post(found.path("import/"), {"answers": SimpleUploadedFile("a", content)}).content.decode()
    parcel = page.split('name="parcel" value="')[1].split('"')[0]
    assert client.post(found.path("import/"), {"parcel": parcel}).status_code == 302
    assert list(OutcomeAnswer.objects.order_by("part", "outcome").values(*fields)) == before


def test_a_level_without_statements_isnt_taken_where_statements_decide(found: Frozen) -> None:
    record = json.loads(found.client().get(found.path("export/json/"), {"version": "draft"}).content)
    record["outcomes"][0] |= {"replies": {}, "justification": "Only a level."}
    file = SimpleUploadedFile("a", json.dumps(record).encode())
    page = found.client().post(found.path("import/"), {"answers": file}).content.decode()
    assert "here the statements decide" in page


def test_a_statement_that_is_gone_doesnt_stop_a_file_from_leaving(found: Frozen) -> None:
    OutcomeAnswer.objects.filter(outcome="A1.a").update(replies={"gone": "true"}, alternatives={"gone": "x"})
    response = found.client().get(found.path("export/json/"), {"version": "draft"})
    assert response.status_code == 200
    assert '"gone"' not in response.content.decode()
