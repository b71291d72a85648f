"""Which rows of the assessment room does the database refuse? Each case is named as the constraint that it breaks."""

from datetime import date
from typing import Any

from tests.architecture.breaches import breaks
from tests.worlds import World
from wardmote.assess.models import (
    Assessment,
    Assignment,
    Candidate,
    Comment,
    Evidence,
    EvidenceUse,
    ImportedFramework,
    KnownFact,
    OutcomeAnswer,
    OutcomeResult,
    Paper,
    Part,
    Plan,
    PlanLine,
    Report,
    Review,
    ReviewFinding,
    ScopedService,
    Window,
)
from wardmote.estate.models import Service, System
from wardmote.register.models import Body

SPRING = date(2027, 4, 1)


def assessment(world: World, body: Body | None = None, **facts: Any) -> Assessment:
    """Open an assessment past the action."""
    body = body or Body.objects.filter(code="a").first() or world.council("a")
    wanted = {"framework": "caf", "version": "3.2", "title": "This year", "opened_at": world.at} | facts
    return Assessment.objects.create(council=body, **wanted)


def system(found: Assessment, name: str = "Payroll") -> System:
    """List a system past the action."""
    return System.objects.create(council=found.council, name=name, kind="mission", added_at=found.opened_at)


def organisation(found: Assessment, position: int = 0) -> Part:
    """Give the assessment the part that is the council itself."""
    return Part.objects.create(assessment=found, council=found.council, name="Council", position=position)


def of_outcome(found: Assessment, part: Part | None = None) -> dict[str, Any]:
    """Name one outcome of one part."""
    place = part or found.parts.first() or organisation(found)
    return {"assessment": found, "part": place, "council": found.council, "outcome": "A1.a"}


@breaks
def window_closes_later(world: World) -> None:
    Window.objects.create(
        title="Spring", framework="caf", version="3.2", opens_on=SPRING, closes_on=SPRING, made_at=world.at
    )


@breaks
def assessment_unfinished_once(world: World) -> None:
    assessment(world)
    assessment(world, version="4.0", state="review", approved_at=world.at)


@breaks
def assessment_state_known(world: World) -> None:
    assessment(world, state="lost", approved_at=world.at)


@breaks
def assessment_approved_first(world: World) -> None:
    assessment(world, state="closed")


@breaks
def part_position_once(world: World) -> None:
    found = assessment(world)
    for _ in range(2):
        organisation(found)


@breaks
def part_system_once(world: World) -> None:
    found = assessment(world)
    under = system(found)
    for position in (1, 2):
        Part.objects.create(assessment=found, council=found.council, system=under, name="x", position=position)


@breaks
def part_organisation_first(world: World) -> None:
    organisation(assessment(world), position=1)


@breaks
def scoped_service_once(world: World) -> None:
    found = assessment(world)
    service = Service.objects.create(council=found.council, name="Libraries", added_at=world.at)
    for name in ("Libraries", "Books"):
        ScopedService.objects.create(assessment=found, council=found.council, service=service, name=name)


@breaks
def candidate_once(world: World) -> None:
    found = assessment(world)
    under = system(found)
    for is_chosen in (True, False):
        Candidate.objects.create(
            assessment=found, council=found.council, system=under, name="Payroll", is_chosen=is_chosen
        )


def outcome_answer(world: World, found: Assessment | None = None, **facts: Any) -> OutcomeAnswer:
    """Answer one outcome past the action."""
    return OutcomeAnswer.objects.create(**of_outcome(found or assessment(world)), answered_at=world.at, **facts)


@breaks
def outcome_answer_once(world: World) -> None:
    found = assessment(world)
    for _ in range(2):
        outcome_answer(world, found)


@breaks
def outcome_answer_status_known(world: World) -> None:
    outcome_answer(world, status="nearly-achieved")


@breaks
def outcome_answer_confidence_known(world: World) -> None:
    outcome_answer(world, confidence=4)


