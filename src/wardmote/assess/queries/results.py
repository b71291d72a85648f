"""Which submitted results may this person see, and with how much behind them?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.engines.frameworks import WholeResult, judge_whole
from wardmote.kernel.roles import INSIDE_COUNCIL
from wardmote.register.models import Body, Person
from wardmote.register.public import REASONS, RESULTS, bodies_of_own, bodies_shown_to

from ..models import Reason, Submission
from ..stocktake import KEY, areas, stocktake

MOST_EARLIER = 100


@dataclass(frozen=True)
class ResultPage:
    """A council's latest result in each area, the ones before, and reasons only where the reader may have them."""

    council: Body
    latest: tuple[Submission, ...]
    earlier: tuple[Submission, ...]
    reasons: tuple[Reason, ...]

    @property
    def may_see_reasons(self) -> bool:
        """Say whether there is a reason that the reader may have."""
        return bool(self.reasons)

    @property
    def whole(self) -> WholeResult:
        """Return what the areas add up to; rated when all of them are submitted."""
        return judge_whole(stocktake(), {submission.area: submission.score for submission in self.latest})

    def of_area(self, area: str) -> "ResultPage":
        """Return the part of one area."""
        latest = tuple(s for s in self.latest if s.area == area)
        kept = {s.pk for s in latest}
        return ResultPage(
            council=self.council,
            latest=latest,
            earlier=tuple(s for s in self.earlier if s.area == area),
            reasons=tuple(r for r in self.reasons if r.submission_id in kept),
        )


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
    """Return what this person may see of one council's submitted results (two queries), in the areas' order."""
    order = {area.id: number for number, area in enumerate(areas())}
    submissions = submissions_visible_to(person, day).filter(council=council, framework=KEY, area__in=order)
    found = submissions.order_by("-is_latest", "-submitted_at", "-pk")[: MOST_EARLIER + len(order)]
    latest = sorted((s for s in found if s.is_latest), key=lambda s: order[s.area])
    reasons = reasons_visible_to(person, day).filter(submission__in=latest) if latest else ()
    return ResultPage(
        council=council,
        latest=tuple(latest),
        earlier=tuple(s for s in found if not s.is_latest),
        reasons=tuple(reasons),
    )
