"""A council starts, or starts again, to answer one area."""

from datetime import datetime

from django.db import transaction

from wardmote.engines.frameworks import Area
from wardmote.kernel import audit
from wardmote.register.models import Body, Person

from ..models import Answer, Stocktake
from ..stocktake import KEY, VERSION


def open_stocktake(*, by: Person, council: Body, area: Area, at: datetime) -> Stocktake:
    """Return the area's open stocktake; a new one starts from the answers last submitted, so nobody types twice."""
    with transaction.atomic():
        stocktake, is_new = Stocktake.objects.get_or_create(
            council=council,
            framework=KEY,
            area=area.id,
            closed_at=None,
            defaults={"version": VERSION, "opened_by": by, "opened_at": at},
        )
        if is_new:
            _carry_forward(stocktake)
            audit.record(
                by=by.pk,
                body=council.pk,
                action="stocktake.opened",
                subject=f"stocktake:{stocktake.pk}",
                at=at,
                after={"area": area.id},
            )
    return stocktake


def _carry_forward(stocktake: Stocktake) -> None:
    earlier = (
        Stocktake.objects.filter(
            council_id=stocktake.council_id,
            framework=stocktake.framework,
            version=stocktake.version,
            area=stocktake.area,
            closed_at__isnull=False,
        )
        .order_by("-closed_at")
        .first()
    )
    if earlier:
        Answer.objects.bulk_create(
            Answer(
                stocktake=stocktake,
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
