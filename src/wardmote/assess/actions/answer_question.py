"""One of the council's people answers one question."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import TOP_LEVEL
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Answer, Stocktake
from ..stocktake import area_of
from .open_stocktake import open_stocktake

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Theirs:
    """What a colleague answered while this person's page was open."""

    level: int | None
    note: str
    name: str
    edition: int


class AnsweredMeanwhile(Denied):
    """A colleague saved first; nothing was overwritten, and both answers can be compared."""

    def __init__(self, theirs: Theirs) -> None:
        super().__init__(
            _("%(name)s answered this question while you had it open. Compare both, then save again.")
            % {"name": theirs.name},
            "conflict",
        )
        self.theirs = theirs


def answer_question(
    *, by: Viewer, council: Body, question: str, level: int | None, note: str, edition: int, at: datetime
) -> Answer:
    """Save the answer in the area that asks the question.

    `edition` is the one that the person's page was made from: 0 where there was none.
    """
    policies.check_can_answer(by, council, localdate(at))
    area = area_of(question)
    _check_fits(level, note)
    with transaction.atomic():
        stocktake = open_stocktake(by=by.person, council=council, area=area, at=at)
        current = stocktake.answers.select_for_update().filter(question=question).first()
        if current is None:
            return _first(by, stocktake, question, level, note, at)
        if current.edition != edition:
            raise AnsweredMeanwhile(_theirs(current))
        return _change(by, current, level, note, at)


def _check_fits(level: int | None, note: str) -> None:
    if level is not None and not 0 <= level <= TOP_LEVEL:
        raise Denied(_("Choose one of the answers."))
    if len(note) > LONGEST_NOTE:
        raise Denied(_("The note must be 2,000 characters or fewer."))


def _first(by: Viewer, stocktake: Stocktake, question: str, level: int | None, note: str, at: datetime) -> Answer:
    answer = Answer.objects.create(
        stocktake=stocktake,
        council_id=stocktake.council_id,
        question=question,
        level=level,
        note=note,
        answered_by=by.person,
        answered_at=at,
    )
    _audit(by, answer, {}, at)
    return answer


def _change(by: Viewer, answer: Answer, level: int | None, note: str, at: datetime) -> Answer:
    before: dict[str, object] = {"level": answer.level}
    if (answer.level, answer.note) == (level, note):
        return answer
    answer.level, answer.note = level, note
    answer.edition += 1
    answer.answered_by, answer.answered_at = by.person, at
    answer.save()
    _audit(by, answer, before, at)
    return answer


def _audit(by: Viewer, answer: Answer, before: dict[str, object], at: datetime) -> None:
    audit.record(
        by=by.person.pk,
        body=answer.council_id,
        action="stocktake.answered",
        subject=f"question:{answer.question}",
        at=at,
        before=before,
        after={"level": answer.level},
    )


def _theirs(answer: Answer) -> Theirs:
    name = str(answer.answered_by) if answer.answered_by else _("A colleague")
    return Theirs(answer.level, answer.note, name, answer.edition)
