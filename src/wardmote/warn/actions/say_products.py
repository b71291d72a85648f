"""Somebody at a desk says which products, in which versions, a story concerns, where no machine could tell."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Advisory, Affected, Kind, Label, Span
from wardmote.engines.advisories.facts import Product as Named
from wardmote.estate.models import Product
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer, name_of

from .. import desk_policies
from ..ingesting import take_in
from ..models import Coverage, Source, Statement, Story, Way

LONGEST_VERSION = 100
MOST_PRODUCTS = 10


@dataclass(frozen=True)
class Concerned:
    """A product of the catalogue, from one version on and before another; empty ends are open."""

    product: Product
    since: str = ""
    before: str = ""


def say_products(*, by: Viewer, owner: Body, story: Story, concerned: tuple[Concerned, ...], at: datetime) -> None:
    """Keep what the desk says as a statement of a source of its own; ranges, matches and notices come of it."""
    desk_policies.check_can_edit_stories(by, owner)
    if not 0 < len(concerned) <= MOST_PRODUCTS:
        raise Denied(_("Choose at least one product, and ten at most."))
    if Label(story.label) not in desk_policies.OPEN:
        raise Denied(_("Only of what is TLP:CLEAR or TLP:GREEN can products be said."))
    with transaction.atomic(), seeing_as_system():
        source = _source_of(owner, at)
        key = f"story-{story.pk}"
        # The statement stands at the story, also where that has no number of a vulnerability by which to find it.
        Statement.objects.get_or_create(
            source=source,
            key=key,
            defaults={"story": story, "kind": Kind.HAND.value, "coverage": Coverage.NONE, "seen_at": at, "body": {}},
        )
        take_in(source=source, entries=[_advisory(story, key, concerned, name_of(owner), at)], at=at)
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="warning.products-said",
            subject=f"story:{story.pk}",
            at=at,
            after={"products": [one.product.pk for one in concerned]},
        )


def _source_of(owner: Body, at: datetime) -> Source:
    title = _("What %(name)s says by hand") % {"name": name_of(owner)}
    values = {"title": title[:120], "way": Way.GIVEN, "every_h": 0, "silent_after_h": 0, "added_at": at}
    found, _is_new = Source.objects.get_or_create(key=f"desk-{owner.code}"[:60].lower(), defaults=values)
    return found


def _advisory(story: Story, key: str, concerned: tuple[Concerned, ...], publisher: str, at: datetime) -> Advisory:
    return Advisory(
        kind=Kind.HAND,
        key=key,
        title=story.title,
        ids=tuple(story.names.order_by("name").values_list("name", flat=True)),
        publisher=publisher,
        revised=at,
        is_whole=False,
        affected=tuple(_affected(one) for one in concerned),
        label=Label(story.label),
    )


def _affected(one: Concerned) -> Affected:
    names = one.product.names.filter(name__startswith="purl:").values_list("name", flat=True)
    purl = next((f"pkg:{name.removeprefix('purl:')}" for name in names), "")
    named = Named(vendor=one.product.vendor, name=one.product.name, purl=purl)
    span = Span(low=one.since[:LONGEST_VERSION], high=one.before[:LONGEST_VERSION])
    return Affected(named, spans=(span,))
