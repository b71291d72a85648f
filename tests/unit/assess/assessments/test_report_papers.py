"""Is a PDF made outside the request, whole, tagged and only for those who may read what it holds?"""

import builtins
import os
import re
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.unit.assess.assessments.frozen import SECRET, Frozen, answered, approved
from tests.unit.assess.assessments.test_report_frozen import again
from tests.worlds import World
from wardmote.assess import jobs
from wardmote.assess.actions.ask_paper import MOST_AT_ONCE, ask_paper
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.jobs import forget_old_papers, make_paper
from wardmote.assess.models import Paper, PaperKind, PaperState, Report
from wardmote.assess.papers import html_of, printing
from wardmote.assess.papers.shelf import store
from wardmote.engines.frameworks import Status
from wardmote.kernel import worker
from wardmote.kernel.denial import Denied
from wardmote.kernel.private_files import path_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Membership, Person, Reading
from wardmote.register.models.sharing import Audience, Level

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_shelf(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture
def _without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the library away, as on a machine without Pango."""
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    printing._printer.cache_clear()
    yield
    printing._printer.cache_clear()


def asked(found: Frozen, person: Person | None = None, kind: str = "report", version: str = "") -> Paper:
    """Ask for a PDF on the page."""
    response = found.client(person).post(found.path("papers/"), {"kind": kind, "version": version})
    assert response.status_code == 302, response.content
    return Paper.objects.get(pk=int(response.headers["Location"].rstrip("/").rsplit("/", 1)[1]))


def made(paper: Paper) -> Paper:
    """Let the job run."""
    make_paper.func(paper.pk)
    paper.refresh_from_db()
    return paper


def file_of(found: Frozen, paper: Paper, client: Client | None = None) -> Any:
    """Download it."""
    return (client or found.client()).get(found.path(f"papers/{paper.pk}/file/"))


def test_the_request_only_asks_and_a_job_makes_it(world: World, django_capture_on_commit_callbacks: Any) -> None:
    found = approved(world)
    with django_capture_on_commit_callbacks(execute=True):
        paper = asked(found)
    assert paper.state == PaperState.WAITING
    assert DBTaskResult.objects.filter(task_path="wardmote.assess.jobs.make_paper").count() == 1
    page = found.client().get(found.path(f"papers/{paper.pk}/")).content.decode()
    assert '<meta http-equiv="refresh"' in page
    assert file_of(found, paper).status_code == 404


def test_the_pdf_is_whole_tagged_and_sent_as_a_download(world: World) -> None:
    found = approved(world)
    paper = made(asked(found))
    assert (paper.state, paper.step, paper.trouble) == (PaperState.DONE, paper.steps, "")
    assert paper.pages > 3
    response = file_of(found, paper)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang"):
        assert mark in content + _inflated(content)
    assert len(content) == paper.size
    assert response.headers["Content-Disposition"] == 'attachment; filename="elm-report-1.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = found.client().get(found.path(f"papers/{paper.pk}/")).content.decode()
    assert "refresh" not in page
    assert "Download the PDF" in page


def test_the_summary_fits_on_one_page(world: World) -> None:
    found = approved(world, status=Status.NOT_ACHIEVED)
    assert made(asked(found, kind="summary")).pages == 1


def test_a_draft_says_so_and_a_report_names_itself(world: World) -> None:
    found = approved(world)
    draft = html_of(asked(found, version="draft"))
    assert "Nobody has approved them." in draft
    assert "Report 1" in html_of(asked(found, version="1"))


def test_asked_twice_while_one_is_made_gives_the_same(world: World) -> None:
    found = approved(world)
    first = asked(found)
    assert asked(found) == first
    made(first)
    assert asked(found) != first


def test_another_version_or_another_reader_gets_their_own(world: World) -> None:
    found = approved(world)
    again(found, Status.NOT_ACHIEVED)
    councillor = world.someone(found.council, Role.COUNCILLOR)
    papers = {asked(found, version="1").pk, asked(found, version="2").pk, asked(found, councillor).pk}
    assert len(papers) == 3


def test_a_sixth_at_once_is_refused_in_words(world: World) -> None:
    found = approved(world)
    report = Report.objects.get()
    viewer, now = world.viewer(found.lead), world.at
    for _ in range(MOST_AT_ONCE):
        Paper.objects.create(
            assessment=found.assessment,
            council=found.council,
            kind=PaperKind.BUSINESS_CASE,
            asked_by=found.lead,
            asked_at=now,
        )
    with pytest.raises(Denied, match="Five of your PDFs"):
        ask_paper(
            by=viewer,
            kind=PaperKind.REPORT,
            council=found.council,
            assessment=found.assessment.pk,
            report=report,
            at=now,
        )
    later = now + timedelta(hours=2)
    ask_paper(
        by=viewer, kind=PaperKind.REPORT, council=found.council, assessment=found.assessment.pk, report=report, at=later
    )


def test_a_fault_leaves_a_failed_paper_with_words_and_asking_again_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = approved(world)
    paper = asked(found)

    def burst(_html: str) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "print_pdf", burst)
        with pytest.raises(ZeroDivisionError):
            make_paper.func(paper.pk)
    paper.refresh_from_db()
    assert paper.state == PaperState.FAILED
    page = found.client().get(found.path(f"papers/{paper.pk}/")).content.decode()
    assert "Something went wrong on our side" in page
    assert "Ask for it again" in page
    second = asked(found)
    assert second != paper
    assert made(second).state == PaperState.DONE


def test_a_paper_whose_worker_died_is_made_by_the_next_one_once(world: World) -> None:
    found = approved(world)
    paper = asked(found)
    Paper.objects.filter(pk=paper.pk).update(state=PaperState.WORKING, step=2)
    done = made(paper)
    assert done.state == PaperState.DONE
    assert make_paper.func(paper.pk) == "nothing to make"
    assert made(paper).stored == done.stored


def test_a_full_disk_leaves_no_half_file_and_a_failed_paper(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = approved(world)
    paper = asked(found)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            make_paper.func(paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.stored) == (PaperState.FAILED, "")
    assert [path for path in Path(settings.UPLOADS).rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("_without_pango")
def test_without_pango_the_paper_fails_with_a_sentence_and_nothing_breaks(world: World) -> None:
    found = approved(world)
    paper = made(asked(found))
    assert paper.state == PaperState.FAILED
    assert "Pango" in paper.trouble
    assert "Pango" in found.client().get(found.path(f"papers/{paper.pk}/")).content.decode()


def test_an_outsider_with_results_gets_a_paper_without_reasons(world: World) -> None:
    found = approved(world)
    person = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    paper = asked(found, person)
    assert not paper.shows_reasons
    html = html_of(paper)
    assert "39 of 39" in html
    assert SECRET not in html
    made(paper)
    assert file_of(found, paper, found.client(person)).status_code == 200
    assert Reading.objects.filter(person=person, council=found.council).count() == 2
    assert SECRET.encode() not in _inflated(path_of(paper.stored).read_bytes())


def test_whoever_lost_their_access_gets_nothing_any_more(world: World) -> None:
    found = approved(world)
    world.share(found.council, Audience.PROGRAMME, Level.REASONS)
    person = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    done, waiting = made(asked(found, person)), asked(found, person, kind="summary")
    assert SECRET in html_of(done)
    world.share(found.council, Audience.PROGRAMME, Level.RESULTS)
    assert file_of(found, done, found.client(person)).status_code == 404
    assert SECRET not in html_of(done)
    world.share(found.council, Audience.PROGRAMME, Level.NOTHING)
    assert made(waiting).state == PaperState.FAILED


def test_a_paper_is_for_its_asker_and_for_readers_of_the_councils_answers(world: World) -> None:
    found = approved(world)
    paper = made(asked(found))
    colleague = world.someone(found.council, Role.VIEWER)
    assert file_of(found, paper, found.client(colleague)).status_code == 200
    strangers = [
        world.someone(found.council, Role.COUNCILLOR),
        world.someone(world.programme(), Role.PROGRAMME_TEAM),
        world.lead_of(world.council("moe")),
    ]
    for person in strangers:
        assert file_of(found, paper, found.client(person)).status_code == 404
        assert found.client(person).get(found.path(f"papers/{paper.pk}/")).status_code == 404


def test_a_paper_of_another_assessment_isnt_found_under_this_one(world: World) -> None:
    found, other = approved(world), approved(world, "moe")
    paper = made(asked(other))
    assert file_of(found, paper).status_code == 404


@pytest.mark.parametrize("form", [{"kind": "x"}, {}, {"kind": "report", "version": "9"}])
def test_what_there_is_no_paper_of_is_refused(world: World, form: dict[str, str]) -> None:
    found = approved(world)
    assert found.client().post(found.path("papers/"), form).status_code == 404
    assert found.client().get(found.path("papers/")).status_code == 405


def test_papers_are_thrown_away_after_a_month_by_a_daily_duty(world: World) -> None:
    found = approved(world)
    old, new = made(asked(found)), made(asked(found, kind="summary"))
    Paper.objects.filter(pk=old.pk).update(asked_at=world.at - timedelta(days=31))
    assert forget_old_papers.func() == 1
    assert not path_of(old.stored).exists()
    assert path_of(new.stored).exists()
    assert "forget-old-papers" in {duty.name for duty in worker.duties()}


def test_what_a_dead_worker_left_on_the_shelf_is_thrown_away_too(world: World) -> None:
    left, fresh = path_of(store(b"a")), path_of(store(b"b"))
    month_ago = world.at.timestamp() - 31 * 86400
    os.utime(left, (month_ago, month_ago))
    forget_old_papers.func()
    assert (left.exists(), fresh.exists()) == (False, True)


def test_two_papers_of_the_same_bytes_have_random_names_of_their_own() -> None:
    first, second = store(b"a"), store(b"a")
    assert first != second
    assert re.fullmatch(r"papers/[0-9a-f]{2}/[0-9a-f]{32}\.pdf", first)
    assert path_of(first).read_bytes() == b"a"


def test_a_paper_fetches_nothing_from_anywhere(world: World, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("@page { size: A3; }")
    here = printing.print_pdf(f'<html lang="en"><title>x</title><link rel="stylesheet" href="file://{secret}"><p>x')
    assert b"/MediaBox" in here.content or here.pages == 1
    assert b"842" not in re.findall(rb"/MediaBox \[([^\]]*)\]", here.content)[:1]
    _weasyprint, refuse = printing._printer()
    for url in (f"file://{secret}", "http://127.0.0.1/", "data:text/plain,x"):
        with pytest.raises(ValueError, match="fetches nothing"):
            refuse.fetch(url)


def test_words_with_markup_stay_words_on_paper(world: World) -> None:
    found = answered(world)
    found.assessment.answers.filter(outcome="A1.a").update(justification="</style><img src=file:///etc/passwd>")
    found.approve()
    html = html_of(asked(found))
    assert "<img" not in html
    assert "&lt;img src=file:///etc/passwd&gt;" in html


def test_the_job_checks_the_readers_role_again(world: World) -> None:
    found = approved(world)
    person = world.someone(found.council, Role.VIEWER)
    paper = asked(found, person)
    Membership.objects.filter(person=person).update(ended_at=world.at)
    done = made(paper)
    assert done.state == PaperState.FAILED
    assert "can't find that report" in done.trouble


def _inflated(pdf: bytes) -> bytes:
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(part) for part in parts if part.startswith(b"\x78"))


def test_the_business_case_is_printed_for_readers_of_answers_only(world: World) -> None:
    found = approved(world, status=Status.NOT_ACHIEVED)
    start_plan(by=found.desk(), at=world.at)
    paper = made(asked(found, kind="business-case"))
    assert (paper.state, paper.trouble) == (PaperState.DONE, "")
    councillor = world.someone(found.council, Role.COUNCILLOR)
    form = {"kind": "business-case"}
    assert found.client(councillor).post(found.path("papers/"), form).status_code == 403
    assert file_of(found, paper, found.client(councillor)).status_code == 404
