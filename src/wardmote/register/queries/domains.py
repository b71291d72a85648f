"""Which councils does a work e-mail address speak for?"""

from datetime import date

from django.db.models import Q

from ..models import Body
from ..models.bodies import LIKE_COUNCILS
from .bodies import alive_on


def domain_of(email: str) -> str:
    """Return the part after the last @, lower case."""
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def councils_for_email(email: str, day: date, demonstration: bool = False) -> list[Body]:
    """Return the councils live or in shadow form whose domain the address is under (three domains serve two)."""
    domain = domain_of(email)
    parts = domain.split(".")
    candidates = [".".join(parts[i:]) for i in range(len(parts) - 1)]
    if not candidates or len(domain) > 253:
        return []
    return list(
        Body.objects.filter(
            alive_on(day) | Q(shadow_from__lte=day, start_date__gt=day),
            records__valid_to__isnull=True,
            records__domain__in=candidates,
            kind__in=[kind.value for kind in LIKE_COUNCILS],
            is_demonstration=demonstration,
        )
        .order_by("code")
        .distinct()
    )
