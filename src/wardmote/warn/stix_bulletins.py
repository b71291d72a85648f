"""What does a published bulletin say as STIX, under ids that stay the same through its editions?"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from wardmote.engines.advisories.facts import Label
from wardmote.engines.advisories.stix.told import Publisher, Seen, Told, ToldProduct
from wardmote.engines.advisories.stix.writing import Thing, objects_of, sighting_of
from wardmote.register.models import Body
from wardmote.register.public import name_of

from .csaf_documents import cves_of, editions_told, notice_of, products_of, publisher_of
from .models import Bulletin, BulletinState, Collection, Story

# Each product stands beside each vulnerability: more of them say no more to a reader.
MOST_PRODUCTS = 20
_BESIDE_A_SIGHTING = ("marking-definition", "identity", "vulnerability")


def objects_of_bulletin(bulletin: Bulletin, since: datetime) -> list[Thing]:
    """Return the newest edition as objects, revoked where it was withdrawn. `since` is when its owner began to tell."""
    notice = notice_of(bulletin, publisher_of(bulletin.owner, ""))
    editions = editions_told(bulletin)
    concerns = f"Who it concerns: {notice.concerns}" if notice.concerns else ""
    until = f"Do this by {notice.by.day} {notice.by:%B %Y}." if notice.by else ""
    said = str(editions[-1].said.get("act", "")) if editions else bulletin.act
    products = dict.fromkeys(
        ToldProduct(one.product.name, one.product.vendor, cpe=one.product.cpe) for one in products_of(bulletin)
    )
    told = Told(
        id=_number(f"bulletin {bulletin.owner.code} {bulletin.reference}"),
        name=notice.title,
        description="\n\n".join(part for part in (notice.what, concerns) if part),
        what_to_do="\n\n".join(part for part in (said, until) if part),
        publisher=teller(bulletin.owner, since),
        created=notice.published,
        modified=notice.revised,
        label=Label(bulletin.label),
        cves=cves_of(bulletin),
        products=tuple(products)[:MOST_PRODUCTS],
        references=notice.sources,
        is_withdrawn=bulletin.state == BulletinState.WITHDRAWN,
    )
    return objects_of(told)


@dataclass(frozen=True)
class SeenHere:
    """A council of `owner` saw a story's vulnerability at work; `label` says who may know. Its name goes nowhere."""

    story: Story
    council: Body
    owner: Body
    label: Label
    at: datetime


def objects_of_sighting(seen: SeenHere, since: datetime) -> list[Thing]:
    """Return a sighting that names nobody but the owner who hands it on, with the vulnerability that was seen."""
    story, owner = seen.story, seen.owner
    names = story.names.filter(name__startswith="CVE-").order_by("name").values_list("name", flat=True)
    told = Told(
        id=_number(f"story {owner.code} {story.pk}"),
        name=story.title,
        description="",
        what_to_do="",
        publisher=teller(owner, since),
        created=story.first_seen_at,
        modified=story.first_seen_at,
        label=seen.label,
        cves=tuple(names[:1]),
    )
    things = [thing for thing in objects_of(told) if thing["type"] in _BESIDE_A_SIGHTING]
    vulnerability = next(thing["id"] for thing in things if thing["type"] == "vulnerability")
    number = _secret_number(seen.council, story)
    return [*things, sighting_of(Seen(number, vulnerability, told.publisher, seen.at, seen.label))[-1]]


def own_sighting_id(council: Body, story: Story) -> str:
    """Return the id that a council's sighting of a story has, told or not."""
    moment = story.first_seen_at
    nobody = Publisher(UUID(int=0), "", moment)
    made = sighting_of(Seen(_secret_number(council, story), "", nobody, moment, Label.GREEN))[-1]
    return str(made["id"])


def _secret_number(council: Body, story: Story) -> UUID:
    """Return a number that stays the same, and that nobody can work out who doesn't have our secret."""
    words = f"sighting {council.pk} {story.pk}".encode()
    return UUID(bytes=hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).digest()[:16], version=4)


def teller(owner: Body, since: datetime) -> Publisher:
    """Return who tells."""
    return Publisher(_number(f"body {owner.code}"), name_of(owner), since)


def teller_since(collection: Collection) -> datetime:
    """Return since when the owner of a collection tells: its first collection's moment, which stays."""
    opened = Collection.objects.filter(owner=collection.owner_id).order_by("opened_at", "pk")
    return opened.values_list("opened_at", flat=True).first() or collection.opened_at


def _number(words: str) -> UUID:
    """Return a number made of words, in the form that the standard wants."""
    return UUID(bytes=uuid5(NAMESPACE_URL, f"{settings.SERVICE_URL} {words}").bytes, version=4)
