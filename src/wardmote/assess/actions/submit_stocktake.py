"""A council's lead submits one area: the result is frozen, and others see it as far as the council shares."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Answer as Given
from wardmote.engines.frameworks import AreaResult, judge
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..events import stocktake_submitted
from ..models import Answer, Reason, Stocktake, Submission
from ..stocktake import KEY, find_area, stocktake


def submit_stocktake(*, by: Viewer, council: Body, area: str, at: datetime) -> Submission:
    """Freeze the area's result and reasons; the result before it stays readable."""
    policies.check_can_submit(by, council)
    policies.check_can_answer(by, council, localdate(at))
    asked = find_area(area)
    with transaction.atomic():
        under_way = (
            Stocktake.objects.select_for_update()
            .filter(council=council, framework=KEY, area=asked.id, closed_at__isnull=True)
            .first()
        )
        if under_way is None:
            raise Denied(_("There are no new answers to submit. Answer or change a question first."), "conflict")
        answers = list(under_way.answers.all())
        result = judge(stocktake(), asked.id, {a.question: Given(a.level) for a in answers})
        submission = _freeze(by, under_way, result, answers, at)
        stocktake_submitted.send(sender=Submission, submission=submission, at=at)
    return submission


def _freeze(by: Viewer, under_way: Stocktake, result: AreaResult, answers: list[Answer], at: datetime) -> Submission:
    if result.rating is None:
        left = result.total - result.answered
        raise Denied(
            _("%(left)s questions still have no answer. Answer them, or say that you don't know.") % {"left": left},
            "conflict",
        )
    earlier = Submission.objects.filter(
        council_id=under_way.council_id, framework=KEY, area=under_way.area, is_latest=True
    ).first()
    if earlier:
        earlier.is_latest = False
        earlier.save(update_fields=["is_latest"])
    under_way.closed_at = at
    under_way.save(update_fields=["closed_at"])
    submission = Submission.objects.create(
        council_id=under_way.council_id,
        stocktake=under_way,
        framework=under_way.framework,
        version=under_way.version,
        area=under_way.area,
        score=round(result.score, 4),
        rating=result.rating.value,
        unknown=len(result.unknown),
        submitted_by=by.person,
        submitted_at=at,
        submitted_on=localdate(at),
    )
    Reason.objects.bulk_create(
        Reason(submission=submission, council_id=a.council_id, question=a.question, level=a.level, note=a.note)
        for a in answers
    )
    audit.record(
        by=by.person.pk,
        body=under_way.council_id,
        action="stocktake.submitted",
        subject=f"submission:{submission.pk}",
        at=at,
        before={"rating": earlier.rating} if earlier else {},
        after={"area": submission.area, "rating": submission.rating, "score": submission.score},
    )
    return submission
