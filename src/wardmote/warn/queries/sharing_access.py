"""Which body takes part here, with whom may it share, and what may this person see? Looked up in one step."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.kernel.denial import missing
from wardmote.kernel.roles import READS_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, own_body, viewer_of

from ..labels import CONTRIBUTORS, OPERATORS
from ..models import Bulletin, Post, PostAuthor
from .places import Place, places_of
from .posts import posts_shown_to
from .shown import bulletins_shown_to

READERS = READS_ANSWERS | OPERATORS | {Role.WARP_MEMBER}


@dataclass(frozen=True)
class Table:
    """Who sits at the table, when, and for which body."""

    viewer: Viewer
    council: Body
    at: datetime

    @cached_property
    def name(self) -> str:
        """Return what the body is called."""
        return name_of(self.council)

    @property
    def day(self) -> date:
        """Return the body's day."""
        return localdate(self.at)

    @cached_property
    def places(self) -> list[Place]:
        """Return where the body shares."""
        return places_of(self.viewer, self.council, self.day)

    @cached_property
    def can_say(self) -> bool:
        """Say whether to offer the person the forms."""
        return bool(self.viewer.roles_in(self.council.pk) & CONTRIBUTORS)

    @property
    def posts(self) -> QuerySet[Post]:
        """Return what the person may see of what is shared where the body shares, and what they wrote there."""
        shown = posts_shown_to(self.viewer.person, self.day)
        return shown.filter(self._is_here()).select_related("owner", "circle", "body", "by", "belongs_to", "bulletin")

    @property
    def bulletins(self) -> QuerySet[Bulletin]:
        """Return the bulletins that the person may see, of where the body shares."""
        return bulletins_shown_to(self.viewer.person, self.day).filter(self._is_here())

    def post(self, number: int) -> Post:
        """Return one of the posts, or say that the page isn't there."""
        found = self.posts.filter(pk=number).first()
        if found is None:
            raise missing("post")
        return found

    def place(self, key: str) -> Place:
        """Return one of the places, or say that it isn't there."""
        found = next((place for place in self.places if place.key == key), None)
        if found is None:
            raise missing("place")
        return found

    def place_of(self, post: Post | Bulletin) -> Place:
        """Return where something was said, also where the body has left since."""
        same = (place for place in self.places if (place.owner.pk, place.circle) == (post.owner_id, post.circle))
        return next(same, Place(post.owner, post.circle, name_of(post.owner)))

    def is_mine(self, post: Post) -> bool:
        """Say whether the person wrote a post."""
        return PostAuthor.objects.filter(post=post, person=self.viewer.person).exists()

    def runs(self, post: Post) -> bool:
        """Say whether the person runs what a post is with."""
        return bool(self.viewer.roles_in(post.owner_id) & OPERATORS)

    @property
    def context(self) -> dict[str, object]:
        """Return what every page here shows."""
        return {"council": self.council, "name": self.name, "table": self}

    def _is_here(self) -> Q:
        owners = [place.owner.pk for place in self.places if place.circle is None]
        circles = [place.circle.pk for place in self.places if place.circle is not None]
        return Q(owner__in=owners) | Q(circle__in=circles)


def sharing(request: HttpRequest, code: str) -> Table:
    """Let in whoever reads the council's answers, and those who take part in the WARP or run it."""
    viewer, at = viewer_of(request), moment_of(request)
    return Table(viewer, own_body(viewer, code, at, READERS), at)
