"""A council starts, or starts again, to answer."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.models import Body, Person

from ..models import Answer, Assessment
from ..stocktake import FIRST_AREA, KEY, VERSION


def open_assessment(*, by: Person, council: Body, at: datetime) -> Assessment:
    """Return the open assessment; a new one starts from the answers last submitted, so nobody types twice."""
    with transaction.atomic():
        assessment, is_new = Assessment.objects.get_or_create(
            council=council,
            framework=KEY,
            area=FIRST_AREA,
            closed_at=None,
            defaults={"version": VERSION, "opened_by": by, "opened_at": at},
        )
        if is_new:
            _carry_forward(assessment)
            audit.record(
                by=by.pk, body=council.pk, action="stocktake.opened", subject=f"assessment:{assessment.pk}", at=at
            )
    return assessment


def _carry_forward(assessment: Assessment) -> None:
    earlier = (
        Assessment.objects.filter(
            council_id=assessment.council_id,
            framework=assessment.framework,
            version=assessment.version,
            area=assessment.area,
            closed_at__isnull=False,
        )
        .order_by("-closed_at")
        .first()
    )
    if earlier:
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment,
                council_id=answer.council_id,
                question=answer.question,
                level=answer.level,
                note=answer.note,
                edition=answer.edition,
                answered_by_id=answer.answered_by_id,
                answered_at=answer.answered_at,
            )
            for answer in earlier.answers.all()
        )
