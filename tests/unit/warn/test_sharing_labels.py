"""Is there any mixture of people, circles, labels and kinds in which somebody sees a post that isn't for them?

Random worlds are asked through the application, through a model of the rules in plain Python, and on PostgreSQL
through the wall in the database.
"""

from datetime import date
from typing import Any

from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.unit.warn.test_circle_labels import LABELS, OPERATORS, OWNERS, PEOPLE, Case, built, cases
from wardmote.kernel.moments import now
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.public import open_memberships
from wardmote.warn.models import Post, PostAuthor, PostBody, PostFile, PostKind, PostReader
from wardmote.warn.queries.posts import files_shown_to, posts_shown_to

Written = dict[tuple[str, bool, str, str], tuple[str, set[str]]]
SAID = [PostKind.QUESTION, PostKind.ANSWER, PostKind.REPORT, PostKind.COMMENT]
# Each by owner, whether it is in the circle, label and kind.
THINGS = [
    (owner, inside, label, kind) for owner in OWNERS for inside in (False, True) for label in LABELS for kind in SAID
]


@st.composite
def written(draw: Any) -> Written:
    """Draw who wrote each post, and whom it names if it is RED."""
    found: Written = {}
    for thing in draw(st.lists(st.sampled_from(THINGS), unique=True, min_size=8, max_size=16)):
        people = [person for person in PEOPLE if person[0] == thing[0][0]]
        found[thing] = draw(st.sampled_from(people)), draw(st.sets(st.sampled_from(people)))
    return found


def say(case: Case, things: Written) -> dict[int, Any]:
    """Put the posts into the database; return what each is by its key."""
    kept, at = {}, now()
    for (owner, inside, label, kind), (author, readers) in things.items():
        circle = case.keys[owner, "circle"] if inside else None
        facts = {"owner": case.keys[owner], "circle": circle, "label": label, "said_at": at, "changed_at": at}
        if kind == PostKind.ANSWER:
            facts["belongs_to"] = Post.objects.create(**facts, kind="question", text="x", taken_down_at=at)
        if kind == PostKind.COMMENT:
            places = {place: pk for pk, place in case.keys["bulletins"].items()}
            # A bulletin with the widest label: the comment's own decides. RED bulletins are in no circle.
            facts["bulletin_id"] = places[owner, inside, "clear", 0]
        post = Post.objects.create(**facts, kind=kind, text="x")
        PostAuthor.objects.create(post=post, person=case.keys[author])
        PostBody.objects.create(post=post, body=case.keys[owner])
        PostFile.objects.create(post=post, name="a.txt", stored="x", media_type="text/plain", size=1)
        for reader in readers if label == "red" else ():
            PostReader.objects.create(post=post, person=case.keys[reader])
        kept[post.pk] = (owner, inside, label, kind)
    return kept


def sees(case: Case, things: Written, person: str, thing: Any) -> bool:
    """May the person see this post?"""
    owner, inside, label, kind = thing
    author, readers = things[thing]
    if person == author and case.held(person):
        return True
    if kind == PostKind.REPORT:
        return any(body == owner and role in OPERATORS for body, role in case.held(person))
    if label == "red":
        return person[0] == owner[0] and case.belongs(person) and person in readers
    return case.sees(person, owner, inside, label, 0)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=cases(), things=written())
def test_nobody_ever_sees_a_post_that_its_label_forbids(db: None, case: Case, things: Written) -> None:
    """Ask as each person, and as nobody."""
    day = now().date()
    with built(case):
        kept = say(case, things)
        for name in PEOPLE:
            person, allowed = case.keys[name], {pk for pk, thing in kept.items() if sees(case, things, name, thing)}
            with seeing_as(str(person.pk)):
                check_the_application(kept, person, allowed, day)
                if connection.vendor == "postgresql":
                    check_the_wall(case, kept, name, allowed)
        with seeing_as(NOBODY):
            if connection.vendor == "postgresql":
                for model in (Post, PostAuthor, PostBody, PostReader, PostFile):
                    assert not model._default_manager.exists(), model.__name__


def check_the_application(kept: dict[int, Any], person: Any, allowed: set[int], day: date) -> None:
    """What the application shows, and the files that it gives, are exactly what the rules give."""
    shown = posts_shown_to(person, day).filter(pk__in=list(kept))
    assert set(shown.values_list("pk", flat=True)) == allowed
    assert shown.count() == len(allowed)
    assert set(files_shown_to(person, day).values_list("post", flat=True)) == allowed
    assert allowed == set() or open_memberships(person, day).exists() or "clear" in {kept[pk][2] for pk in allowed}


def check_the_wall(case: Case, kept: dict[int, Any], name: str, allowed: set[int]) -> None:
    """Whatever is left out of a query's conditions, the database lets through only what the rules allow."""
    assert set(Post.objects.filter(pk__in=list(kept)).values_list("pk", flat=True)) == allowed
    assert set(PostFile.objects.values_list("post", flat=True)) == allowed
    assert set(PostAuthor.objects.values_list("person__name", flat=True)) <= {name}
    operated = {body for body, role in case.held(name) if role in OPERATORS}
    assert set(PostBody.objects.values_list("post__owner__code", flat=True)) <= operated
    assert not PostReader.objects.exclude(person=case.keys[name]).exists()
