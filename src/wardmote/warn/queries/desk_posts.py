"""What is said to a WARP, as those who run it see it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from wardmote.engines.advisories.facts import Label

from ..models import Post, PostBody
from .desk_access import Bench
from .places import names_of
from .posts import posts_shown_to


@dataclass(frozen=True)
class DeskLine:
    """A post with the body that it is from; `is_untold` where nobody but the desk is told which."""

    post: Post
    body: str
    is_untold: bool
    tlp: str


def desk_posts(bench: Bench, kinds: Sequence[str]) -> QuerySet[Post]:
    """Return what the labels let the operator see of what is with the owner: what waits first, then the newest."""
    shown = posts_shown_to(bench.viewer.person, bench.day).filter(owner=bench.owner, kind__in=kinds)
    waiting = F("settled_at").asc(nulls_first=True)
    return shown.select_related("circle").order_by(F("taken_down_at").asc(nulls_first=True), waiting, "-said_at", "-pk")


def desk_lines(bench: Bench, posts: Iterable[Post]) -> list[DeskLine]:
    """Return posts with the body that each is from: never the person."""
    posts = list(posts)
    bodies = dict(PostBody.objects.filter(post__in=[post.pk for post in posts]).values_list("post_id", "body_id"))
    names = names_of(bodies.values(), bench.day)
    return [
        DeskLine(post, names.get(bodies.get(post.pk, 0), ""), post.body_id is None, Label(post.label).written)
        for post in posts
    ]