@breaks
def outcome_answer_confirmed_with_reason(world: World) -> None:
    outcome_answer(world, status="achieved", confidence=3, justification="", is_confirmed=True)


@breaks
def assignment_once(world: World) -> None:
    place = of_outcome(assessment(world))
    for name in ("Ada", "Bob"):
        Assignment.objects.create(**place, person=world.person(name), assigned_at=world.at)


@breaks
def comment_says_something(world: World) -> None:
    Comment.objects.create(**of_outcome(assessment(world)), text="", at=world.at)


def piece(world: World, body: Body, **facts: Any) -> Evidence:
    """Keep a piece of evidence past the action."""
    wanted = {"kind": "reference", "title": "Minutes", "reference": "Shelf 3", "added_at": world.at} | facts
    return Evidence.objects.create(council=body, **wanted)


@breaks
def evidence_kind_known(world: World) -> None:
    piece(world, world.council("a"), kind="hearsay")


@breaks
def evidence_is_somewhere(world: World) -> None:
    piece(world, world.council("a"), kind="file", stored="")


@breaks
def evidence_used_once(world: World) -> None:
    found = assessment(world)
    kept, place = piece(world, found.council), of_outcome(found)
    for _ in range(2):
        EvidenceUse.objects.create(evidence=kept, **place, used_at=world.at)


def fact(world: World, body: Body, **facts: Any) -> KnownFact:
    """Keep something known past the one way of telling it."""
    wanted = {"source": "checks", "key": "dmarc", "verdict": "good", "says": "x", "known_at": world.at} | facts
    return KnownFact.objects.create(council=body, framework="caf", version="3.2", outcome="B4.a", **wanted)


@breaks
def known_fact_once(world: World) -> None:
    body = world.council("a")
    for verdict in ("good", "bad"):
        fact(world, body, verdict=verdict)


@breaks
def known_fact_verdict_known(world: World) -> None:
    fact(world, world.council("a"), verdict="so-so")


def plan(world: World, **facts: Any) -> Plan:
    """Start a plan past the action."""
    found = assessment(world)
    return Plan.objects.create(assessment=found, council=found.council, started_at=world.at, **facts)


@breaks
def plan_signature_whole(world: World) -> None:
    plan(world, signed_at=world.at, signed_digest="")


def line(world: World, **facts: Any) -> PlanLine:
    """Write a line past the action."""
    started = plan(world)
    wanted = {"status_now": "not-achieved", "status_expected": "achieved", "changed_at": world.at} | facts
    wanted["part"] = organisation(started.assessment)
    return PlanLine.objects.create(plan=started, council=started.council, outcome="A1.a", action="x", **wanted)


@breaks
def plan_line_state_known(world: World) -> None:
    line(world, state="lost")


@breaks
def plan_line_status_known(world: World) -> None:
    line(world, status_expected="splendid")


@breaks
def plan_line_effort_not_negative(world: World) -> None:
    line(world, effort_days=-1)


def report(world: World, found: Assessment, **facts: Any) -> Report:
    """Freeze a report past the action."""
    wanted = {"number": 1, "kind": "approved", "framework": found.framework, "version": found.version} | facts
    return Report.objects.create(
        assessment=found,
        council=found.council,
        outcomes_met=1,
        outcomes_total=1,
        content={},
        digest="x",
        made_at=world.at,
        made_on=world.at.date(),
        **wanted,
    )


@breaks
def report_number_once(world: World) -> None:
    found = assessment(world)
    for is_latest in (False, True):
        report(world, found, is_latest=is_latest)


@breaks
def report_latest_once(world: World) -> None:
    report(world, assessment(world, state="withdrawn"))
    report(world, assessment(world))


@breaks
def report_kind_known(world: World) -> None:
    report(world, assessment(world), kind="boasted")


def result(world: World, frozen: Report, **facts: Any) -> OutcomeResult:
    """Freeze one outcome's result past the action."""
    wanted = {"outcome": "A1.a", "status": "achieved", "is_met": True} | facts
    return OutcomeResult.objects.create(report=frozen, council=frozen.council, framework="caf", version="3.2", **wanted)


