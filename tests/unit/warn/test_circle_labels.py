"""Is there any mixture of people, memberships, circles and labels in which somebody gets what its label forbids?

Random worlds are asked three times: through the application (`queries/shared.py`), through a model of the rules that
is written here in plain Python and knows nothing of the other two, and on PostgreSQL through the wall in the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from wardmote.kernel.moments import now
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.models import Affiliation, Body, Membership, Person
from wardmote.warn.models import (
    AddStatus,
    Audience,
    Bulletin,
    BulletinReader,
    BulletinState,
    Circle,
    CircleMember,
    Collection,
    RedReader,
    StixObject,
    Story,
)
from wardmote.warn.queries.audiences import audience_of, bulletins_for
from wardmote.warn.queries.shared import (
    can_add_to,
    circles_shown_to,
    collections_shown_to,
    collections_to_add_to,
    is_collection_shown,
    objects_shown_to,
)
from wardmote.warn.queries.shown import bulletins_shown_to, story_shown_to

# The first letter is the world (c real, d fictional), the second the kind: c council, w WARP, p programme, x platform.
KINDS = {"c": "district", "w": "warp", "p": "programme", "x": "platform"}
BODIES = ["cc0", "cc1", "cc2", "dc0", "cw0", "cw1", "dw0", "cp0", "cx0"]
OWNERS = ["cw0", "cw1", "dw0", "cp0"]
ROLES_IN = {
    "c": ["lead", "contributor", "viewer", "assurer"],
    "w": ["warp-operator", "warp-member"],
    "p": ["programme-team", "programme-finance", "programme-content"],
    "x": ["administrator"],
}
LABELS = ["clear", "green", "amber", "amber-strict", "red"]
OPERATORS = {"warp-operator", "programme-team", "programme-content"}
WRITERS = {"lead", "contributor", "warp-member"} | OPERATORS


@dataclass
class Case:
    """One random world, by name."""

    # Each by person, body, role and state.
    memberships: list[tuple[str, str, str, str]]
    # Each by group, member and state.
    affiliations: list[tuple[str, str, str]]
    # The circle of each owner: its state, and its members with theirs.
    circles: dict[str, tuple[str, list[tuple[str, str]]]]
    # Who is named for the two objects of each RED collection, by owner and whether it is the circle's.
    named: dict[tuple[str, bool, int], set[str]]
    keys: dict[Any, Any] = field(default_factory=dict, repr=False)

    # --- the rules, as a person would read them out ---

    def held(self, person: str) -> list[tuple[str, str]]:
        """A person's open memberships, as body and role."""
        return [(body, role) for p, body, role, state in self.memberships if p == person and state == "open"]

    def belongs(self, person: str) -> bool:
        return any(body[1] != "x" for body, _role in self.held(person))

    def audience(self, owner: str, in_circle: bool) -> set[str]:
        if in_circle:
            state, members = self.circles[owner]
            return {body for body, standing in members if standing == "open" and state == "open"}
        return {owner} | {m for group, m, state in self.affiliations if group == owner and state == "open"}

    def sees(self, person: str, owner: str, in_circle: bool, label: str, number: int) -> bool:
        """May the person see this object? One world never sees the other's."""
        if person[0] != owner[0]:
            return False
        match label:
            case "clear":
                return True
            case "green":
                return self.belongs(person)
            case "red":
                return self.belongs(person) and person in self.named[owner, in_circle, number]
        among = self.audience(owner, in_circle)
        return any(
            (body == owner and role in OPERATORS) or (body in among and (label == "amber" or role != "assurer"))
            for body, role in self.held(person)
        )

    def adds(self, person: str, owner: str, in_circle: bool) -> bool:
        """May the person add to a collection that can be written?"""
        among = self.audience(owner, in_circle)
        return person[0] == owner[0] and any(
            role in WRITERS and (body in among or (body == owner and role in OPERATORS))
            for body, role in self.held(person)
        )

    def knows(self, person: str, owner: str) -> bool:
        """May the person know who is in an owner's circle?"""
        among = self.audience(owner, True)
        return any((b == owner and r in OPERATORS) or (b in among and r != "assurer") for b, r in self.held(person))


PEOPLE = ["c-ada", "c-ben", "d-cyd"]
STATES = st.sampled_from(["open", "open", "open", "ended", "lapsed"])


