"""Which councils' results may be counted in a national figure that names nobody?"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.register.models import Body, SharingChoice
from wardmote.register.models.sharing import DEFAULT_LEVEL, Audience
from wardmote.register.public import RESULTS, alive_on


def councils_shown_to_programme(day: date, *, demonstration: bool = False) -> QuerySet[Body]:
    """Return the councils at work that share their results with the programme, by choice or by silence."""
    choice = SharingChoice.objects.filter(council=OuterRef("pk"), audience=Audience.PROGRAMME, until__isnull=True)
    shares = Q(Exists(choice.filter(level__in=RESULTS)))
    if DEFAULT_LEVEL[Audience.PROGRAMME] in RESULTS:
        shares |= ~Q(Exists(choice))
    return Body.objects.filter(shares, alive_on(day), is_demonstration=demonstration)
