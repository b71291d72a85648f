"""What stands behind the doors of a desk, of what members share, and of the ways by which warnings leave the house?

The desks of the first two councils are their WARP's; the third's is another WARP's, which nobody here runs.
"""

from tests.unit.warn.warned import a_notice, a_story
from tests.worlds import World
from wardmote.kernel.keys import new_secret
from wardmote.kernel.private_files import store
from wardmote.register.models import Body
from wardmote.warn.models import (
    Audience,
    Bulletin,
    BulletinEdition,
    BulletinState,
    Channel,
    Circle,
    CircleMember,
    Post,
    PostFile,
    PostKind,
    Relay,
    WaitingCorrection,
    WarningFeed,
)

_ON_BULLETINS = ("bulletin", "withdraw", "relay", "warning_board", "remind", "board_table")
_ON_DRAFTS = ("edit", "publish", "check")
_ON_CORRECTED = ("correction",)
_ON_CIRCLES = ("circle", "circle_add", "circle_take_out", "circle_close")
_ON_STORIES = ("story", "settle")
_WITHOUT = ("queue", "bulletins", "board", "circles", "posts", "joined", "settings", "csaf", "write", "take")
_ON_POSTS = ("post", "settle", "relabel", "take_down")
DESK = (*_ON_BULLETINS, *_ON_DRAFTS, *_ON_CORRECTED, *_ON_CIRCLES, *_ON_STORIES, *_WITHOUT, "member_joined")


def desk_of(world: World, council: Body, warp: Body) -> dict[str, str]:
    """Make what the doors lead to."""
    at = world.at
    owner = warp if council.code != "other-council" else world.warp("another-warp", council)
    circle = Circle.objects.create(owner=owner, name=f"{council.code} and others", opened_at=at)
    CircleMember.objects.create(circle=circle, body=council, since=at)
    story = a_story(f"What {owner.code} writes of", at=at)
    unmatched = a_story("Nobody knows whom this concerns", at=at, editor="no-product")
    words = {"owner": owner, "label": "green", "title": "T", "what": "W", "act": "A"}
    words |= {"written_at": at, "changed_at": at}
    out = {"state": BulletinState.PUBLISHED, "edition": 1, "published_at": at}
    published = Bulletin.objects.create(**words, **out, story=story, about=story, reference=f"{council.code}-1")
    BulletinEdition.objects.create(bulletin=published, number=1, said={}, at=at)
    corrected = Bulletin.objects.create(
        **words, **out, story=a_story("Of a slip", at=at), reference=f"{council.code}-2"
    )
    BulletinEdition.objects.create(bulletin=corrected, number=1, said={}, at=at)
    WaitingCorrection.objects.create(bulletin=corrected, said={}, correction="A slip.", at=at)
    draft = Bulletin.objects.create(**words, audience=Audience.EVERYONE)
    a_notice(council, story, at=at)
    giver = world.warp(f"giver-{council.code}")
    given = Bulletin.objects.create(**(words | {"owner": giver}), **out, story=a_story("Theirs", at=at))
    relay = Relay.objects.create(bulletin=given, from_body=giver, to_body=owner, at=at)
    said = {"owner": owner, "circle": circle, "label": "amber", "title": "T", "text": "W"}
    said |= {"said_at": at, "changed_at": at}
    post = Post.objects.create(**said, kind=PostKind.QUESTION, body=council)
    file = PostFile.objects.create(
        post=post, name="a.txt", stored=store([b"a"], f"posts/{post.pk}"), media_type="text/plain", size=1
    )
    channel = Channel.objects.create(council=council, kind="slack", address="https://s.example/hook", added_at=at)
    secret = new_secret()
    feed = WarningFeed.objects.create(council=council, digest=secret.digest, made_at=at)
    return {
        **{f"desk:{name}.code": owner.code for name in DESK},
        **{f"desk:{name}.number": str(published.pk) for name in _ON_BULLETINS},
        **{f"desk:{name}.number": str(draft.pk) for name in _ON_DRAFTS},
        **{f"desk:{name}.number": str(corrected.pk) for name in _ON_CORRECTED},
        **{f"desk:{name}.number": str(circle.pk) for name in _ON_CIRCLES},
        **{f"desk:{name}.number": str(unmatched.pk) for name in _ON_STORIES},
        "desk:take.number": str(relay.pk),
        "desk:member_joined.member": council.code,
        "member_code": council.code,
        "giver_code": giver.code,
        **{f"sharing:{name}.number": str(post.pk) for name in _ON_POSTS},
        "sharing:circle.number": str(circle.pk),
        "sharing:comments.number": str(published.pk),
        "sharing:file.number": str(post.pk),
        "sharing:file.key": str(file.pk),
        "place": f"body-{owner.pk}",
        "warn:remove_channel.channel": str(channel.pk),
        "warn:test_channel.channel": str(channel.pk),
        "warn:shut_feed.feed": str(feed.pk),
        "opened_warnings:feed.token": secret.text,
        "warn:seen.number": str(a_notice(council, a_story("Seen somewhere", at=at), at=at).pk),
        "csaf:file.code": owner.code,
        "csaf:file.name": "provider-metadata.json",
    }


_FORM = {
    "title": "Update it",
    "what": "It leaks.",
    "act": "Update it.",
    "priority": "2",
    "label": "green",
    "audience": "everyone",
    "revision": "1",
}
_SAID = {"place": "{place}", "title": "Who has a plan?", "text": "We need one.", "label": "green"}
POSTED: dict[str, dict[str, str]] = {
    "desk:write": _FORM,
    "desk:edit": _FORM,
    "desk:publish": {"revision": "1"},
    "desk:check": {"revision": "1"},
    "desk:correction": {"go": "drop", "revision": "1"},
    "desk:withdraw": {"why": "It was wrong.", "revision": "1"},
    "desk:relay": {"to": "{giver_code}", "note": ""},
    "desk:take": {"take": "own"},
    "desk:remind": {"council": "{member_code}"},
    "desk:circles": {"name": "Planning"},
    "desk:circle": {"name": "Another name"},
    "desk:circle_add": {"body": "{member_code}"},
    "desk:circle_take_out": {"body": "{member_code}"},
    "desk:settings": {"needs_second_eyes": "yes", "contact": "desk@a.example"},
    "desk:csaf": {"publishes": "yes", "contact": "desk@a.example"},
    "desk:story": {"product": "{product_id}", "since": "", "before": "2"},
    "desk:member_joined": {"scheme": "cisp"},
    "warn:joined": {"scheme": "cisp"},
    "warn:seen": {"label": "green"},
    "warn:channels": {"kind": "slack", "address": "https://s.example/other", "least_priority": "3"},
    "warn:make_feed": {"note": "Our reader"},
    "sharing:ask": _SAID,
    "sharing:share": _SAID,
    "sharing:report": _SAID,
    "sharing:post": {"text": "We have one.", "label": "amber"},
    "sharing:comments": {"text": "Done here.", "label": "green"},
    "sharing:relabel": {"label": "red", "readers": "nobody@a.example"},
}
