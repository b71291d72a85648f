"""Which questions, answers, news, comments and reports may this person see? The one place that decides it.

The labels' rules are those of `shared.py`. Besides, a report is for those who run the WARP, a comment for those who
may see the bulletin, and whoever wrote something sees it always. `walls.py` says the same for PostgreSQL.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Affiliation, Membership, Person
from wardmote.register.public import open_memberships, valid_on

from ..labels import OPERATORS, OUTSIDERS
from ..models import CircleMember, Post, PostAuthor, PostFile, PostKind, PostReader
from .places import Place
from .shared import shown_to
from .shown import bulletins_shown_to

MOST_READERS = 30


def posts_shown_to(person: Person, day: date) -> QuerySet[Post]:
    """Return all that the person may see, of every kind; what was taken down is there without its words."""
    mine = open_memberships(person, day).filter(body__is_demonstration=person.is_demonstration)
    named = PostReader.objects.filter(person=person, post=OuterRef("pk"))
    written = PostAuthor.objects.filter(person=person, post=OuterRef("pk"))
    operated = mine.filter(role__in=OPERATORS, body=OuterRef("owner"))
    told = bulletins_shown_to(person, day).filter(pk=OuterRef("bulletin"))
    shown = ~Q(kind=PostKind.REPORT) & shown_to(person, day, named=Exists(named))
    return Post.objects.filter(
        (shown & (Q(bulletin__isnull=True) | Q(Exists(told))))
        | (Q(kind=PostKind.REPORT) & Q(Exists(operated)))
        | (Q(Exists(written)) & Q(Exists(mine)))
    )


def posts_found(posts: QuerySet[Post], words: str) -> QuerySet[Post]:
    """Narrow posts, which are those shown to somebody, to those that hold these words."""
    for word in words.replace("\x00", "").split()[:8]:
        posts = posts.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return posts


def files_shown_to(person: Person, day: date) -> QuerySet[PostFile]:
    """Return the files of what the person may see."""
    return PostFile.objects.filter(post__in=posts_shown_to(person, day))


def is_author(person: Person, post: Post) -> bool:
    """Say whether the person wrote a post."""
    return PostAuthor.objects.filter(post=post, person=person).exists()


def readers_by_email(emails: list[str], place: Place, day: date) -> list[Person]:
    """Return those of these addresses who take part where something is said: its members' people, from inside."""
    with seeing_as_system():
        return list(_takers_part(place, day).filter(email__in=emails).order_by("pk").distinct())


def _takers_part(place: Place, day: date) -> QuerySet[Person]:
    open_ones = Membership.objects.filter(ended_at__isnull=True, lapses_on__gt=day, person=OuterRef("pk"))
    belongs = Affiliation.objects.filter(valid_on(day), group=place.owner, member=OuterRef("body"))
    inside = CircleMember.objects.filter(circle=place.circle, until__isnull=True, body=OuterRef("body"))
    among = Q(body=place.owner) | Q(Exists(inside if place.circle else belongs))
    own = open_ones.exclude(role__in=OUTSIDERS).filter(among)
    return Person.objects.filter(Exists(own), is_demonstration=place.owner.is_demonstration)
