"""How do councils stand together? Aggregates over at least five, never one council's result."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from wardmote.assess.models import Submission
from wardmote.assess.public import KEY, first_area
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import SharingChoice
from wardmote.register.models.sharing import Audience, Level

from ..suppression import LEAST, safe_counts

RATINGS = ("red", "amber-red", "amber", "amber-green", "green")


@dataclass(frozen=True)
class Distribution:
    """How many councils stand on each step; None where a figure could point at one of them."""

    total: int | None
    counts: dict[str, int | None]

    @property
    def is_shown(self) -> bool:
        """Say whether there are enough councils to show anything."""
        return self.total is not None


def national_distribution(*, demonstration: bool) -> Distribution:
    """Count the latest submitted leadership ratings of the councils that share results with the programme.

    The public figure moves on only when five more results have come in: two readings of it never differ by
    one council's submission, which would give its rating away.
    """
    refused = SharingChoice.objects.filter(
        council=OuterRef("council"), audience=Audience.PROGRAMME, until__isnull=True, level=Level.NOTHING
    )
    with seeing_as_system():
        submitted = list(
            Submission.objects.filter(
                ~Exists(refused), framework=KEY, area=first_area().id, council__is_demonstration=demonstration
            )
            .order_by("submitted_at", "pk")
            .values_list("council_id", "rating")
        )
    published = submitted[: len(submitted) // LEAST * LEAST]
    return distribution(dict(published).values())


def distribution(ratings: Iterable[str | None]) -> Distribution:
    """Count ratings so that no figure points at fewer than five councils."""
    found = Counter(rating for rating in ratings if rating)
    counts = safe_counts({rating: found[rating] for rating in RATINGS})
    # A total without a single count beside it would still narrow down what each can be.
    return Distribution(found.total() if any(counts.values()) else None, counts)
