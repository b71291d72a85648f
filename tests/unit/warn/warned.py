"""Stories and warnings for tests, made in a line each, as the room itself would store them."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from wardmote.register.models import Body
from wardmote.warn.models import Notice, Priority, Source, Statement, Story, StoryName, Way

VENDOR_FIX = {"kind": "vendor_fix", "text": "Update NetScaler ADC to 14.1-43.56.", "url": "https://vendor.example/fix"}


def a_source(key: str = "csaf-vendor", title: str = "Vendor's advisories", *, at: datetime) -> Source:
    """Return a source, made where there is none."""
    found, _is_new = Source.objects.get_or_create(key=key, defaults={"title": title, "way": Way.GIVEN, "added_at": at})
    return found


def a_story(title: str = "NetScaler leaks memory", *names: str, at: datetime, **facts: Any) -> Story:
    """Return a story with numbers."""
    values = {"summary": f"{title}, for whoever sends a crafted request.", "first_seen_at": at, "changed_at": at}
    story = Story.objects.create(title=title, **(values | facts))
    StoryName.objects.bulk_create([StoryName(story=story, name=name) for name in names])
    return story


def a_statement(story: Story, *, at: datetime, key: str = "", label: str = "clear", **body: Any) -> Statement:
    """Return what a source says of a story; by default a fix by the vendor."""
    key = key or f"ADV-{story.pk}"
    return Statement.objects.create(
        story=story,
        source=a_source(at=at),
        kind="csaf",
        key=key,
        label=label,
        digest=sha256(key.encode()).hexdigest(),
        revised_at=at,
        seen_at=at,
        body=body or {"remedies": [VENDOR_FIX], "references": [{"url": "https://vendor.example/adv", "title": "ADV"}]},
    )


def a_notice(council: Body, story: Story | None = None, *, at: datetime, **facts: Any) -> Notice:
    """Return a warning that waits."""
    values: dict[str, Any] = {
        "priority": Priority.SOON,
        "why": "“Citrix NetScaler 13.1” on your list is affected: before 14.1-43.56, says Vendor's advisories.",
        "reasons": ["high-and-exposed", "It is grave, and the system can be reached from the internet."],
        "raised_at": at,
        "changed_at": at,
    }
    return Notice.objects.create(council=council, story=story or a_story(at=at), **(values | facts))
