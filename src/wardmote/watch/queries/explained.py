"""Which findings has the council explained, and until when does each explanation hold?"""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from wardmote.register.models import Body

from ..models import TROUBLE, Explanation, Finding


def explanations_on(day: date) -> QuerySet[Explanation]:
    """Return the explanations that hold on a day: neither withdrawn nor run out."""
    return Explanation.objects.filter(withdrawn_at__isnull=True, until__gte=day)


def troubles(council: Body, day: date) -> QuerySet[Any]:
    """Return what is weak or bad now on the council's watched domains, with `explained_until` where it is explained."""
    own = explanations_on(day).filter(domain=OuterRef("domain"), check_id=OuterRef("check_id"))
    return Finding.objects.filter(
        council=council,
        until__isnull=True,
        verdict__in=TROUBLE,
        domain__removed_at__isnull=True,
        domain__verified_at__isnull=False,
    ).annotate(explained_until=Subquery(own.values("until")[:1]))
