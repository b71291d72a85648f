"""Does an assessment come back from a file as it was, and does nothing foreign or broken get in?"""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from tests.unit.assess.assessments.frozen import Frozen, answered, approved
from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.import_assessment import Incoming, import_assessment
from wardmote.assess.actions.save_outcome import Given
from wardmote.assess.models import AnswerChange, Assessment, OutcomeAnswer, Part
from wardmote.assess.queries.exchange import part_names
from wardmote.engines.frameworks import Status
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db


def exported(found: Frozen, form: str) -> bytes:
    """Download the answers as they stand."""
    response = found.client().get(found.path(f"export/{form}/"), {"version": "draft"})
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return bytes(response.content)


def upload(found: Frozen, content: bytes, client: Client | None = None) -> HttpResponse:
    """Send a file to the import page."""
    file = SimpleUploadedFile("answers", content)
    return (client or found.client()).post(found.path("import/"), {"answers": file})  # type: ignore[return-value]


def confirm(found: Frozen, preview: Any, client: Client | None = None) -> Any:
    """Press the button under a preview."""
    parcel = _parcel(preview)
    return (client or found.client()).post(found.path("import/"), {"parcel": parcel})


def _parcel(response: HttpResponse) -> str:
    text = response.content.decode()
    return text.split('name="parcel" value="')[1].split('"')[0]


def said(assessment: Assessment) -> set[tuple[Any, ...]]:
    """Return everything that the answers say, by part and outcome."""
    answers = OutcomeAnswer.objects.filter(assessment=assessment).values_list(
        "part__position", "outcome", "status", "confidence", "justification", "is_confirmed"
    )
    return set(answers)


def of_many_kinds(world: World) -> Frozen:
    """Return an assessment with answers of many kinds."""
    found = answered(world, systems=2)
    OutcomeAnswer.objects.filter(outcome="A1.a").update(status="not-achieved", justification='=1+1 "quoted"\nünïcode')
    OutcomeAnswer.objects.filter(outcome="A1.b").update(is_confirmed=False, confidence=None)
    OutcomeAnswer.objects.filter(outcome="B1.a", part__position=2).update(status="not-achieved", confidence=3)
    return found


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_what_was_exported_comes_back_as_it_was_through_the_database(world: World, form: str) -> None:
    found = of_many_kinds(world)
    before, content = said(found.assessment), exported(found, form)
    OutcomeAnswer.objects.all().delete()
    preview = upload(found, content)
    assert preview.status_code == 200
    assert OutcomeAnswer.objects.count() == 0
    assert confirm(found, preview).status_code == 302
    assert said(found.assessment) == before
    assert exported(found, "csv") == exported(found, "csv")
    assert AnswerChange.objects.count() == 12 + 2 * 27
    assert AuditEntry.objects.get(action="assessment.imported").after == {"saved": 66, "left": 0}


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_file_that_says_what_is_there_changes_nothing(world: World, form: str) -> None:
    found = of_many_kinds(world)
    page = upload(found, exported(found, form)).content.decode()
    assert "The file changes nothing" in page
    assert "parcel" not in page


