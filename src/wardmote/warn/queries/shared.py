"""What may this person see of what is labelled and shared? The one place where the application decides it.

Every answer is a join from membership, made in the database; nothing here makes a list of ids. `labels.py` says the
rules in words, and `walls.py` says them again for PostgreSQL's row-level security. What is labelled has the columns
`owner` (a body), `circle` (or none) and `label`.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.prepared import ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation, Body, Membership, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.public import open_memberships, valid_on

from ..labels import CONTRIBUTORS, OPERATORS, OUTSIDERS
from ..models import Circle, CircleMember, Collection, RedReader, StixObject

_ANYTHING = -7_770_009


def shown_to(person: Person, day: date, *, named: Exists) -> Q:
    """Condition: the person may see what is labelled. `named` says whether it is for them by name."""
    mine = _memberships(person, day)
    belongs = Q(Exists(mine.exclude(body__kind=Kind.PLATFORM)))
    own = mine.exclude(role__in=OUTSIDERS)
    return Q(owner__is_demonstration=person.is_demonstration) & (
        Q(label=Label.CLEAR.value)
        | (Q(label=Label.GREEN.value) & belongs)
        | (Q(label=Label.AMBER.value) & _in_audience(mine, day))
        | (Q(label=Label.AMBER_STRICT.value) & _in_audience(own, day))
        | (Q(label=Label.RED.value) & belongs & Q(named))
    )


def collections_shown_to(person: Person, day: date) -> QuerySet[Collection]:
    """Return the collections that the person may know of; one of label RED by something in it for them."""
    named = RedReader.objects.filter(person=person, object__collection=OuterRef("pk"))
    return Collection.objects.filter(shown_to(person, day, named=Exists(named)))


def objects_shown_to(person: Person, day: date, collection: Collection) -> QuerySet[StixObject]:
    """Return what the person sees of a collection that is shown to them: all of it, or of RED what names them."""
    objects = StixObject.objects.filter(collection=collection.pk)
    if collection.label == Label.RED.value:
        return objects.filter(Exists(RedReader.objects.filter(object=OuterRef("pk"), person=person)))
    return objects


def collections_to_add_to(person: Person, day: date) -> QuerySet[Collection]:
    """Return the collections that the person may add to: those of an audience that they contribute to."""
    contributing = _memberships(person, day).filter(role__in=CONTRIBUTORS)
    return Collection.objects.filter(
        _in_audience(contributing, day), can_be_written=True, owner__is_demonstration=person.is_demonstration
    )


def is_collection_shown(person: Person, day: date, collection: int) -> bool:
    """Say whether the person may know of a collection, by its number; one that isn't there is shown to nobody."""
    found = _SHOWN.rows(person.is_demonstration, person=person.pk, day=day, collection=collection)
    return bool(found)


def can_add_to(person: Person, day: date, collection: int) -> bool:
    """Say whether the person may add to a collection, by its number."""
    found = _OPEN_TO_ADDING.rows(person.is_demonstration, person=person.pk, day=day, collection=collection)
    return bool(found)


def circles_shown_to(person: Person, day: date) -> QuerySet[Circle]:
    """Return the circles that the person's own bodies are in, and those that they operate."""
    mine = _memberships(person, day).exclude(role__in=OUTSIDERS)
    operated = mine.filter(role__in=OPERATORS, body=OuterRef("owner"))
    inside = mine.filter(Exists(_open_members(OuterRef(OuterRef("pk"))).filter(body=OuterRef("body"))))
    return Circle.objects.filter(Exists(operated) | Exists(inside))


def body_of_contributor(person: Person, day: date, collection: Collection) -> int | None:
    """Return the body that a person adds to a collection for: one of the audience, else the owner."""
    found = (
        _memberships(person, day)
        .filter(_is_of_audience(collection.owner_id, collection.circle_id, day), role__in=CONTRIBUTORS)
        .order_by("pk")
        .values_list("body_id", flat=True)
        .first()
    )
    return found or collection.owner_id


def is_in_circle(circle: Circle, body: Body) -> bool:
    """Say whether a body is in a circle now."""
    return _open_members(circle.pk).filter(body=body).exists()


def _memberships(person: Person, day: date) -> QuerySet[Membership]:
    return open_memberships(person, day).filter(body__is_demonstration=person.is_demonstration)


def _in_audience(mine: QuerySet[Membership], day: date) -> Q:
    """Condition: one of these memberships is in the audience, or operates the owner."""
    operating = mine.filter(role__in=OPERATORS, body=OuterRef("owner"))
    by_circle = mine.filter(Exists(_open_members(OuterRef(OuterRef("circle"))).filter(body=OuterRef("body"))))
    belongs = Affiliation.objects.filter(valid_on(day), group=OuterRef(OuterRef("owner")), member=OuterRef("body"))
    by_owner = mine.filter(Q(body=OuterRef("owner")) | Q(Exists(belongs)))
    return (
        Q(Exists(operating))
        | (Q(circle__isnull=False) & Q(Exists(by_circle)))
        | (Q(circle__isnull=True) & Q(Exists(by_owner)))
    )


def _is_of_audience(owner: int, circle: int | None, day: date) -> Q:
    if circle is not None:
        return Q(Exists(_open_members(circle).filter(body=OuterRef("body"))))
    belongs = Affiliation.objects.filter(valid_on(day), group=owner, member=OuterRef("body"))
    return Q(body=owner) | Q(Exists(belongs))


def _open_members(circle: Any) -> QuerySet[CircleMember]:
    return CircleMember.objects.filter(circle=circle, until__isnull=True, circle__closed_at__isnull=True)


def operates(person: Person, body: Body, day: date) -> bool:
    """Say whether the person operates a WARP, or the programme."""
    roles: frozenset[Role] = OPERATORS
    return _memberships(person, day).filter(role__in=roles, body=body).exists()


def _shown(is_demonstration: bool, *, person: int, day: date, collection: int) -> QuerySet[Collection, Any]:
    somebody = Person(pk=person, is_demonstration=is_demonstration)
    return collections_shown_to(somebody, day).filter(pk=collection).order_by().values_list("pk")


def _open_to_adding(is_demonstration: bool, *, person: int, day: date, collection: int) -> QuerySet[Collection, Any]:
    somebody = Person(pk=person, is_demonstration=is_demonstration)
    return collections_to_add_to(somebody, day).filter(pk=collection).order_by().values_list("pk")


# Every page asks the first, every addition both: composing them costs more than the database's answer.
_SHOWN = Prepared(_shown, person=ANYBODY, day=ANY_DAY, collection=_ANYTHING)
_OPEN_TO_ADDING = Prepared(_open_to_adding, person=ANYBODY, day=ANY_DAY, collection=_ANYTHING)
