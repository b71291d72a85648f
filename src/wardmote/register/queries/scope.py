"""Whose data may this person see? Default: nobody's.

Every answer is a join from membership, made in the database; nothing here makes a list of ids.
`walls.py` says the same again for PostgreSQL's row-level security.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.kernel.viewer import seeing_as_system

from ..models import Affiliation, Body, Inheritance, Membership, Person, SharingChoice
from ..models.sharing import Audience, Level

RESULTS = (Level.RESULTS, Level.REASONS)
REASONS = (Level.REASONS,)


def open_memberships(person: Person, day: date) -> QuerySet[Membership]:
    """Return the memberships that count on this day: not ended, and confirmed within the year."""
    return Membership.objects.filter(person=person, ended_at__isnull=True, lapses_on__gt=day)


def bodies_of_own(person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Body]:
    """Return the bodies that the person belongs to in one of these roles, and what those inherited."""
    mine = open_memberships(person, day).filter(role__in=roles)
    inherited = Inheritance.objects.filter(Exists(mine.filter(body=OuterRef("successor"))), predecessor=OuterRef("pk"))
    return Body.objects.filter(Exists(mine.filter(body=OuterRef("pk"))) | Exists(inherited))


def bodies_shown_to(
    person: Person, day: date, levels: tuple[Level, ...] = RESULTS, roles: frozenset[Role] | None = None
) -> QuerySet[Body]:
    """Return other bodies whose own choice lets this person see data at one of these levels.

    `roles` are those that the person is known to hold: ways that none of them opens aren't asked for.
    """
    ways = [
        way(person, day, levels)
        for way, opened_by in (
            (shown_to_programme, READS_NATIONAL_RESULTS),
            (shown_to_warp, frozenset({Role.WARP_OPERATOR})),
            (shown_to_reviewer, frozenset({Role.ASSURER})),
        )
        if roles is None or roles & opened_by
    ]
    return Body.objects.filter(reduce(or_, ways)) if ways else Body.objects.none()


def is_shown_to(person: Person, body: Body, day: date) -> bool:
    """Say whether the body's own choice lets this person, from outside, see its submitted results."""
    return bodies_shown_to(person, day).filter(pk=body.pk).exists()


def shown_to_programme(person: Person, day: date, levels: tuple[Level, ...], body: str = "pk") -> Q:
    """Condition: the body is shown to a programme that the person works for (silence means results)."""
    works_there = open_memberships(person, day).filter(
        role__in=READS_NATIONAL_RESULTS, body__is_demonstration=person.is_demonstration
    )
    choice = SharingChoice.objects.filter(council=OuterRef(body), audience=Audience.PROGRAMME, until__isnull=True)
    shown = Q(Exists(choice.filter(level__in=levels)))
    if Level.RESULTS in levels:
        shown |= ~Q(Exists(choice))
    world = "is_demonstration" if body == "pk" else f"{body}__is_demonstration"
    return Q(Exists(works_there)) & shown & Q(**{world: person.is_demonstration})


def shown_to_warp(person: Person, day: date, levels: tuple[Level, ...], body: str = "pk") -> Q:
    """Condition: the body chose to show data to a WARP that it belongs to and the person operates."""
    operates = open_memberships(person, day).filter(role=Role.WARP_OPERATOR, body=OuterRef("group"))
    belongs = Affiliation.objects.filter(
        Exists(operates),
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        member=OuterRef(body),
    )
    return Q(Exists(belongs)) & _chosen(Audience.WARP, levels, body)


def shown_to_reviewer(person: Person, day: date, levels: tuple[Level, ...], body: str = "pk") -> Q:
    """Condition: the person reviews the body, which chose to show data to its reviewers."""
    reviews = open_memberships(person, day).filter(role=Role.ASSURER, body=OuterRef(body))
    return Q(Exists(reviews)) & _chosen(Audience.REVIEWERS, levels, body)


def open_leads(body: Any, day: date) -> QuerySet[Membership]:
    """Return the memberships of those who lead a body on this day (a key, a body or an OuterRef)."""
    return Membership.objects.filter(body=body, role=Role.LEAD, ended_at__isnull=True, lapses_on__gt=day)


def has_lead(body: Body, day: date) -> bool:
    """Say whether somebody leads the body on this day: a fact that needs no right to see who."""
    with seeing_as_system():
        return open_leads(body, day).exists()


def _chosen(audience: Audience, levels: tuple[Level, ...], body: str) -> Q:
    return Q(
        Exists(
            SharingChoice.objects.filter(
                council=OuterRef(body), audience=audience, until__isnull=True, level__in=levels
            )
        )
    )
