"""Which bulletins does everybody read, and what do they say as CSAF documents?

Only CLEAR: by the bulletin's label now and by each edition's that is told; and only what CLEAR sources say of products.
"""

import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings

from wardmote.engines.advisories.csaf.notices import Notice, Publisher, Revision
from wardmote.engines.advisories.facts import Affected, Label, Product, Reference, Status
from wardmote.register.models import Body
from wardmote.register.public import name_of

from .models import Bulletin, BulletinEdition, BulletinState, Range, StoryName
from .queries.shown import OUT
from .remedies import safe_link

MOST_PRODUCTS = 200
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_NAMED = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_CLEAR = Label.CLEAR.value
_TELLING = frozenset({Status.AFFECTED.value, Status.FIXED.value, Status.NOT_AFFECTED.value})


def publisher_of(owner: Body, contact: str) -> Publisher:
    """Return who speaks: its namespace is the address of this installation."""
    return Publisher(name=name_of(owner), namespace=settings.SERVICE_URL, contact=contact)


def published_by(owner: Body) -> list[Bulletin]:
    """Return the owner's bulletins that everybody may read, withdrawn ones among them."""
    found = (
        Bulletin.objects.filter(owner=owner, owner__is_demonstration=False, label=_CLEAR, state__in=OUT)
        .exclude(reference="")
        .select_related("story", "about")
        .prefetch_related("editions")
        .order_by("published_at", "pk")
    )
    return [bulletin for bulletin in found if _is_clear(list(bulletin.editions.all())[-1:])]


def _is_clear(editions: list[BulletinEdition]) -> bool:
    return all(edition.said.get("label", _CLEAR) == _CLEAR for edition in editions)


def notice_of(bulletin: Bulletin, publisher: Publisher) -> Notice:
    """Return what a published bulletin says, as its newest edition says it."""
    editions = editions_told(bulletin)
    said = editions[-1].said if editions else {}

    def told(column: str) -> str:
        return str(said.get(column) or getattr(bulletin, column) or "").strip()

    is_withdrawn = bulletin.state == BulletinState.WITHDRAWN
    what = told("what")
    withdrawn = f"Withdrawn. {editions[-1].correction if editions else bulletin.correction}".strip()
    return Notice(
        id=bulletin.reference,
        title=told("title"),
        what=f"{withdrawn}\n\n{what}" if is_withdrawn else what,
        concerns=told("concerns"),
        to_do="" if is_withdrawn else told("act"),
        publisher=publisher,
        history=tuple(_history(bulletin, editions)),
        by=None if is_withdrawn else _day(said.get("due_on", bulletin.due_on)),
        sources=tuple(sources_in(said.get("sources", bulletin.sources))),
        cves=cves_of(bulletin),
        products=() if is_withdrawn else products_of(bulletin),
        is_withdrawn=is_withdrawn,
    )


def sources_in(told: object) -> Iterable[Reference]:
    """Yield the links that a bulletin names, https only."""
    for one in told if isinstance(told, list) else ():
        link = safe_link(str(one.get("url", "")), str(one.get("title", ""))) if isinstance(one, dict) else None
        if link:
            yield Reference(url=link.url, title=link.title)


def cves_of(bulletin: Bulletin) -> tuple[str, ...]:
    """Return the numbers of the vulnerability, as far as the bulletin's readers may know of it."""
    names = StoryName.objects.filter(story__in=_stories_of(bulletin), name__startswith="CVE-").order_by("name")
    return tuple(name for name in names.values_list("name", flat=True) if _CVE.fullmatch(name))


def products_of(bulletin: Bulletin) -> tuple[Affected, ...]:
    """Return the products that sources name so that a machine can read them, MOST_PRODUCTS at most."""
    rows = Range.objects.filter(
        story__in=_stories_of(bulletin), statement__label__in=_labels_for(bulletin), status__in=_TELLING
    )
    found: dict[Affected, None] = {}
    for name, status, words in rows.order_by("pk").values_list("advised__name", "status", "words"):
        if product := _product(name):
            found.setdefault(Affected(product, Status(status), unread=words or "every version"))
        if len(found) == MOST_PRODUCTS:
            break
    return tuple(found)


def _labels_for(bulletin: Bulletin) -> list[str]:
    """Return the labels of what the bulletin's readers may know: what is stricter than GREEN has readers of its own."""
    return [_CLEAR] if bulletin.label == _CLEAR else [_CLEAR, Label.GREEN.value]


def _stories_of(bulletin: Bulletin) -> list[int]:
    """Return the story that councils hear of, and the one that it was written from, where both may be told."""
    told = (bulletin.story, bulletin.about)
    return [story.pk for story in told if story is not None and story.label in _labels_for(bulletin)]


def _product(name: str) -> Product | None:
    """Return the product of a name that machines know; words run together are no name for people."""
    kind, _, rest = name.partition(":")
    if kind == "purl":
        return Product(name=rest.rpartition("/")[2], purl=f"pkg:{rest}")
    places = rest.split(":")
    if kind != "cpe" or len(places) != 3 or not all(map(_NAMED.fullmatch, places)):
        return None
    part, vendor, product = places
    cpe = f"cpe:2.3:{part}:{vendor}:{product}:*:*:*:*:*:*:*:*"
    return Product(vendor.replace("_", " "), product.replace("_", " "), cpe)


def editions_told(bulletin: Bulletin) -> list[BulletinEdition]:
    """Return what was said to readers of the present label; what was said to fewer stays with them."""
    stricter = [label.value for label in Label if label.strictness > Label(bulletin.label).strictness]
    return [edition for edition in bulletin.editions.all() if edition.said.get("label") not in stricter]


def _history(bulletin: Bulletin, editions: list[BulletinEdition]) -> Iterable[Revision]:
    if not editions and bulletin.published_at:
        yield Revision(bulletin.published_at, "First published")
    for place, edition in enumerate(editions):
        is_last = place == len(editions) - 1
        if place == 0:
            yield Revision(edition.at, "First published")
        elif is_last and bulletin.state == BulletinState.WITHDRAWN:
            yield Revision(edition.at, f"Withdrawn: {edition.correction}".removesuffix(": "))
        else:
            yield Revision(edition.at, edition.correction or "Corrected")


def _day(told: object) -> date | None:
    if isinstance(told, date) or not told:
        return told if isinstance(told, date) else None
    return date.fromisoformat(str(told)[:10])
