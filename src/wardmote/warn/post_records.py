"""Whom does the record of an act on a post name? Nobody, where that would tell who wrote it."""

from typing import TypedDict

from wardmote.register.public import Viewer

from .models import Post
from .post_policies import runs
from .queries.posts import is_author


class Keeper(TypedDict):
    """The person and the body that a record names."""

    by: int | None
    body: int


def keeper_of(by: Viewer, post: Post) -> Keeper:
    """Return whom to write down: those who run the WARP by name, an author only where the post names them."""
    is_untold = post.by_id is None and is_author(by.person, post)
    if is_untold:
        return Keeper(by=None, body=post.owner_id)
    is_for_owner = runs(by, post) or post.body_id is None
    return Keeper(by=by.person.pk, body=post.owner_id if is_for_owner else post.body_id or post.owner_id)