@breaks
def outcome_result_once(world: World) -> None:
    frozen = report(world, assessment(world))
    for status in ("achieved", "not-achieved"):
        result(world, frozen, status=status)


@breaks
def outcome_result_status_known(world: World) -> None:
    result(world, report(world, assessment(world)), status="splendid")


def paper(world: World, **facts: Any) -> Paper:
    """Ask for a paper past the action."""
    found = assessment(world)
    wanted = {"kind": "report", "asked_at": world.at} | facts
    return Paper.objects.create(assessment=found, council=found.council, **wanted)


@breaks
def paper_kind_known(world: World) -> None:
    paper(world, kind="leaflet")


@breaks
def paper_state_known(world: World) -> None:
    paper(world, state="lost")


@breaks
def paper_done_is_somewhere(world: World) -> None:
    paper(world, state="done", stored="")


def review(world: World, found: Assessment, name: str = "Ann", **facts: Any) -> Review:
    """Ask for a review past the action."""
    wanted = {"kind": "peer", "asked_at": world.at} | facts
    return Review.objects.create(assessment=found, council=found.council, assurer=world.person(name), **wanted)


@breaks
def review_standing_once(world: World) -> None:
    found = assessment(world)
    for name in ("Ann", "Bob"):
        review(world, found, name)


@breaks
def review_kind_known(world: World) -> None:
    review(world, assessment(world), kind="friendly")


def finding(world: World, times: int = 1, **facts: Any) -> None:
    """Record a finding past the action, as often as asked."""
    looked = review(world, assessment(world))
    place = of_outcome(looked.assessment)
    wanted = {"status": "achieved", "reasons": "Seen.", "recorded_at": world.at} | facts
    for _ in range(times):
        ReviewFinding.objects.create(review=looked, **place, **wanted)


@breaks
def review_finding_once(world: World) -> None:
    finding(world, times=2)


@breaks
def review_finding_status_known(world: World) -> None:
    finding(world, status="splendid")


@breaks
def review_finding_stance_known(world: World) -> None:
    finding(world, stance="puzzled", response="Why?")


@breaks
def review_finding_has_reasons(world: World) -> None:
    finding(world, reasons="")


@breaks
def review_finding_dispute_says_why(world: World) -> None:
    finding(world, stance="disputed", response="")


def imported(world: World, **facts: Any) -> ImportedFramework:
    """Bring a wording in past the action."""
    wanted = {"kind": "wording", "source": "a test", "digest": "x", "imported_at": world.at} | facts
    return ImportedFramework.objects.create(framework="caf", version="3.2", content={}, **wanted)


@breaks
def imported_framework_current_once(world: World) -> None:
    for digest in "xy":
        imported(world, digest=digest)


@breaks
def imported_framework_kind_known(world: World) -> None:
    imported(world, kind="rumour")


def keep_the_rules(world: World) -> None:
    """Write neighbours of the breaches above that must stay possible."""
    earlier = assessment(world, state="withdrawn")
    found = assessment(world)
    assessment(world, framework="other")
    report(world, earlier, is_latest=False)
    report(world, found)
    review(world, found, "Ann", withdrawn_at=world.at)
    review(world, found, "Bob")
    place = of_outcome(found)
    outcome_answer(world, found, is_confirmed=False, status="achieved")
    kept = piece(world, found.council, kind="file", stored="a/b", reference="Shelf 3")
    for position in (1, 2):
        under = system(found, f"System {position}")
        part = Part.objects.create(
            assessment=found, council=found.council, system=under, name=under.name, position=position
        )
        there = of_outcome(found, part)
        OutcomeAnswer.objects.create(**there, answered_at=world.at)
        EvidenceUse.objects.create(evidence=kept, **there, used_at=world.at)
    EvidenceUse.objects.create(evidence=kept, **place, used_at=world.at)
    imported(world, is_current=False)
    imported(world)
    imported(world, kind="profile", key="baseline")
