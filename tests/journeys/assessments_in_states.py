"""Which assessments do pages speak of? The demonstration's own, and those that are put into every other state."""

from tests.unit.assess.assessments.rounds import an_assessment
from tests.worlds import World
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.ask_paper import ask_paper
from wardmote.assess.actions.change_scope import Considered, Scope, change_scope
from wardmote.assess.actions.finish_review import finish_review
from wardmote.assess.actions.record_finding import Judged, record_finding
from wardmote.assess.actions.send_scope import send_scope
from wardmote.assess.models import Assessment, Evidence, OutcomeAnswer, PaperKind, PlanLine, ReviewKind, State, Window
from wardmote.assess.queries.desks import Desk, find_desk
from wardmote.engines.frameworks import Status
from wardmote.estate.models import Service, System
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person
from wardmote.register.public import find_viewer

OWN = "demo-ald"
# Councils of the demonstration region whose assessments stand as the first word says.
IN_STATES = {"approved": "demo-tsh", "review": "demo-stk", "response": "demo-caw", "sent": "demo-cmh"}


def assessments() -> dict[str, str]:
    """Return the numbers of assessments in every state, and of what belongs to them."""
    assured = Assessment.objects.get(council__code=OWN, state=State.ASSURED)
    return {
        "open": str(Assessment.objects.get(council__code=OWN, state=State.OPEN).pk),
        "assured": str(assured.pk),
        "of-cas": str(Assessment.objects.get(council__code="demo-cas").pk),
        "approved": str(_approved(IN_STATES["approved"])),
        "review": str(_reviewed(IN_STATES["review"], is_finished=False)),
        "response": str(_reviewed(IN_STATES["response"], is_finished=True)),
        "sent": str(_sent(IN_STATES["sent"])),
        "piece": str(Evidence.objects.filter(council__code=OWN)[0].pk),
        "line": str(PlanLine.objects.filter(plan__assessment=assured)[0].pk),
        "paper": _paper(assured),
        "window": str(Window.objects.filter(is_demonstration=True)[0].pk),
        **{f"of-{state}": code for state, code in IN_STATES.items()},
    }


def holder_of(code: str, role: Role) -> Person:
    """Return who holds a role in a council of the demonstration region."""
    return Person.objects.get(memberships__body__code=code, memberships__role=role)


def _desk(person: Person, assessment: Assessment) -> Desk:
    at = now()
    return find_desk(find_viewer(person, at.date()), assessment.council.code, assessment.pk, at)


def _paper(assured: Assessment) -> str:
    lead = find_viewer(holder_of(OWN, Role.LEAD), now().date())
    report = assured.reports.order_by("-number")[0]
    paper = ask_paper(
        by=lead, kind=PaperKind.REPORT, council=assured.council, assessment=assured.pk, report=report, at=now()
    )
    return str(paper.pk)


def _approved(code: str) -> int:
    """Let the demonstration's assurer into a council that has approved and asked nobody yet."""
    assessment = Assessment.objects.select_related("council").get(council__code=code)
    _let_in(assessment.council)
    return assessment.pk


def _let_in(council: Body) -> Person:
    assurer = holder_of(OWN, Role.ASSURER)
    grant_membership(by=None, person=assurer, body=council, role=Role.ASSURER, at=now())
    return assurer


def _reviewed(code: str, *, is_finished: bool) -> int:
    """Hand an approved assessment to the demonstration's assurer, who begins to look, or finishes."""
    assessment = Assessment.objects.select_related("council").get(council__code=code)
    assurer = _let_in(assessment.council)
    request = Request(assurer=assurer.pk, kind=ReviewKind.PEER)
    desk = _desk(holder_of(code, Role.LEAD), assessment)
    ask_assurer(by=desk, request=request, edition=desk.assessment.edition, at=now())
    desk = _desk(assurer, assessment)
    answers = OutcomeAnswer.objects.filter(assessment=assessment).select_related("part").order_by("outcome")
    for number, answer in enumerate(answers if is_finished else answers[:5]):
        _find(desk, answer, is_different=number % 4 == 0)
    if is_finished:
        finish_review(by=desk, summary="A careful piece of work.", edition=desk.assessment.edition, at=now())
    return assessment.pk


def _find(desk: Desk, answer: OutcomeAnswer, *, is_different: bool) -> None:
    levels = desk.outcome(answer.part, answer.outcome).levels
    other = next(level for level in levels if level.value != answer.status)
    judged = Judged(
        status=other if is_different else Status(str(answer.status)),
        reasons="We looked at three cases.",
        good_practice="" if is_different else "The list that the team keeps.",
        to_improve="Look at it each quarter." if is_different else "",
    )
    record_finding(by=desk, part=answer.part, outcome=answer.outcome, judged=judged, edition=0, at=desk.at)


def _sent(code: str) -> int:
    """Open an assessment whose scope waits to be signed off."""
    council = Body.objects.get(code=code)
    assessment = an_assessment(World(), council, systems=0)
    facts = {"council": council, "added_at": now()}
    service = Service.objects.create(name="Mountain rescue", **facts)
    system = System.objects.create(name="Rescue rota", kind="mission", **facts)
    scope = Scope(
        mission="We look after the people of Combe Hallow.",
        services=(service.pk,),
        systems=(Considered(system.pk, is_chosen=True, reason="Nobody is called out without it."),),
    )
    desk = _desk(holder_of(code, Role.LEAD), assessment)
    change_scope(by=desk, scope=scope, edition=desk.assessment.edition, at=now())
    desk = _desk(holder_of(code, Role.LEAD), assessment)
    send_scope(by=desk, edition=desk.assessment.edition, at=now())
    return assessment.pk
