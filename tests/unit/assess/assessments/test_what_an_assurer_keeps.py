"""What of a council's evidence and reports reaches those outside, and until when?"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.unit.assess.assessments.reviews import Round, a_round
from tests.unit.assess.assessments.rounds import answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.actions.accept_review import accept_review
from wardmote.assess.actions.add_evidence import Upload, Words, add_evidence
from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.ask_paper import ask_paper
from wardmote.assess.actions.assign_outcomes import assign_outcomes
from wardmote.assess.actions.change_evidence import change_evidence, edition_of
from wardmote.assess.actions.import_wording import import_wording
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.actions.withdraw_assessment import withdraw_assessment
from wardmote.assess.actions.withdraw_evidence import withdraw_evidence
from wardmote.assess.actions.withdraw_review import withdraw_review
from wardmote.assess.frameworks import _worded
from wardmote.assess.models import Evidence, OutcomeAnswer, PaperKind, Report
from wardmote.assess.queries.dues import assessment_dues
from wardmote.assess.queries.report_papers import find_paper
from wardmote.engines.frameworks import Statement, Status, load_outline
from wardmote.engines.frameworks.importing import Wording
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models.sharing import Audience, Level

pytestmark = pytest.mark.django_db
TITLE = "Pentest of payroll"


@pytest.fixture
def elm(world: World, settings: LazySettings, tmp_path: Path) -> Round:
    """Return an assessment in which every outcome is confirmed, with one system."""
    settings.UPLOADS = tmp_path
    return a_round(world, systems=1, confirmed=True)


def a_piece(elm: Round, *, shown: bool) -> Evidence:
    words = Words(title=TITLE, is_shown=shown)
    upload = Upload("minutes.txt", b"The minutes of March.")
    added = add_evidence(
        by=elm.world.viewer(elm.lead), council=elm.council, words=words, upload=upload, at=elm.world.at
    )
    desk = elm.desk()
    use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=added, at=elm.world.at)
    return added


def file_for(elm: Round, piece: Evidence, browser: Client | None = None) -> int:
    address = f"/councils/{elm.code}/assessments/evidence/{piece.pk}/file/"
    return (browser or signed_in(elm.assurer)).get(address).status_code


def test_a_file_is_the_assurers_only_while_they_work(elm: Round) -> None:
    piece = a_piece(elm, shown=True)
    elm.ask(evidence=frozenset({piece.pk}))
    assert file_for(elm, piece) == 404, "before the hand-over"
    approve_assessment(by=elm.desk(), at=elm.world.at)
    elm.ask(evidence=frozenset({piece.pk}))
    assert file_for(elm, piece) == 200
    elm.find_all()
    elm.finish("x")
    withdraw_assessment(by=elm.desk(), at=elm.world.at)
    assert file_for(elm, piece) == 404, "after it was given up"


def test_a_withdrawn_piece_is_no_longer_the_assurers(elm: Round) -> None:
    piece = a_piece(elm, shown=True)
    approve_assessment(by=elm.desk(), at=elm.world.at)
    elm.ask(evidence=frozenset({piece.pk}))
    assert TITLE in signed_in(elm.assurer).get(elm.path("report/")).content.decode()
    withdraw_evidence(by=elm.world.viewer(elm.lead), piece=piece, at=elm.world.at)
    assert file_for(elm, piece) == 404
    assert TITLE not in signed_in(elm.assurer).get(elm.path("report/")).content.decode()


def test_nobody_shows_or_hides_a_piece_while_the_assurer_looks(elm: Round) -> None:
    piece = a_piece(elm, shown=False)
    approve_assessment(by=elm.desk(), at=elm.world.at)
    elm.ask(evidence=frozenset())
    words = Words(title=TITLE, is_shown=True)
    viewer = elm.world.viewer(elm.lead)
    with pytest.raises(Denied, match="Take it back"):
        change_evidence(by=viewer, piece=piece, words=words, edition=edition_of(piece), at=elm.world.at)
    assert file_for(elm, piece) == 404


def test_last_years_assurer_gets_nothing_of_what_is_ticked_for_this_years(elm: Round) -> None:
    piece = a_piece(elm, shown=False)
    approve_assessment(by=elm.desk(), at=elm.world.at)
    elm.ask(evidence=frozenset())
    elm.find_all()
    elm.finish("x")
    accept_review(by=elm.desk(), edition=elm.edition, at=elm.world.at)
    viewer = elm.world.viewer(elm.lead)
    following = open_assessment(by=viewer, council=elm.council, wish=Wish("caf", "3.2", "", "Next"), at=elm.world.at)
    second = elm.world.someone(elm.council, Role.ASSURER, "Second Assurer")
    request = Request(second.pk, "peer", evidence=frozenset({piece.pk}))
    desk = desk_of(elm.world, elm.lead, following)
    ask_assurer(by=desk, request=request, edition=following.edition, at=elm.world.at)
    assert file_for(elm, piece) == 404


def test_evidence_is_part_of_no_level_of_sharing(elm: Round) -> None:
    a_piece(elm, shown=True)
    approve_assessment(by=elm.desk(), at=elm.world.at)
    programme = elm.world.someone(elm.world.programme(), Role.PROGRAMME_TEAM)
    elm.world.share(elm.council, Audience.PROGRAMME, Level.REASONS)
    page = signed_in(programme).get(elm.path("report/")).content.decode()
    assert "Minutes of March show A1.a." in page, "reasons are shared"
    assert TITLE not in page
    assert TITLE in signed_in(elm.lead).get(elm.path("report/")).content.decode()


def test_an_assurers_paper_goes_with_the_review_that_it_was_made_in(elm: Round) -> None:
    approve_assessment(by=elm.desk(), at=elm.world.at)
    elm.ask()
    viewer, report = elm.world.viewer(elm.assurer), Report.objects.get()
    number = elm.assessment.pk
    paper = ask_paper(
        by=viewer, kind=PaperKind.REPORT, council=elm.council, assessment=number, report=report, at=elm.world.at
    )
    assert find_paper(viewer, elm.code, number, paper.pk, elm.world.at)
    withdraw_review(by=elm.desk(), edition=elm.edition, at=elm.world.at)
    later = elm.world.at + timedelta(hours=1)
    desk = elm.desk(at=later)
    ask_assurer(by=desk, request=Request(elm.assurer.pk, "peer"), edition=elm.edition, at=later)
    with pytest.raises(Denied):
        find_paper(viewer, elm.code, number, paper.pk, later)


def test_wording_that_arrives_midway_sends_answers_back(elm: Round) -> None:
    _worded.cache_clear()
    outline = load_outline("caf", "3.2")
    statements = {
        o.id: tuple(Statement(f"{o.id}.{level}", level, "We do.") for level in o.levels)
        for o in outline.outcomes.values()
    }
    import_wording(by=None, wording=Wording("caf", "3.2", "our.toml", "d", statements), at=elm.world.at)
    assert not OutcomeAnswer.objects.filter(is_confirmed=True).exists()
    with pytest.raises(Denied):
        approve_assessment(by=elm.desk(), at=elm.world.at)
    _worded.cache_clear()


def test_a_draft_stays_due_when_another_outcome_is_confirmed(world: World) -> None:
    elm = a_round(world)
    person = world.someone(elm.council, Role.CONTRIBUTOR)
    desk = elm.desk()
    assign_outcomes(by=desk, part=desk.part(0), outcomes=("A1.a",), person=person, due_on=world.at.date(), at=world.at)
    answer(elm.desk(), "A1.a", Status.ACHIEVED, confirmed=False)
    answer(elm.desk(), "A1.b")
    assert [due.what for due in assessment_dues(world.viewer(person), world.at)] == ["Answer an outcome of CAF 3.2"]


def test_a_council_that_is_gone_approves_nothing(elm: Round) -> None:
    elm.council.end_date = (elm.world.at - timedelta(days=1)).date()
    elm.council.save()
    with pytest.raises(Denied, match="isn't at work"):
        approve_assessment(by=elm.desk(), at=elm.world.at)


@pytest.mark.parametrize("page", ["{n}/", "{n}/report/", "{n}/export/", "evidence/{n}/", "{n}/plan/", "{n}/{n}/A1.a/"])
def test_a_number_that_no_row_could_have_leads_nowhere(elm: Round, page: str) -> None:
    address = f"/councils/{elm.code}/assessments/" + page.format(n="9" * 25)
    assert signed_in(elm.lead).get(address).status_code == 404
