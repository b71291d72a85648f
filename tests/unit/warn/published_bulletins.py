"""A WARP that publishes what is CLEAR: bulletins as the desk leaves them in the database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.worlds import World
from wardmote.engines.advisories.facts import Affected, Label, Product, Span
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person
from wardmote.warn.csaf_keys import make_key
from wardmote.warn.models import (
    Advised,
    Bulletin,
    BulletinEdition,
    BulletinState,
    DeskSetting,
    Range,
    Source,
    Statement,
    Story,
    StoryName,
)
from wardmote.warn.ranges import rows_of

CVE = "CVE-2026-10001"
SAID = ("label", "title", "what", "concerns", "act", "sources")


@dataclass
class Desk:
    """`warp` publishes as CSAF; `elm` is its member."""

    world: World
    elm: Body = field(init=False)
    warp: Body = field(init=False)
    operator: Person = field(init=False)

    def __post_init__(self) -> None:
        self.elm = self.world.council("elm")
        self.warp = self.world.warp("the-warp", self.elm)
        self.operator = self.world.someone(self.warp, Role.WARP_OPERATOR, "Olga")

    @property
    def at(self) -> datetime:
        """Return the moment of this world."""
        return self.world.at

    def publishes(self, owner: Body | None = None) -> DeskSetting:
        """Have an owner publish."""
        owner = owner or self.warp
        key = make_key(owner, self.at)
        return DeskSetting.objects.create(
            owner=owner,
            publishes_csaf=True,
            contact="desk@the-warp.example",
            key_secret=key.secret,
            key_public=key.public,
            changed_at=self.at,
        )

    def story(self, *names: str, label: Label = Label.CLEAR, affected: tuple[Affected, ...] = ()) -> Story:
        """Make a story that one source tells."""
        story = Story.objects.create(title="A flaw", label=label, first_seen_at=self.at, changed_at=self.at)
        for name in names:
            StoryName.objects.create(story=story, name=name)
        source, _ = Source.objects.get_or_create(
            key="made", defaults={"title": "Made", "way": "given", "added_at": self.at}
        )
        statement = Statement.objects.create(
            story=story,
            source=source,
            kind="cve",
            key=f"made-{story.pk}",
            label=label,
            digest="0" * 64,
            seen_at=self.at,
            body={},
        )
        for row in rows_of(affected):
            advised, _ = Advised.objects.get_or_create(name=row.name)
            Range.objects.create(
                story=story,
                statement=statement,
                advised=advised,
                status=row.status,
                low=row.low,
                high=row.high,
                words=row.words,
            )
        return story

    def bulletin(self, number: int = 1, *, owner: Body | None = None, **more: Any) -> Bulletin:
        """Publish a bulletin."""
        owner = owner or self.warp
        story = more.pop("story", None) or self.story()
        told: dict[str, Any] = {
            "label": Label.CLEAR.value,
            "title": f"Update the gateway {number}",
            "what": "Attackers get in through the web gateway.",
            "concerns": "Whoever runs the gateway.",
            "act": "Update to 2.4.1 and end all sessions.",
            "sources": [{"url": "https://maker.example/advisory", "title": "The maker"}],
        }
        bulletin = Bulletin.objects.create(
            owner=owner,
            state=BulletinState.PUBLISHED,
            reference=f"{owner.code.upper()}-{self.at.year}-{number}",
            story=story,
            edition=1,
            written_at=self.at,
            changed_at=self.at,
            published_at=self.at,
            **{**told, **more},
        )
        self.edition(bulletin)
        return bulletin

    def edition(self, bulletin: Bulletin, correction: str = "") -> None:
        """Record what a bulletin says now as its edition."""
        BulletinEdition.objects.create(
            bulletin=bulletin,
            number=bulletin.edition,
            said={column: getattr(bulletin, column) for column in SAID},
            correction=correction,
            at=self.at + timedelta(hours=bulletin.edition - 1),
        )

    def corrects(self, bulletin: Bulletin, correction: str, **changes: Any) -> None:
        """Publish another edition."""
        for column, value in changes.items():
            setattr(bulletin, column, value)
        bulletin.edition += 1
        bulletin.correction, bulletin.corrected_at = correction, self.at
        bulletin.save()
        self.edition(bulletin, correction)

    def withdraws(self, bulletin: Bulletin, reason: str) -> None:
        """Take a bulletin back."""
        self.corrects(bulletin, reason, state=BulletinState.WITHDRAWN, withdrawn_at=self.at + timedelta(hours=2))


GATEWAY = (
    Affected(
        Product("Maker", "Gateway", "cpe:2.3:a:maker:gateway:*:*:*:*:*:*:*:*"),
        spans=(Span("generic", "2.0", True, "2.4.1"),),
    ),
)