def test_empty_rows_of_a_workbook_erase_nothing(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    found = Frozen(world, council, world.lead_of(council), assessment)
    content = exported(found, "xlsx")
    answer(found.desk(), "A1.a")
    assert "The file changes nothing" in upload(found, content).content.decode()


def test_the_preview_shows_before_and_after(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    record["outcomes"][0] |= {"status": "not-achieved", "justification": "Now we looked."}
    page = upload(found, json.dumps(record).encode()).content.decode()
    assert "The file changes one outcome" in page
    assert "<del>Achieved</del> <ins>Not achieved</ins>" in page
    assert "<ins>Now we looked.</ins>" in page


def test_a_row_that_a_colleague_saved_meanwhile_is_left_alone_and_named(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    for row in record["outcomes"][:2]:
        row["justification"] = "From the file."
    preview = upload(found, json.dumps(record).encode())
    colleague = world.someone(found.council, Role.CONTRIBUTOR, "Dev Chauhan")
    answer(found.desk(colleague), "A1.a", Status.NOT_ACHIEVED)
    response = confirm(found, preview)
    assert response.status_code == 409
    text = response.content.decode()
    assert "1 saved, 1 left alone" in text
    assert "Dev Chauhan saved this outcome" in text
    assert OutcomeAnswer.objects.get(part__position=0, outcome="A1.a").status == "not-achieved"
    assert OutcomeAnswer.objects.get(part__position=0, outcome="A1.b").justification == "From the file."


def test_a_row_that_cant_be_confirmed_is_left_alone_with_the_reason(world: World) -> None:
    found = answered(world)
    rows = [
        Incoming(0, "A1.a", 1, Given(status=Status.ACHIEVED, is_confirmed=True)),
        Incoming(0, "A1.b", 1, Given(status=Status.ACHIEVED, confidence=1, justification="Seen.")),
    ]
    imported = import_assessment(by=found.desk(), rows=rows, at=world.at)
    assert imported.saved == 1
    assert imported.left_alone == (("A1.a, The organisation", "Say how sure you are before you confirm this outcome."),)


def test_a_system_outside_the_scope_and_an_outcome_of_the_wrong_part_are_named(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    record["parts"].append("Unknown system")
    row = next(row for row in record["outcomes"] if row["outcome"] == "B1.a")
    record["outcomes"] += [row | {"part": "Unknown system"}, row | {"part": "organisation"}]
    text = upload(found, json.dumps(record).encode()).content.decode().replace("&#39;", "'")
    assert "B1.a, Unknown system: This system isn't in the assessment's scope." in text
    assert "B1.a, organisation: This outcome isn't asked there." in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01", "JSON"),
        (b"{}", "missing"),
        (b"[" * 100_000, "nested"),
        (b"PK\x03\x04nonsense", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "password"),
    ],
)
def test_a_mangled_file_gets_a_sentence_on_the_page(world: World, content: bytes, words: str) -> None:
    found = answered(world)
    before = said(found.assessment)
    response = upload(found, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert said(found.assessment) == before


def test_files_of_another_framework_or_council_are_refused(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    for change, words in (({"framework_version": "4.0"}, "only one of"), ({"council": "moe"}, "another council")):
        response = upload(found, json.dumps(record | change).encode())
        assert response.status_code == 422
        assert words in response.content.decode()


def test_a_formula_in_a_workbook_is_refused_and_one_in_a_text_stays_a_text(world: World) -> None:
    found = of_many_kinds(world)
    book = load_workbook(io.BytesIO(exported(found, "xlsx")))
    cells = [cell for row in book["Outcomes"].iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    cells[0].value = "=HYPERLINK(1)"
    cells[0].data_type = "f"
    out = io.BytesIO()
    book.save(out)
    response = upload(found, out.getvalue())
    assert response.status_code == 422
    assert "formula" in response.content.decode()


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(world: World) -> None:
    found = answered(world)
    response = found.client().post(
        found.path("import/"), data=b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000"
    )
    assert response.status_code == 413


def test_a_parcel_is_good_only_for_its_person_and_assessment_and_only_unchanged(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    record["outcomes"][0]["justification"] = "From the file."
    preview = upload(found, json.dumps(record).encode())
    parcel = _parcel(preview)
    colleague = world.someone(found.council, Role.CONTRIBUTOR)
    before = said(found.assessment)
    for client, sent in (
        (found.client(colleague), parcel),
        (found.client(), parcel[:-2] + "xx"),
        (found.client(), "nonsense"),
        (found.client(), ""),
    ):
        response = client.post(found.path("import/"), {"parcel": sent})
        assert response.status_code == 409
        assert "Choose the file again" in response.content.decode()
    assert said(found.assessment) == before


def test_once_approved_nothing_is_brought_in(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    record["outcomes"][0]["justification"] = "From the file."
    preview = upload(found, json.dumps(record).encode())
    found.approve()
    assert confirm(found, preview).status_code == 409
    assert found.client().get(found.path("import/")).status_code == 409
    with pytest.raises(Denied):
        import_assessment(by=found.desk(), rows=[Incoming(0, "A1.a", 1, Given())], at=world.at)


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER, Role.COUNCILLOR])
def test_those_who_only_read_bring_nothing_in(world: World, role: Role) -> None:
    found = answered(world)
    assert found.client(world.someone(found.council, role)).get(found.path("import/")).status_code == 403


def test_systems_of_the_same_name_are_told_apart(world: World) -> None:
    assert list(part_names([(0, "The organisation"), (1, "Care"), (2, "Care"), (3, "organisation")]).values()) == [
        "organisation",
        "Care",
        "Care (2)",
        "organisation (2)",
    ]
    found = of_many_kinds(world)
    Part.objects.filter(position__gt=0).update(name="Care")
    before, content = said(found.assessment), exported(found, "xlsx")
    OutcomeAnswer.objects.all().delete()
    confirm(found, upload(found, content))
    assert said(found.assessment) == before


def test_a_frozen_report_leaves_as_it_was_frozen(world: World) -> None:
    found = approved(world)
    OutcomeAnswer.objects.update(justification="Later words.")
    record = json.loads(found.client().get(found.path("export/json/")).content)
    assert len(record["outcomes"]) == 39
    assert "Later words." not in json.dumps(record)
    assert desk_of(world, found.lead, found.assessment).assessment.state == "approved"


def test_what_a_colleague_changed_after_the_download_is_left_alone_and_named(world: World) -> None:
    found = answered(world)
    record = json.loads(exported(found, "json"))
    OutcomeAnswer.objects.filter(outcome="A1.a").update(
        status="not-achieved",
        edition=9,
        answered_by=world.someone(found.council, Role.CONTRIBUTOR),
        answered_at=now() + timedelta(seconds=5),
    )
    text = upload(found, json.dumps(record).encode()).content.decode()
    assert "A colleague changed this after the file was made." in text
    assert 'name="parcel"' not in text
    assert OutcomeAnswer.objects.get(outcome="A1.a").status == "not-achieved"
