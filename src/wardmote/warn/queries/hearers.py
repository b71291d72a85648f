"""Who hears of a council's warnings, and how?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from wardmote.kernel.models import DoneOnce
from wardmote.register.models import Body, Membership, Person
from wardmote.register.public import Viewer, alive_on

from .. import policies
from ..hearing import DEFAULT, Hears
from ..models import Choice, Notice, Occasion, Pace, Telling
from .standing import FOR_GOOD

NOBODY_ASKED = Hears(pace=Pace.NEVER)


@dataclass(frozen=True)
class Hearer:
    """A person who hears of a council's warnings."""

    person: Person
    hears: Hears


def hearers_of(council: Body, day: date) -> list[Hearer]:
    """Return who hears: leads and contributors unless they chose otherwise, and readers who asked for it."""
    open_now = Membership.objects.filter(
        body=council, ended_at__isnull=True, lapses_on__gt=day, role__in=policies.READERS, person__is_active=True
    )
    chosen = {each.person_id: Hears.as_chosen(each) for each in Choice.objects.filter(council=council)}
    people: dict[int, Person] = {}
    usual: set[int] = set()
    for held in open_now.select_related("person").order_by("person__name", "person_id"):
        people[held.person_id] = held.person
        if held.role in policies.HEARERS:
            usual.add(held.person_id)
    found = [Hearer(each, chosen.get(pk, DEFAULT if pk in usual else NOBODY_ASKED)) for pk, each in people.items()]
    return [each for each in found if each.hears.pace != Pace.NEVER]


def choice_of(viewer: Viewer, council: Body) -> Hears:
    """Return how a person hears of a council's warnings now, chosen or not."""
    found = Choice.objects.filter(council=council, person=viewer.person).first()
    if found:
        return Hears.as_chosen(found)
    return DEFAULT if viewer.roles_in(council.pk) & policies.HEARERS else NOBODY_ASKED


def turn_of(council: Body, person: Person) -> str:
    """Return the key under which a person's last digest about a council is kept."""
    return f"warn-told:{council.pk}:{person.pk}"


def turns_of(council: Body, hearers: Iterable[Hearer]) -> dict[str, DoneOnce]:
    """Return the last digests of these people, by their keys."""
    return DoneOnce.objects.in_bulk([turn_of(council, each.person) for each in hearers])


def councils_to_tell(day: date) -> list[int]:
    """Return the councils at work of whose warnings something may be told."""
    told = Telling.objects.filter(notice=OuterRef("pk"), occasion=Occasion.NEW)
    untold_back = Q(taken_back_at__isnull=False) & Exists(told)
    unsettled = Q(taken_back_at__isnull=True) & ~Q(answer__in=FOR_GOOD)
    open_now = Notice.objects.filter(unsettled | untold_back, council=OuterRef("pk"))
    return list(Body.objects.filter(alive_on(day), Exists(open_now)).order_by("pk").values_list("pk", flat=True))
