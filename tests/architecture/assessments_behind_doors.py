"""What stands behind the doors of assessments? For each council a finished round, one under way, and what belongs to
them; and what each form sends.
"""

from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.unit.assess.assessments.reviews import Round
from tests.unit.assess.assessments.rounds import an_assessment, answer, confirm_all
from tests.worlds import World
from wardmote.assess.actions.accept_review import accept_review
from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.actions.change_scope import Considered, Scope, change_scope
from wardmote.assess.actions.plan_window import Dates, plan_window
from wardmote.assess.actions.send_scope import send_scope
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.models import Assessment, Evidence, EvidenceKind, Paper, PaperKind, PaperState, Review
from wardmote.engines.frameworks import Status
from wardmote.estate.models import Service
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person

# These doors lead to the finished round; the others to the one that is being answered.
_OF_THE_FINISHED = (
    "accept_review",
    "export",
    "export_file",
    "finish_review",
    "objective",
    "paper",
    "paper_file",
    "papers",
    "report",
    "respond",
    "respond_outcome",
    "return_to_assurer",
    "review",
    "review_outcome",
    "summary",
)


def assessments_of(world: World, council: Body, reviewer: Person) -> dict[str, str]:
    """Make both rounds with their evidence, plan and papers; `reviewer` is asked to look at both."""
    piece = _evidence(world, council)
    finished = _finished(world, council, reviewer, piece)
    paper = _paper(world, finished, reviewer)
    under_way = _under_way(world, council, reviewer, piece)
    assessment = under_way.assessment
    plan = start_plan(by=under_way.desk(), at=world.at).plan
    return {
        "number": str(assessment.pk),
        "position": "0",
        "outcome": "A1.a",
        "objective": "A",
        "piece": str(piece.pk),
        "line": str(plan.lines.get(outcome="A1.a").pk),
        "paper": str(paper.pk),
        "form": "json",
        "assessments:plan_rows.form": "csv",
        "reviewer": str(reviewer.pk),
        "edition": str(under_way.edition),
        "edition_of_finished": str(finished.edition),
        **{f"assessments:{name}.number": str(finished.pk) for name in _OF_THE_FINISHED},
    }


def a_window(world: World, programme: Body) -> dict[str, str]:
    """Plan the window that councils are asked to assess themselves in."""
    planner = world.viewer(world.someone(programme, Role.PROGRAMME_TEAM, "Pia Planner"))
    day = world.at.date() + timedelta(days=100)
    dates = Dates("Spring", "caf", "3.2", day, day + timedelta(days=60))
    window = plan_window(by=planner, window=None, dates=dates, at=world.at)
    return {"windows:window.number": str(window.pk)}


def _evidence(world: World, council: Body) -> Evidence:
    """Keep a file that an assurer may open; it lies outside the uploads, which tests leave as they are."""
    content = b"%PDF-1.7"
    file = Path(_shelf().name) / "evidence.pdf"
    file.write_bytes(content)
    return Evidence.objects.create(
        council=council,
        kind=EvidenceKind.FILE,
        title="Policy",
        file_name="policy.pdf",
        media_type="application/pdf",
        stored=str(file),
        size=len(content),
        digest="0" * 64,
        is_shown=True,
        added_by=world.lead_of(council),
        added_at=world.at,
    )


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="wardmote-doors-")


def _finished(world: World, council: Body, reviewer: Person, piece: Evidence) -> Assessment:
    """Take an assessment from its answers to its assured report."""
    lead = world.lead_of(council)
    made = Round(world, council, lead, reviewer, an_assessment(world, council))
    confirm_all(made.desk())
    use_evidence(by=made.desk(), part=made.desk().part(0), outcome="A1.a", piece=piece, at=world.at)
    approve_assessment(by=made.desk(), at=world.at)
    made.ask(evidence=frozenset({piece.pk}))
    made.find_all()
    made.finish("Good work.")
    accept_review(by=made.desk(), edition=made.edition, at=world.at + timedelta(hours=2))
    made.assessment.refresh_from_db()
    return made.assessment


