"""Which story does a statement belong to?

Whoever shares an id tells one story, and the oldest of several goes on. Two CVE numbers are never one story: what a
third document says of both joins neither.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .merging import Said, is_cve
from .models import StoryName


@dataclass(eq=False)
class Thread:
    """A story on its way into the database: `story` is None until it is there."""

    story: int | None = None
    names: set[str] = field(default_factory=set)
    # What is new: names that aren't stored, statements, and stories that turned out to be this one.
    fresh_names: set[str] = field(default_factory=set)
    statements: list[Said] = field(default_factory=list)
    absorbed: set[int] = field(default_factory=set)

    @property
    def number(self) -> str:
        """The CVE number that it is about, or nothing."""
        return next((name for name in self.names if is_cve(name)), "")

    @property
    def stored(self) -> int:
        """The number of the story, which has to be in the database by now."""
        if self.story is None:
            raise LookupError("This story isn't written yet.")
        return self.story


class Threads:
    """The stories that a group of statements may belong to."""

    def __init__(self, names: Iterable[str], stories: Iterable[int]) -> None:
        """Read in two queries which stories there are."""
        self._by_story: dict[int, Thread] = {pk: Thread(pk) for pk in stories}
        self._by_name: dict[str, Thread] = {}
        self._made: list[Thread] = []
        for story in StoryName.objects.filter(name__in=sorted(names)).values_list("story_id", flat=True):
            self._by_story.setdefault(story, Thread(story))
        for story, name in StoryName.objects.filter(story__in=list(self._by_story)).values_list("story_id", "name"):
            self._by_story[story].names.add(name)
            self._by_name[name] = self._by_story[story]

    def __iter__(self) -> Iterator[Thread]:
        """Give each story that is still one of its own, those that are stored first."""
        yield from dict.fromkeys(self._by_story.values())
        yield from (thread for thread in self._made if thread.names or thread.statements)

    def of(self, ids: Iterable[str], story: int | None) -> Thread:
        """Return the story that these ids tell, joined where several turn out to be one.

        `story` is where the statement stood before: it stays there where it names nothing, and takes along a story that
        had no name.
        """
        names = list(ids)
        if not names:
            return self._by_story[story] if story is not None else self._new()
        number = next(filter(is_cve, names), "")
        found = dict.fromkeys(self._by_name[name] for name in names if name in self._by_name)
        if story is not None and not self._by_story[story].names:
            found[self._by_story[story]] = None
        thread = self._joined([one for one in found if not (number and one.number and one.number != number)])
        for name in names:
            if name not in self._by_name:
                self._by_name[name] = thread
                thread.names.add(name)
                thread.fresh_names.add(name)
        return thread

    def _new(self) -> Thread:
        self._made.append(thread := Thread())
        return thread

    def _joined(self, found: list[Thread]) -> Thread:
        """Return the oldest, which the others have become; only one of them has a number."""
        found.sort(key=lambda one: (one.story is None, one.story or self._made.index(one)))
        numbered = [one for one in found if one.number]
        joined = [one for one in found if not one.number or one is numbered[0]]
        if not joined:
            return self._new()
        first, *others = joined
        for other in others:
            self._absorb(first, other)
        return first

    def _absorb(self, first: Thread, other: Thread) -> None:
        for name in other.names:
            self._by_name[name] = first
        first.names |= other.names
        first.fresh_names |= other.fresh_names
        first.statements += other.statements
        first.absorbed |= other.absorbed
        if other.story is not None:
            first.absorbed.add(other.story)
        for story in (*other.absorbed, *([other.story] if other.story is not None else ())):
            self._by_story[story] = first
        other.names, other.fresh_names, other.statements = set(), set(), []
