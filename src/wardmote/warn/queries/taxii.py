"""Which collections, and which page of objects, does a TAXII client get?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.engines.advisories.taxii.paging import Asked
from wardmote.kernel.denial import missing
from wardmote.register.models import Body, BodyRecord, Person

from ..models import AddStatus, Collection
from ..models.taxii import place_of_moment
from ..taxii_objects import comparable
from .shared import can_add_to, collections_shown_to, collections_to_add_to, is_collection_shown, objects_shown_to

NOWHERE = -1


@dataclass(frozen=True)
class Shelf:
    """A collection as a client is told of it."""

    collection: Collection
    can_add: bool


@dataclass(frozen=True)
class Page:
    """Rows in the order of their addition, each beginning with its place; and whether there are more."""

    rows: Sequence[tuple[Any, ...]]
    has_more: bool

    @property
    def last(self) -> int:
        """Return the place of the last row, or 0."""
        return self.rows[-1][0] if self.rows else 0


def roots_of(person: Person, day: date) -> QuerySet[Body]:
    """Return the bodies that own something the person may know of."""
    owned = collections_shown_to(person, day).filter(owner=OuterRef("pk"))
    return Body.objects.filter(Exists(owned)).order_by("code")


def root_named(person: Person, day: date, code: str) -> Body:
    """Return one of them; whatever else is named isn't there."""
    found = roots_of(person, day).filter(code=code).first()
    if found is None:
        raise missing("API root")
    return found


def title_of_root(root: Body) -> str:
    """Return what the body is called now."""
    names = BodyRecord.objects.filter(body=root, valid_to__isnull=True).values_list("name", flat=True)
    return names.first() or root.code


def shelves_of(person: Person, day: date, root: Body) -> list[Shelf]:
    """Return the root's collections that the person may know of."""
    open_to_adding = collections_to_add_to(person, day).filter(pk=OuterRef("pk"))
    found = collections_shown_to(person, day).filter(owner=root).annotate(can_add=Exists(open_to_adding))
    return [Shelf(collection, collection.can_add) for collection in found]


def shelf_named(person: Person, day: date, code: str, number: UUID) -> Shelf:
    """Return a collection of a root with whether the person may add to it; what isn't shown isn't there."""
    found = collection_named(person, day, code, number)
    return Shelf(found, can_add_to(person, day, found.pk))


def collection_named(person: Person, day: date, code: str, number: UUID) -> Collection:
    """Return a collection of a root; one that isn't shown to the person isn't there."""
    found = Collection.objects.filter(uuid=number, owner__code=code).order_by().first()
    # Asked in any case, so that what is hidden takes no longer than what never was.
    is_shown = is_collection_shown(person, day, found.pk if found else NOWHERE)
    if found is None or not is_shown:
        raise missing("collection")
    return found


def page_of(person: Person, day: date, collection: Collection, asked: Asked, columns: Sequence[str]) -> Page:
    """Return the page that is asked for, found by place: no page costs more the later it comes."""
    found = objects_shown_to(person, day, collection).filter(*_conditions(asked))
    rows = list(found.order_by("sequence").values_list("sequence", *columns)[: asked.limit + 1])
    return Page(rows[: asked.limit], len(rows) > asked.limit)


def has_object(person: Person, day: date, collection: Collection, stix_id: str) -> bool:
    """Say whether the person sees any version of an object."""
    return objects_shown_to(person, day, collection).filter(stix_id=stix_id).exists()


def status_named(person: Person, day: date, code: str, number: UUID) -> AddStatus:
    """Return what became of what the person sent, while they may still know of the collection."""
    shown = collections_shown_to(person, day).filter(pk=OuterRef("collection"), owner__code=code)
    found = AddStatus.objects.filter(Exists(shown), uuid=number, person=person).first()
    if found is None:
        raise missing("status")
    return found


def _conditions(asked: Asked) -> list[Q]:
    found = [Q(sequence__gt=after)] if (after := max(asked.after, _place(asked.added_after))) else []
    found += [_one_of("stix_id", asked.ids)] if asked.ids else []
    found += [_one_of("type", asked.types)] if asked.types else []
    found += [_one_of("spec_version", asked.spec_versions)] if asked.spec_versions else []
    if "all" not in asked.versions:
        found.append(_versions(asked.versions))
    return found


def _place(moment: datetime | None) -> int:
    return max(place_of_moment(moment), 0) if moment else 0


def _one_of(column: str, values: Sequence[str]) -> Q:
    """Condition: an equality where there is one value, which an index answers in order."""
    return Q(**{column: values[0]}) if len(values) == 1 else Q(**{f"{column}__in": values})


def _versions(asked: Sequence[str]) -> Q:
    moments = [comparable(version) for version in asked if version not in ("first", "last")]
    found = Q(version__in=moments) if moments else Q()
    if "first" in asked:
        found |= Q(is_first=True)
    if "last" in asked:
        found |= Q(is_last=True)
    return found
