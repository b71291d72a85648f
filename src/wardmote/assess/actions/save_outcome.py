"""One of the council's people says how one outcome stands for one part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Outcome, Reply, Status, difference, status_of
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import AnswerChange, Assessment, Confidence, OutcomeAnswer, Part
from ..queries.desks import Desk

LONGEST_JUSTIFICATION = 4000
LONGEST_ALTERNATIVE = 1000


@dataclass(frozen=True)
class Given:
    """What the person says. `status` counts only where the framework has no statements to work it out from."""

    status: Status | None = None
    replies: Mapping[str, Reply] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)
    confidence: int | None = None
    justification: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True)
class Theirs:
    """What a colleague saved while this person's page was open."""

    name: str
    answer: OutcomeAnswer


class SavedMeanwhile(Denied):
    """A colleague saved first; nothing was overwritten, and both answers can be compared."""

    def __init__(self, theirs: Theirs) -> None:
        super().__init__(
            _("%(name)s saved this outcome while you had it open. Compare both, then save again.")
            % {"name": theirs.name},
            "conflict",
        )
        self.theirs = theirs


def save_outcome(*, by: Desk, part: Part, outcome: str, given: Given, edition: int, at: datetime) -> OutcomeAnswer:
    """Save what is said of one outcome. `edition` is the one that the page was made from: 0 where there was none."""
    policies.check_can_change_answers(by)
    asked = by.outcome(part, outcome)
    status = _check_fits(asked, given)
    with transaction.atomic():
        # Locked, so that nobody approves the assessment while this answer is on its way.
        policies.check_is_open(Assessment.objects.select_for_update().only("state").get(pk=by.assessment.pk))
        answer = OutcomeAnswer.objects.select_related("answered_by").filter(part=part, outcome=outcome).first()
        found = answer.edition if answer else 0
        if answer and found != edition:
            raise SavedMeanwhile(Theirs(str(answer.answered_by or _("A colleague")), answer))
        return _write(by, part, outcome, answer, given, status, at)


def _write(
    by: Desk, part: Part, outcome: str, answer: OutcomeAnswer | None, given: Given, status: Status | None, at: datetime
) -> OutcomeAnswer:
    before = contents_of(answer)
    answer = answer or OutcomeAnswer(
        part=part, assessment_id=part.assessment_id, council_id=part.council_id, outcome=outcome, edition=0
    )
    answer.status = status.value if status else None
    answer.replies = {key: reply.value for key, reply in sorted(given.replies.items())}
    answer.alternatives = {key: words.strip() for key, words in sorted(given.alternatives.items()) if words.strip()}
    answer.confidence = given.confidence
    answer.justification = given.justification.strip()
    answer.is_confirmed = given.is_confirmed
    answer.is_to_check = False
    changes = difference(before, contents_of(answer))
    if not changes and answer.edition:
        return answer
    answer.edition += 1
    answer.answered_by, answer.answered_at = by.viewer.person, at
    answer.save()
    _keep_history(by, answer, before, changes, at)
    return answer


def contents_of(answer: OutcomeAnswer | None) -> dict[str, Any]:
    """Return what an answer says as flat values, as its history speaks of it."""
    if answer is None:
        return contents_of(OutcomeAnswer(replies={}, alternatives={}))
    return {
        "status": answer.status,
        "replies": dict(answer.replies),
        "alternatives": dict(answer.alternatives),
        "confidence": answer.confidence,
        "justification": answer.justification,
        "is_confirmed": answer.is_confirmed,
        "is_to_check": answer.is_to_check,
    }


def _keep_history(
    by: Desk, answer: OutcomeAnswer, before: dict[str, Any], changes: dict[str, Any], at: datetime
) -> None:
    AnswerChange.objects.create(
        assessment_id=answer.assessment_id,
        part_id=answer.part_id,
        council_id=answer.council_id,
        outcome=answer.outcome,
        changes=changes,
        by=by.viewer.person,
        at=at,
    )
    audit.record(
        by=by.viewer.person.pk,
        body=answer.council_id,
        action="assessment.answered",
        subject=f"outcome:{answer.assessment_id}:{answer.part_id}:{answer.outcome}",
        at=at,
        before={"status": before.get("status")},
        after={"status": answer.status},
    )


def _check_fits(asked: Outcome, given: Given) -> Status | None:
    """Return the status that the answer amounts to; refuse what doesn't fit, in words."""
    if len(given.justification.strip()) > LONGEST_JUSTIFICATION:
        raise Denied(_("The reasons must be 4,000 characters or fewer."))
    if given.confidence is not None and given.confidence not in Confidence.values:
        raise Denied(_("Choose how sure you are from the list."))
    status = _status(asked, given)
    if given.is_confirmed:
        _check_can_be_confirmed(given, status)
    return status


def _status(asked: Outcome, given: Given) -> Status | None:
    if not asked.statements:
        if given.replies or given.alternatives:
            raise Denied(_("This outcome has no official statements here. Choose a level instead."))
        if given.status is not None and given.status not in asked.levels:
            raise Denied(_("This outcome doesn't have that level. Choose one from the list."))
        return given.status
    try:
        status = status_of(asked, given.replies)
    except ValueError as fault:
        raise Denied(_("That statement doesn't belong to this outcome. Open the page again.")) from fault
    _check_alternatives(asked, given)
    return status


def _check_alternatives(asked: Outcome, given: Given) -> None:
    if set(given.alternatives) - {statement.id for statement in asked.statements}:
        raise Denied(_("That statement doesn't belong to this outcome. Open the page again."))
    for statement, reply in given.replies.items():
        words = given.alternatives.get(statement, "").strip()
        if reply is Reply.ALTERNATIVE and not words:
            raise Denied(_("Describe the alternative control for each statement that one stands for."))
        if len(words) > LONGEST_ALTERNATIVE:
            raise Denied(_("An alternative control must be described in 1,000 characters or fewer."))


def _check_can_be_confirmed(given: Given, status: Status | None) -> None:
    if status is None:
        raise Denied(_("Choose a level before you confirm this outcome."))
    if given.confidence is None:
        raise Denied(_("Say how sure you are before you confirm this outcome."))
    if not given.justification.strip():
        raise Denied(_("Give your reasons before you confirm this outcome. Two sentences are enough."))
