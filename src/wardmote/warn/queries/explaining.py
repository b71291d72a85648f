"""Why does a story concern a council, or why doesn't it? Every step from the source's words to the notice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wardmote.estate.models import Item
from wardmote.register.models import Body

from ..models import Match, Notice, Range, Story, StoryName

MOST_RANGES = 200


@dataclass(frozen=True)
class Said:
    """What one source says of some versions of a product: `name` is how the product is looked up."""

    source: str
    status: str
    name: str
    words: str


@dataclass(frozen=True)
class Met:
    """A line of the inventory whose product the story speaks of, and whether its version is concerned ("" if not)."""

    line: str
    version: str
    certainty: str


@dataclass(frozen=True)
class Explained:
    """A story, what its sources say, which of the council's lines it meets, and what was decided."""

    title: str
    names: tuple[str, ...]
    said: tuple[Said, ...]
    met: tuple[Met, ...]
    priority: str
    due_on: date | None
    why: str
    reasons: tuple[str, ...]
    answer: str
    is_taken_back: bool

    @property
    def sentence(self) -> str:
        """Say in one sentence what came of it."""
        if self.why:
            return f"Taken back: it concerned the council before. {self.why}" if self.is_taken_back else self.why
        if not self.said:
            return "No source names a product that can be looked up: an editor has to say whom it concerns."
        if not self.met:
            return "No line of the inventory is known as a product that the sources name."
        if not any(line.certainty for line in self.met):
            return "The product is on the list, in a version that no source calls affected."
        return "The product is on the list and may be affected; by the rules that isn't told, only shown beside it."


def explain(name: str, council: Body) -> Explained | None:
    """Explain a story by one of its ids, for a council; None where nobody told of it."""
    found = StoryName.objects.filter(name=name.strip().upper()).select_related("story").first()
    if found is None:
        return None
    story = found.story
    notice = Notice.objects.filter(story=story, council=council).first()
    return Explained(
        title=story.title,
        names=tuple(story.names.order_by("name").values_list("name", flat=True)),
        said=_said(story),
        met=_met(story, council),
        priority=notice.get_priority_display() if notice else "",
        due_on=notice.due_on if notice else None,
        why=notice.why if notice else "",
        reasons=tuple(notice.reasons[1:]) if notice else (),
        answer=notice.get_answer_display() if notice else "",
        is_taken_back=bool(notice and notice.taken_back_at),
    )


def _said(story: Story) -> tuple[Said, ...]:
    rows = Range.objects.filter(story=story).order_by("statement__source__title", "advised__name", "pk")
    named = rows.values_list("statement__source__title", "status", "advised__name", "words")
    return tuple(Said(*row) for row in named[:MOST_RANGES])


def _met(story: Story, council: Body) -> tuple[Met, ...]:
    advised = Range.objects.filter(story=story).values("advised__name")
    lines: QuerySet[Item] = Item.objects.filter(
        council=council, removed_at__isnull=True, edition__product__names__name__in=advised
    )
    certainties = dict(
        Match.objects.filter(story=story, edition__items__council=council).values_list("edition_id", "certainty")
    )
    found = lines.order_by("written", "pk").values_list("written", "edition__version", "edition_id").distinct()
    return tuple(Met(written, version, certainties.get(edition, "")) for written, version, edition in found)
