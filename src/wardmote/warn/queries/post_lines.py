"""What do pages say of each post: who said it, how far it travels, and how many answers the person may see?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from wardmote.engines.advisories.facts import Label

from ..models import Post, PostAuthor, PostFile, PostKind
from .places import names_of
from .posts import posts_shown_to
from .sharing_access import Table


@dataclass(frozen=True)
class Line:
    """A post as a page shows it. `who` is empty where it names nobody."""

    post: Post
    who: str
    where: str
    tlp: str
    answers: int
    files: tuple[PostFile, ...] = ()
    is_mine: bool = False


def lines_of(table: Table, posts: Iterable[Post]) -> list[Line]:
    """Return posts that are shown to the person; of their answers, those that are shown to them are counted."""
    posts = list(posts)
    keys = [post.pk for post in posts]
    shown = posts_shown_to(table.viewer.person, table.day)
    counted = shown.filter(belongs_to__in=keys, kind=PostKind.ANSWER, taken_down_at__isnull=True).order_by()
    answers = dict(counted.values_list("belongs_to").annotate(n=Count("pk")))
    files: dict[int, list[PostFile]] = {}
    for file in PostFile.objects.filter(post__in=keys):
        files.setdefault(file.post_id, []).append(file)
    names = names_of({post.body_id for post in posts if post.body_id} | {post.owner_id for post in posts}, table.day)
    circles = {place.circle.pk for place in table.places if place.circle}
    written = PostAuthor.objects.filter(person=table.viewer.person, post__in=keys)
    mine = set(written.values_list("post_id", flat=True))
    return [
        Line(
            post,
            names.get(post.body_id or 0, ""),
            _where(post, names.get(post.owner_id, ""), circles),
            Label(post.label).written,
            answers.get(post.pk, 0),
            tuple(files.get(post.pk, ())),
            post.pk in mine,
        )
        for post in posts
    ]


def _where(post: Post, owner: str, circles: set[int]) -> str:
    """Return where it was said. What a circle is called is for those who are in it, however far its posts travel."""
    return f"{post.circle.name} ({owner})" if post.circle and post.circle.pk in circles else owner
