"""What do journeys through an assessment need from the inside? People in a council, and work that would take long."""

from collections.abc import Callable

from tests.unit.assess.assessments.rounds import an_assessment, answer
from tests.worlds import World
from wardmote.assess.actions.record_finding import Judged, record_finding
from wardmote.assess.models import Assessment, OutcomeAnswer, ReviewFinding
from wardmote.assess.queries.desks import Desk, find_desk
from wardmote.engines.frameworks import Status
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Body, Person
from wardmote.register.public import find_viewer

from .knowledge import link_for

CREW = {
    Role.CONTRIBUTOR: "Ruth Amberley",
    Role.LEADER: "Stella Okafor",
    Role.ASSURER: "Amir Pelham",
}


def crew_of(code: str) -> dict[str, dict[str, str]]:
    """Return who leads, answers, signs and reviews in a demonstration council, with a link to sign in as each."""
    council = Body.objects.get(code=code)
    people = {Role.LEAD: _holder(council, Role.LEAD)} | {role: _join(council, role) for role in CREW}
    return {
        role.value: {"name": str(person), "address": person.email, "link": link_for(code, role.value)}
        for role, person in people.items()
    }


def open_with_one_system(code: str) -> int:
    """Return the number of a new assessment of a council, with one critical system."""
    council = Body.objects.get(code=code)
    return an_assessment(World(), council).pk


def answer_the_rest(number: str) -> int:
    """Have the lead answer and confirm what isn't confirmed yet; return how many outcomes that were."""
    desk = _desk(number, Role.LEAD)
    ready = set(OutcomeAnswer.objects.filter(assessment=int(number), is_confirmed=True).values_list("part", "outcome"))
    left = [
        (part, asked) for part in desk.parts for asked in desk.outcomes_of(part) if (part.pk, asked.id) not in ready
    ]
    for part, asked in left:
        answer(desk, asked.id, Status.ACHIEVED, position=part.position)
    return len(left)


def record_the_rest(number: str) -> int:
    """Have the assurer agree with the council wherever there is no finding yet; return how many outcomes that were."""
    desk = _desk(number, Role.ASSURER)
    found = set(ReviewFinding.objects.filter(assessment=int(number)).values_list("part", "outcome"))
    said = OutcomeAnswer.objects.filter(assessment=int(number)).select_related("part")
    left = [one for one in said if (one.part_id, one.outcome) not in found]
    for one in left:
        judged = Judged(Status(str(one.status)), "We saw what the council describes.")
        record_finding(by=desk, part=one.part, outcome=one.outcome, judged=judged, edition=0, at=desk.at)
    return len(left)


def _holder(council: Body, role: Role) -> Person:
    return Person.objects.get(memberships__body=council, memberships__role=role)


def _join(council: Body, role: Role) -> Person:
    """Return whoever has the role in the council, let in where nobody has."""
    found = Person.objects.filter(memberships__body=council, memberships__role=role).first()
    if found:
        return found
    address = f"{CREW[role].lower().replace(' ', '.')}@{council.code}.example"
    person = World().person(CREW[role], email=address, demonstration=True)
    grant_membership(by=None, person=person, body=council, role=role, at=now())
    return person


def _desk(number: str, role: Role) -> Desk:
    at = now()
    council = Assessment.objects.select_related("council").get(pk=number).council
    return find_desk(find_viewer(_holder(council, role), at.date()), council.code, int(number), at)


QUESTIONS: dict[str, Callable[..., object]] = {
    question.__name__: question for question in (crew_of, open_with_one_system, answer_the_rest, record_the_rest)
}
