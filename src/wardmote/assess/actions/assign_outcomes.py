"""The lead asks a colleague to answer an outcome by a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import WRITES_ANSWERS
from wardmote.register.models import Person
from wardmote.register.public import members_of

from .. import policies_of_assessments as policies
from ..events import outcomes_assigned
from ..models import Assignment, Part
from ..queries.desks import Desk


def assign_outcomes(
    *, by: Desk, part: Part, outcomes: tuple[str, ...], person: Person | None, due_on: date | None, at: datetime
) -> int:
    """Give these outcomes to one person, or take them back from everybody; returns how many changed hands."""
    policies.check_is_lead(by)
    policies.check_is_open(by.assessment)
    for outcome in outcomes:
        by.outcome(part, outcome)
    if person and person not in members_of(by.council, localdate(at), WRITES_ANSWERS):
        raise Denied(_("Choose somebody who answers for this council: a cyber lead or a contributor."))
    with transaction.atomic():
        former = {a.outcome: a for a in part.assignments.filter(outcome__in=outcomes)}
        changed = tuple(o for o in outcomes if not _is_same(former.get(o), person, due_on))
        part.assignments.filter(outcome__in=changed).delete()
        if person:
            Assignment.objects.bulk_create(_assignment(by, part, outcome, person, due_on, at) for outcome in changed)
        if changed:
            audit.record(
                by=by.viewer.person.pk,
                body=by.council.pk,
                action="assessment.assigned",
                subject=f"assessment:{by.assessment.pk}",
                at=at,
                after={"outcomes": list(changed), "person": person.pk if person else None},
            )
        if changed and person and person != by.viewer.person:
            outcomes_assigned.send(sender=Assignment, part=part, outcomes=changed, person=person, due_on=due_on, at=at)
    return len(changed)


def _is_same(former: Assignment | None, person: Person | None, due_on: date | None) -> bool:
    if former is None:
        return person is None
    return person is not None and (former.person_id, former.due_on) == (person.pk, due_on)


def _assignment(by: Desk, part: Part, outcome: str, person: Person, due_on: date | None, at: datetime) -> Assignment:
    return Assignment(
        assessment_id=part.assessment_id,
        part=part,
        council_id=part.council_id,
        outcome=outcome,
        person=person,
        due_on=due_on,
        assigned_by=by.viewer.person,
        assigned_at=at,
    )