@st.composite
def cases(draw: Any) -> Case:
    """Draw a world."""
    memberships = {}
    for person in PEOPLE:
        for body in draw(st.lists(st.sampled_from([b for b in BODIES if b[0] == person[0]]), max_size=3)):
            memberships[person, body, draw(st.sampled_from(ROLES_IN[body[1]]))] = draw(STATES)
    pairs = [(g, m) for g in OWNERS for m in BODIES if m[1] == "c" and m[0] == g[0] and draw(st.booleans())]
    dated = st.sampled_from(["open", "open", "over", "later"])
    circles = {}
    for owner in OWNERS:
        inside = draw(st.sets(st.sampled_from([b for b in BODIES if b[0] == owner[0] and b[1] != "x"])))
        members = [(body, draw(st.sampled_from(["open", "open", "over"]))) for body in sorted(inside)]
        circles[owner] = (draw(st.sampled_from(["open", "open", "closed"])), members)
    places = [(owner, in_circle, n) for owner in OWNERS for in_circle in (False, True) for n in (0, 1)]
    return Case(
        [(*key, state) for key, state in memberships.items()],
        [(g, m, draw(dated)) for g, m in pairs],
        circles,
        {place: draw(st.sets(st.sampled_from(PEOPLE), max_size=2)) for place in places},
    )


@contextmanager
def built(case: Case) -> Iterator[None]:
    """Put the case into the database, and take it out again."""
    with transaction.atomic():
        _build(case)
        yield
        transaction.set_rollback(True)


def _build(case: Case) -> None:
    at = now()
    today, tomorrow = at.date(), at.date() + timedelta(days=1)
    for name in BODIES:
        case.keys[name] = Body.objects.create(code=name, kind=KINDS[name[1]], is_demonstration=name[0] == "d")
    for name in PEOPLE:
        facts = {"email": f"{name}@x.example", "name": name, "is_demonstration": name[0] == "d"}
        case.keys[name] = Person.objects.create(**facts)
    over: dict[str, dict[str, Any]] = {"ended": {"ended_at": at}, "lapsed": {"lapses_on": today}, "open": {}}
    for person, body, role, state in case.memberships:
        dates = {"started_at": at, "confirmed_at": at, "lapses_on": tomorrow} | over[state]
        Membership.objects.create(person=case.keys[person], body=case.keys[body], role=role, **dates)
    dated: dict[str, dict[str, date]] = {"open": {}, "over": {"valid_to": today}, "later": {"valid_from": tomorrow}}
    for group, member, state in case.affiliations:
        Affiliation.objects.create(group=case.keys[group], member=case.keys[member], source="test", **dated[state])
    for owner, (state, members) in case.circles.items():
        closed = at if state == "closed" else None
        circle = Circle.objects.create(owner=case.keys[owner], name="x", opened_at=at, closed_at=closed)
        case.keys[owner, "circle"] = circle
        for body, standing in members:
            until = at if standing == "over" else None
            CircleMember.objects.create(circle=circle, body=case.keys[body], since=at, until=until)
        for in_circle in (False, True):
            for label in LABELS:
                _share(case, owner, circle if in_circle else None, label)
                _publish(case, owner, circle if in_circle else None, label)


def _publish(case: Case, owner: str, circle: Circle | None, label: str) -> None:
    """Let the owner warn of a story of its own, with the same label; and keep a draft, which nobody is shown."""
    if label == "red" and circle is not None:
        return
    at, told = now(), {"title": "x", "what": "x", "act": "x", "label": label, "owner": case.keys[owner]}
    audience = Audience.NAMED if label == "red" else Audience.CIRCLE if circle else Audience.EVERYONE
    told |= {"circle": circle, "audience": audience, "written_at": at, "changed_at": at}
    story = Story.objects.create(title="x", label=label, first_seen_at=at, changed_at=at)
    out = {"state": BulletinState.PUBLISHED, "published_at": at, "edition": 1, "story": story}
    bulletin = Bulletin.objects.create(**told, **out)
    Bulletin.objects.create(**told)
    case.keys.setdefault("bulletins", {})[bulletin.pk] = (owner, circle is not None, label, 0)
    case.keys.setdefault("stories", {})[story.pk] = (owner, circle is not None, label, 0)
    if label == "red":
        for person in case.named[owner, False, 0]:
            BulletinReader.objects.create(bulletin=bulletin, person=case.keys[person])


