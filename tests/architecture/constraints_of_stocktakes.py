"""Which rows of a stocktake does the database refuse? Each case is named as the constraint that it breaks."""

from datetime import timedelta

from django.db.models import F

from tests.architecture.breaches import breaks
from tests.worlds import World
from wardmote.assess.models import Answer, Reason, Stocktake, Submission

SECOND = timedelta(seconds=1)


@breaks
def stocktake_open_once(world: World) -> None:
    body = world.council("a")
    world.answer_all(body)
    Stocktake.objects.create(council=body, framework="stocktake", version="1", area="leadership", opened_at=world.at)


@breaks
def stocktake_closes_later(world: World) -> None:
    world.answer_all(world.council("a"))
    Stocktake.objects.update(closed_at=F("opened_at") - SECOND)


@breaks
def answer_once(world: World) -> None:
    world.answer_all(world.council("a"))
    first = Answer.objects.order_by("pk")[0]
    Answer.objects.exclude(pk=first.pk).update(question=first.question)


@breaks
def answer_level_known(world: World) -> None:
    world.answer_all(world.council("a"))
    Answer.objects.update(level=5)


@breaks
def submission_latest_once(world: World) -> None:
    body = world.council("a")
    world.submit(body)
    first = Submission.objects.get()
    again = Stocktake.objects.create(
        council=body, framework="stocktake", version="1", area="leadership", opened_at=world.at
    )
    first.pk, first.stocktake = None, again
    first.save(force_insert=True)


@breaks
def submission_score_range(world: World) -> None:
    world.submit(world.council("a"))
    Submission.objects.update(score=100.5)


@breaks
def submission_rating_known(world: World) -> None:
    world.submit(world.council("a"))
    Submission.objects.update(rating="blue")


@breaks
def reason_once(world: World) -> None:
    world.submit(world.council("a"))
    first = Reason.objects.order_by("pk")[0]
    Reason.objects.exclude(pk=first.pk).update(question=first.question)
