"""Domains and findings for tests, made in a line each, as the room itself would store them."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from wardmote.estate.models import Domain, Proof
from wardmote.register.models import Body
from wardmote.watch.models import Finding, Visit, VisitState


def a_domain(council: Body, name: str = "", *, at: datetime, is_verified: bool = True, **facts: Any) -> Domain:
    """Return a domain of the council."""
    return Domain.objects.create(
        council=council,
        name=name or f"{council.code.lower()}.gov.uk",
        token=token_urlsafe(24),
        proof=Proof.REGISTER if is_verified else "",
        verified_at=at if is_verified else None,
        added_at=at,
        **facts,
    )


def a_finding(domain: Domain, check_id: str, verdict: str = "bad", *, at: datetime, **facts: Any) -> Finding:
    """Return what a check says of a domain since a moment."""
    is_trouble = verdict in ("weak", "bad")
    values: dict[str, Any] = {
        "area": "mail",
        "severity": 3 if is_trouble else 0,
        "says": f"{check_id} is {verdict}.",
        "evidence": [f"{domain.name}. TXT {check_id}"],
        "fix": f"Publish {check_id} at {domain.name}." if is_trouble else "",
        "trouble_since": at if is_trouble else None,
    } | facts
    return Finding.objects.create(
        council=domain.council, domain=domain, check_id=check_id, verdict=verdict, since=at, **values
    )


def a_visit(domain: Domain, *, at: datetime, letter: str = "C", points: int | None = 65, **facts: Any) -> Visit:
    """Return a visit that is done."""
    return Visit.objects.create(
        council=domain.council,
        domain=domain,
        state=VisitState.DONE,
        asked_at=at,
        done_at=at,
        letter=letter,
        points=points if letter else None,
        **facts,
    )
