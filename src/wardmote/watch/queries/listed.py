"""What do programs get as lists of domains and findings, row by row?"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate

from wardmote.estate.models import Domain

from ..models import Finding, Visit, VisitState
from .access import Desk
from .explained import explanations_on

_OF_THE_LOOK = ("letter", "points", "good", "weak", "bad", "unknown")


def listed_domains(desk: Desk) -> QuerySet[Any]:
    """Return the council's present domains, each with what its newest look came to."""
    visits = Visit.objects.filter(domain=OuterRef("pk"))
    newest = visits.filter(state=VisitState.DONE).order_by("-done_at")
    waiting = visits.filter(state=VisitState.WAITING, round__isnull=True)
    domains = Domain.objects.filter(council=desk.council, removed_at__isnull=True)
    return domains.annotate(
        **{field: Subquery(newest.values(field)[:1]) for field in _OF_THE_LOOK},
        looked_at=Subquery(newest.values("done_at")[:1]),
        is_waiting=Exists(waiting),
    ).order_by("name", "pk")


def listed_findings(desk: Desk, domain: Domain) -> QuerySet[Any]:
    """Return what stands open on a domain, each with the explanation that holds."""
    own = explanations_on(localdate(desk.at)).filter(domain=OuterRef("domain"), check_id=OuterRef("check_id"))
    findings = Finding.objects.filter(domain=domain, until__isnull=True)
    return findings.annotate(
        explained_until=Subquery(own.values("until")[:1]), explained_reason=Subquery(own.values("reason")[:1])
    ).order_by("area", "check_id")