def _under_way(world: World, council: Body, reviewer: Person, piece: Evidence) -> Round:
    """Begin another, which brings the critical system along; its scope is sent and its assurer is asked."""
    lead = world.lead_of(council)
    made = Round(world, council, lead, reviewer, an_assessment(world, council, systems=0))
    system = made.desk().part(1).system_id
    service = Service.objects.create(council=council, name="Elections", key="elections", added_at=world.at)
    systems = (Considered(system or 0, is_chosen=True, reason="Nothing works without it."),)
    scope = Scope("Serve the people.", (service.pk,), systems)
    change_scope(by=made.desk(), scope=scope, edition=made.edition, at=world.at)
    send_scope(by=made.desk(), edition=made.edition, at=world.at)
    use_evidence(by=made.desk(), part=made.desk().part(0), outcome="A1.a", piece=piece, at=world.at)
    answer(made.desk(), "A1.a", Status.NOT_ACHIEVED)
    answer(made.desk(), "B2.a", Status.NOT_ACHIEVED, position=1)
    made.ask(evidence=frozenset({piece.pk}))
    return made


def _paper(world: World, finished: Assessment, reviewer: Person) -> Paper:
    """Put a paper on the shelf that the assurer asked for."""
    file = Path(_shelf().name) / "paper.pdf"
    file.write_bytes(b"%PDF-1.7")
    return Paper.objects.create(
        assessment=finished,
        report=finished.reports.latest("number"),
        council=finished.council,
        kind=PaperKind.REPORT,
        state=PaperState.DONE,
        stored=str(file),
        shows_reasons=Review.objects.get(assessment=finished).shows_reasons,
        asked_by=reviewer,
        asked_at=world.at,
        finished_at=world.at,
    )


# What is in braces stands for one of the objects.
POSTED: dict[str, dict[str, str]] = {
    "assessments:accept_review": {"edition": "{edition_of_finished}"},
    "assessments:ask_assurer": {"assurer": "{reviewer}", "kind": "peer", "edition": "{edition}"},
    "assessments:assign": {"person": "", "outcomes": "A1.a"},
    "assessments:comment": {"text": "Who has the minutes?"},
    "assessments:evidence_add": {"title": "Minutes", "reference": "Shared drive"},
    "assessments:evidence_piece": {"title": "Our policy", "edition": "0"},
    "assessments:evidence_use": {"piece": "{piece}"},
    "assessments:finish_review": {"summary": "", "edition": "{edition_of_finished}"},
    "assessments:outcome": {"status": "achieved", "edition": "1"},
    "assessments:papers": {"kind": "report"},
    "assessments:plan_add": {"action": "Name an owner.", "status_expected": "achieved"},
    "assessments:plan_line": {"action": "Name an owner.", "status_expected": "achieved", "state": "to-do"},
    "assessments:plan_sign": {"digest": "0" * 64, "is_confirmed": "on"},
    "assessments:respond_outcome": {"stance": "agreed", "edition": "1"},
    "assessments:return_to_assurer": {"edition": "{edition_of_finished}"},
    "assessments:review_outcome": {"status": "achieved", "reasons": "I saw it.", "edition": "1"},
    "assessments:scope": {"mission": "Serve the people.", "edition": "{edition}"},
    "assessments:scope_send": {"edition": "{edition}"},
    "assessments:scope_sign": {"decision": "sign", "edition": "{edition}"},
    "assessments:start": {"edition": "caf|3.2|baseline", "title": "2027"},
    "assessments:withdraw_review": {"edition": "{edition}"},
    "windows:add": {"title": "Autumn", "edition": "caf|3.2", "opens_on": "2030-09-01", "closes_on": "2030-12-01"},
    "windows:window": {"title": "Autumn", "edition": "caf|3.2", "opens_on": "2030-09-01", "closes_on": "2030-12-01"},
}
API_BODIES = {"answer_outcome": '{"status": "achieved", "edition": 1}'}
