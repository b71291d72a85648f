"""Who is asking, and what are they to each body?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from wardmote.kernel.prepared import ANYBODY, Prepared
from wardmote.kernel.roles import ABOUT, INSIDE_COUNCIL, RUNS_DESK, Role

from ..models import BodyRecord, Membership, Person
from ..models.bodies import HAVE_DESKS


@dataclass(frozen=True)
class Standing:
    """One membership as pages need it."""

    membership_id: int
    body_id: int
    code: str
    kind: str
    name: str
    role: Role
    is_open: bool
    confirm_by: date


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with everything that access depends on, read in one query."""

    person: Person
    standings: tuple[Standing, ...]
    has_second_factor: bool

    @property
    def needs_second_factor(self) -> bool:
        """Say whether any of the person's roles asks for a second factor."""
        return any(ABOUT[standing.role].needs_second_factor for standing in self.standings if standing.is_open)

    @property
    def own_council(self) -> str:
        """Return the code of the first council that the person belongs to from inside, or nothing."""
        return next((s.code for s in self.standings if s.role in INSIDE_COUNCIL and s.is_open), "")

    @property
    def own_desk(self) -> str:
        """Return the code of the first WARP or programme whose warnings the person writes, or nothing."""
        return next((s.code for s in self.standings if s.role in RUNS_DESK and s.kind in HAVE_DESKS and s.is_open), "")

    def roles_in(self, body_id: int) -> frozenset[Role]:
        """Return the roles that the person holds in a body today."""
        return frozenset(s.role for s in self.standings if s.body_id == body_id and s.is_open)

    def holds(self, roles: frozenset[Role]) -> bool:
        """Say whether the person holds one of these roles anywhere."""
        return any(s.role in roles for s in self.standings if s.is_open)

    def held(self, roles: frozenset[Role]) -> tuple[Standing, ...]:
        """Return the open standings in these roles."""
        return tuple(s for s in self.standings if s.role in roles and s.is_open)


def find_viewer(person: Person, day: date) -> Viewer:
    """Return the person's open memberships, lapsed ones marked, and whether they have a second factor."""
    rows = _STANDINGS.rows(person=person.pk)
    standings = tuple(
        Standing(pk, body, code, kind, name or code, Role(role), lapses > day, lapses)
        for pk, body, code, kind, name, role, lapses, _ in rows
    )
    return Viewer(person, standings, any(row[-1] for row in rows))


def _standings(*, person: int) -> QuerySet[Membership, tuple[Any, ...]]:
    factor = Authenticator.objects.filter(user=person, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    current = BodyRecord.objects.filter(body=OuterRef("body"), valid_to__isnull=True)
    return (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .annotate(name=Subquery(current.values("short_name")[:1]), has_factor=Exists(factor))
        .values_list("pk", "body_id", "body__code", "body__kind", "name", "role", "lapses_on", "has_factor")
    )


_STANDINGS = Prepared(_standings, person=ANYBODY)
