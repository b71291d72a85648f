"""Which submitted results may this person see, and with how much behind them?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.kernel.roles import INSIDE_COUNCIL
from wardmote.register.models import Body, Person
from wardmote.register.public import REASONS, RESULTS, bodies_of_own, bodies_shown_to

from ..models import Reason, Submission


@dataclass(frozen=True)
class ResultPage:
    """A council's latest result, the ones before it, and reasons only where the reader may have them."""

    council: Body
    latest: Submission | None
    earlier: tuple[Submission, ...]
    reasons: tuple[Reason, ...]
    may_see_reasons: bool


def submissions_visible_to(person: Person, day: date) -> QuerySet[Submission]:
    """Return submitted results of the person's own councils, and of those that share results with them."""
    own = bodies_of_own(person, day, INSIDE_COUNCIL).filter(pk=OuterRef("council"))
    shown = bodies_shown_to(person, day, RESULTS).filter(pk=OuterRef("council"))
    return Submission.objects.filter(Q(Exists(own)) | Q(Exists(shown)))


def reasons_visible_to(person: Person, day: date) -> QuerySet[Reason]:
    """Return the submitted reasons of the person's own councils, and of those that share reasons with them."""
    own = bodies_of_own(person, day, INSIDE_COUNCIL).filter(pk=OuterRef("council"))
    shown = bodies_shown_to(person, day, REASONS).filter(pk=OuterRef("council"))
    return Reason.objects.filter(Q(Exists(own)) | Q(Exists(shown)))


def result_page(person: Person, council: Body, day: date) -> ResultPage:
    """Return what this person may see of one council's submitted results."""
    submissions = tuple(submissions_visible_to(person, day).filter(council=council)[:20])
    latest = next((s for s in submissions if s.is_latest), None)
    reasons = tuple(reasons_visible_to(person, day).filter(submission=latest)) if latest else ()
    return ResultPage(
        council=council,
        latest=latest,
        earlier=tuple(s for s in submissions if s is not latest),
        reasons=reasons,
        may_see_reasons=bool(reasons),
    )
