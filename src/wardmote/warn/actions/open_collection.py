"""Those who run a WARP, or the programme, open a collection of what they share as STIX."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import circle_policies
from ..models import Circle, Collection

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 1_000


@dataclass(frozen=True)
class Wanted:
    """What the collection is to be. Without a circle it is for all members of its owner."""

    title: str
    label: Label
    circle: Circle | None = None
    description: str = ""
    can_be_written: bool = False


def open_collection(*, by: Viewer, owner: Body, wanted: Wanted, at: datetime) -> Collection:
    """Return the new collection, which is empty."""
    circle_policies.check_can_operate(by, owner)
    _check(owner, wanted)
    with transaction.atomic():
        _check_open(wanted.circle)
        collection = Collection.objects.create(
            owner=owner,
            circle=wanted.circle,
            label=wanted.label.value,
            title=wanted.title.strip(),
            description=wanted.description.strip(),
            can_be_written=wanted.can_be_written,
            opened_at=at,
        )
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="collection.opened",
            subject=f"collection:{collection.pk}",
            at=at,
            after={"label": wanted.label.written, "circle": wanted.circle.pk if wanted.circle else None},
        )
    return collection


def _check(owner: Body, wanted: Wanted) -> None:
    if not 0 < len(wanted.title.strip()) <= LONGEST_TITLE:
        raise Denied(_("Give the collection a title of 120 characters or fewer."))
    if len(wanted.description.strip()) > LONGEST_DESCRIPTION:
        raise Denied(_("Describe the collection in 1,000 characters or fewer."))
    if wanted.circle is not None and wanted.circle.owner_id != owner.pk:
        raise missing("circle")
    if wanted.label is Label.RED and wanted.can_be_written:
        raise Denied(_("Programs can't name the people whom TLP:RED asks for: this collection can only be read."))


def _check_open(circle: Circle | None) -> None:
    """Refuse a circle that was closed, also since it was looked up."""
    if circle is None:
        return
    if Circle.objects.select_for_update(no_key=True).get(pk=circle.pk).closed_at is not None:
        raise Denied(_("This circle is closed."), "conflict")