def _share(case: Case, owner: str, circle: Circle | None, label: str) -> None:
    facts = {"owner": case.keys[owner], "circle": circle, "label": label, "can_be_written": label != "red"}
    collection = Collection.objects.create(title="x", opened_at=now(), **facts)
    case.keys.setdefault("collections", {})[collection.pk] = (owner, circle is not None, label)
    for number in (0, 1):
        added = StixObject.objects.create(
            collection=collection, sequence=number + 1, stix_id=f"report--{number}", version="1", spec_version="2.1",
            type="report", is_first=True, is_last=True, body="{}",
        )  # fmt: skip
        case.keys[added.pk] = (owner, circle is not None, label, number)
        if label == "red":
            for person in case.named[owner, circle is not None, number]:
                RedReader.objects.create(object=added, person=case.keys[person])


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(case=cases())
def test_nobody_gets_what_a_label_forbids(db: None, case: Case) -> None:
    """Compare what each person finds with what the rules give them."""
    day = now().date()
    with built(case):
        places = {key: place for key, place in case.keys.items() if isinstance(key, int)}
        for name in PEOPLE:
            person = case.keys[name]
            allowed = {place for place in places.values() if case.sees(name, *place)}
            with seeing_as(str(person.pk)):
                check_the_application(case, name, allowed, day)
                if connection.vendor == "postgresql":
                    check_the_wall(case, name, allowed)
        with seeing_as(NOBODY):
            if connection.vendor == "postgresql":
                for model in (Circle, CircleMember, Collection, StixObject, RedReader, AddStatus, Bulletin):
                    assert not model._default_manager.exists(), model.__name__


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(case=cases())
def test_whom_a_bulletin_is_for_is_the_same_from_both_sides(db: None, case: Case) -> None:
    """Ask each bulletin for its councils, and each council for its bulletins."""
    day = now().date()
    with built(case):
        from_bulletins = {
            (bulletin.pk, body)
            for bulletin in Bulletin.objects.filter(state=BulletinState.PUBLISHED).select_related("owner")
            for body in audience_of(bulletin, day).values_list("code", flat=True)
        }
        councils = [name for name in BODIES if name[1] == "c"]
        from_councils = {
            (pk, name) for name in councils for pk in bulletins_for(case.keys[name], day).values_list("pk", flat=True)
        }
        assert from_bulletins == from_councils
        for pk, (owner, in_circle, label, _n) in case.keys["bulletins"].items():
            if label != "red" and owner[1] != "p":
                asked = {name for bulletin, name in from_bulletins if bulletin == pk}
                assert asked == case.audience(owner, in_circle) & {c for c in councils if c[0] == owner[0]}


def check_the_application(case: Case, name: str, allowed: set[Any], day: date) -> None:
    """Whatever is asked for through the application is exactly what the rules give."""
    person, found = case.keys[name], set()
    shown = list(collections_shown_to(person, day).select_related("owner"))
    for collection in shown:
        found |= {case.keys[pk] for pk in objects_shown_to(person, day, collection).values_list("pk", flat=True)}
    assert found == allowed
    assert {(c.owner.code, c.circle_id is not None, c.label) for c in shown} == {place[:3] for place in allowed}
    adding = {(c.owner.code, c.circle_id is not None) for c in collections_to_add_to(person, day)}
    assert adding == {(o, c) for o in OWNERS for c in (False, True) if case.adds(name, o, c)}
    for pk, place in case.keys["collections"].items():
        assert is_collection_shown(person, day, pk) == any(place == one[:3] for one in allowed)
        assert can_add_to(person, day, pk) == (place[2] != "red" and case.adds(name, *place[:2]))
    bulletins, stories = case.keys["bulletins"], case.keys["stories"]
    seen = {bulletins[pk] for pk in bulletins_shown_to(person, day).values_list("pk", flat=True)}
    assert seen == allowed & set(bulletins.values())
    told = {stories[pk] for pk in Story.objects.filter(story_shown_to(person, day, "pk")).values_list("pk", flat=True)}
    # A story that everybody here may know of says nothing of who told it.
    assert told == {place for place in stories.values() if place in allowed or place[2] in ("clear", "green")}
    known = {case.keys[owner, "circle"].pk for owner in OWNERS if case.knows(name, owner)}
    assert set(circles_shown_to(person, day).values_list("pk", flat=True)) == known


def check_the_wall(case: Case, name: str, allowed: set[Any]) -> None:
    """Whatever is left out of a query's conditions, the database lets through only what the rules allow."""
    assert {case.keys[pk] for pk in StixObject.objects.values_list("pk", flat=True)} == allowed
    found = Collection.objects.values_list("owner__code", "circle", "label")
    assert {(owner, circle is not None, label) for owner, circle, label in found} == {p[:3] for p in allowed}
    assert set(RedReader.objects.values_list("person__name", flat=True)) <= {name}
    bulletins, stories = case.keys["bulletins"], case.keys["stories"]
    operated = {b for b, role in case.held(name) if role in OPERATORS}
    found_here = set(Bulletin.objects.filter(state="published").values_list("pk", flat=True))
    assert found_here == {pk for pk, place in bulletins.items() if place in allowed or place[0] in operated}
    drafts = Bulletin.objects.filter(state="draft").values_list("owner__code", flat=True)
    assert set(drafts) <= operated
    told = set(Story.objects.values_list("pk", flat=True))
    assert told == {pk for pk, place in stories.items() if place in allowed or place[2] in ("clear", "green")}
    open_to = {case.keys[owner, "circle"].pk for owner in OWNERS if case.knows(name, owner)}
    circles = set(Circle.objects.values_list("pk", flat=True))
    assert circles >= open_to
    for circle in Circle.objects.select_related("owner"):
        members = {body for body, standing in case.circles[circle.owner.code][1] if standing == "open"}
        assert any(b in members or (b == circle.owner.code and r in OPERATORS) for b, r in case.held(name))
