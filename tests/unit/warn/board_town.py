"""A WARP with members that share and members that don't, and bulletins that are out, each made in a line."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.unit.warn.warned import a_notice, a_story
from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person
from wardmote.register.models.sharing import Audience, Level
from wardmote.warn.models import Bulletin, BulletinState, Notice, Priority
from wardmote.warn.queries.desk_access import Bench


@dataclass
class BoardTown:
    """`ash` shares its results, `bay` its reasons too, `cob` nothing; `far` belongs to another WARP and shares all."""

    world: World
    warp: Body = field(init=False)
    operator: Person = field(init=False)
    members: dict[str, Body] = field(init=False)

    def __post_init__(self) -> None:
        self.members = {code: self.world.council(code) for code in ("ash", "bay", "cob", "far")}
        ash, bay, cob, far = self.members.values()
        self.warp = self.world.warp("the-warp", ash, bay, cob)
        self.world.warp("far-warp", far)
        self.operator = self.world.someone(self.warp, Role.WARP_OPERATOR, "Olga")
        for body, level in ((ash, Level.RESULTS), (bay, Level.REASONS), (far, Level.REASONS)):
            self.world.share(body, Audience.WARP, level)

    @property
    def bench(self) -> Bench:
        """Return the desk as its operator comes to it."""
        return Bench(self.world.viewer(self.operator), self.warp, self.world.at)

    def bulletin(self, title: str = "Patch the gateways", *, owner: Body | None = None, **facts: Any) -> Bulletin:
        """Return a bulletin that is out for all members."""
        at = self.world.at - timedelta(days=10)
        values: dict[str, Any] = {
            "label": "green",
            "state": BulletinState.PUBLISHED,
            "edition": 1,
            "published_at": at,
            "written_at": at,
            "changed_at": at,
            "priority": Priority.SOON,
            "what": "The gateways leak.",
            "act": "Patch them.",
            "reference": f"THE-WARP-2026-{Bulletin.objects.count() + 1}",
        }
        story = a_story(title, at=at, label="green")
        return Bulletin.objects.create(owner=owner or self.warp, title=title, story=story, **(values | facts))

    def warned(self, code: str, bulletin: Bulletin, **facts: Any) -> Notice:
        """Return a council's warning of the bulletin, which waits."""
        assert bulletin.story
        return a_notice(self.members[code], bulletin.story, at=self.world.at - timedelta(days=10), **facts)

    def answered(self, code: str, bulletin: Bulletin, word: str = "fixed", **facts: Any) -> Notice:
        """Return a council's warning of the bulletin, answered four days later."""
        at = self.world.at - timedelta(days=6)
        said = {"answer": word, "answered_at": at, "read_at": at, "reason": "The box is off."}
        return self.warned(code, bulletin, **(said | facts))
