"""Somebody at the desk writes a warning, or changes one that isn't out yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Membership, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.public import Viewer

from .. import desk_policies
from ..circle_policies import check_can_operate
from ..models import Audience, Bulletin, BulletinReader, Circle, Story

# What is said, as columns: what an edition keeps, and a correction may change.
SAID = ("title", "what", "concerns", "act", "priority", "due_on", "sources")
FOR_WHOM = ("label", "audience", "circle")


@dataclass(frozen=True)
class Wording:
    """What the fixed form says. `readers` are e-mail addresses of the people whom TLP:RED names."""

    title: str
    what: str
    act: str
    priority: int
    label: Label
    audience: Audience
    concerns: str = ""
    due_on: date | None = None
    circle: Circle | None = None
    readers: tuple[str, ...] = ()
    sources: tuple[dict[str, str], ...] = ()

    def columns(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return some of it as the table's columns."""
        return {name: list(self.sources) if name == "sources" else getattr(self, name) for name in names}


class ChangedMeanwhile(Denied):
    """A colleague changed it since the form was opened; `theirs` is what stands."""

    def __init__(self, theirs: Bulletin) -> None:
        sentence = _("A colleague changed it since you opened it. Compare both, then save again.")
        super().__init__(sentence, "conflict")
        self.theirs = theirs


def write_bulletin(
    *,
    by: Viewer,
    owner: Body,
    wording: Wording,
    bulletin: Bulletin | None = None,
    revision: int = 0,
    about: Story | None = None,
    made_from: Bulletin | None = None,
    at: datetime,
) -> Bulletin:
    """Keep the words as a draft; `revision` is the one that the person saw. What it is about stays as it began."""
    check_can_operate(by, owner)
    with transaction.atomic():
        held = held_bulletin(bulletin, revision) if bulletin else None
        if held:
            desk_policies.check_can_change(by, held)
            about, made_from = held.about, held.made_from
        desk_policies.check_can_say(owner, wording.label, wording.audience, wording.circle, has_story=about is not None)
        desk_policies.check_can_label(by, held, made_from, wording.label)
        desk_policies.check_can_tell(about, wording.label)
        people = people_named(owner, wording.readers, at) if wording.audience is Audience.NAMED else []
        kept = held or Bulletin(owner=owner, about=about, made_from=made_from, written_by=by.person, written_at=at)
        change(kept, wording.columns((*SAID, *FOR_WHOM)), by, at)
        _name(kept, people)
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="bulletin.changed" if held else "bulletin.written",
            subject=f"bulletin:{kept.pk}",
            at=at,
            after={"label": kept.label, "audience": kept.audience, "revision": kept.revision},
        )
    return kept


def held_bulletin(bulletin: Bulletin, revision: int) -> Bulletin:
    """Return the bulletin as it stands, locked, or both where a colleague changed it since `revision`."""
    held = Bulletin.objects.select_for_update(of=("self",)).select_related("owner", "about", "made_from", "circle")
    found = held.get(pk=bulletin.pk)
    if found.revision != revision:
        raise ChangedMeanwhile(found)
    return found


def change(bulletin: Bulletin, values: dict[str, Any], by: Viewer, at: datetime) -> None:
    """Save values, with who changed them, as another revision."""
    for name, value in values.items():
        setattr(bulletin, name, value)
    if bulletin.pk:
        bulletin.revision += 1
    bulletin.changed_by, bulletin.changed_at = by.person, at
    bulletin.save()


def people_named(owner: Body, addresses: tuple[str, ...], at: datetime) -> list[Person]:
    """Return the people of these addresses, each of whom belongs to a body here."""
    wanted = dict.fromkeys(address.strip().lower() for address in addresses if address.strip())
    if not wanted:
        raise Denied(_("Name the people whom it is for: one e-mail address a line."))
    with seeing_as_system():
        belongs = Membership.objects.filter(
            person=OuterRef("pk"), ended_at__isnull=True, lapses_on__gt=localdate(at)
        ).exclude(body__kind=Kind.PLATFORM)
        people = Person.objects.filter(Exists(belongs), is_demonstration=owner.is_demonstration, email__in=wanted)
        found = {person.email.lower(): person for person in people}
    unknown = [address for address in wanted if address not in found]
    if unknown:
        raise Denied(
            _("Nobody with this address belongs to an organisation here: %(address)s") % {"address": unknown[0]}
        )
    return list(found.values())


def _name(bulletin: Bulletin, people: list[Person]) -> None:
    bulletin.readers.all().delete()
    BulletinReader.objects.bulk_create([BulletinReader(bulletin=bulletin, person=person) for person in people])
