"""Is there any mixture of people, roles, memberships and choices in which somebody finds what isn't theirs?

Random worlds are asked three times: through the application's own scope, through a model of the rules that is
written here in plain Python and knows nothing of the other two, and on PostgreSQL through the wall in the
database. Whatever the application shows, the wall lets through; whatever the wall lets through, the rules allow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from wardmote.assess.models import (
    Answer,
    Assessment,
    OutcomeResult,
    Reason,
    Report,
    ReportReasons,
    Review,
    Stocktake,
    Submission,
)
from wardmote.assess.public import reasons_visible_to, result_page, submissions_visible_to
from wardmote.assess.queries.report_shown import find_shown
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import now
from wardmote.kernel.roles import INSIDE_COUNCIL, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import (
    Affiliation,
    Body,
    BodyRecord,
    Inheritance,
    Invitation,
    JoinRequest,
    Membership,
    Person,
    SharingChoice,
)
from wardmote.register.public import find_viewer
from wardmote.register.queries.scope import REASONS, RESULTS, bodies_of_own, bodies_shown_to

COUNCILS = ["c0", "c1", "d0"]
WARPS = ["cw0", "cw1", "dw0"]
PROGRAMMES, PLATFORMS = ["cp", "dp"], ["cx", "dx"]
ROLES_IN = {
    "c": ["lead", "contributor", "leader", "councillor", "viewer", "assurer"],
    "w": ["warp-operator", "warp-operator", "warp-member"],
    "p": ["programme-team", "programme-finance", "programme-content"],
    "x": ["administrator"],
}
KINDS = {"c": "district", "w": "warp", "p": "programme", "x": "platform"}
LEVELS = ["nothing", "results", "reasons"]
DAY = timedelta(days=1)


def kind_of(body: str) -> str:
    return body[1] if body[1] in "wpx" else "c"


def world_of(name: str) -> str:
    """Return c for the real world and d for the fictional one: the first letter of every name here."""
    return name[0]


@dataclass
class Case:
    """One random world, by name."""

    people: list[str]
    # Each by person, body, role and state.
    memberships: list[tuple[str, str, str, str]]
    # Each by WARP, council and state.
    affiliations: list[tuple[str, str, str]]
    # By council and audience: the level chosen, and its state.
    choices: dict[tuple[str, str], tuple[str, str]]
    # Each by predecessor and successor.
    inheritances: set[tuple[str, str]]
    # Each by person, council and state: who was asked to look at the council's assessment.
    reviews: list[tuple[str, str, str]] = field(default_factory=list)
    keys: dict[Any, Any] = field(default_factory=dict, repr=False)

    # --- the rules, as a person would read them out ---

    def own(self, person: str, roles: set[str]) -> set[str]:
        """A person's own bodies are those of their open memberships, and what these have inherited."""
        mine = {b for p, b, role, state in self.memberships if p == person and state == "open" and role in roles}
        return mine | {old for old, new in self.inheritances if new in mine}

    def level(self, council: str, audience: str) -> int:
        """What a council shows: what it chose and hasn't taken back, else results to the programme only."""
        level, state = self.choices.get((council, audience), ("", "over"))
        if state == "open":
            return LEVELS.index(level)
        return 1 if audience == "programme" else 0

    def shown(self, person: str, least: int) -> set[str]:
        """A council is shown to its world's programme, to its own WARP's operators, to its own reviewers."""
        found = set()
        for p, body, role, state in self.memberships:
            if p != person or state != "open":
                continue
            for council in COUNCILS:
                is_in = (body, council, "open") in self.affiliations
                audience = {
                    role in ("programme-team", "programme-finance") and world_of(council) == world_of(p): "programme",
                    role == "warp-operator" and is_in: "warp",
                    role == "assurer" and body == council: "reviewers",
                }.get(True)
                if audience and self.level(council, audience) >= least:
                    found.add(council)
        return found

    def reviewed(self, person: str) -> set[str]:
        """Whoever is asked for a review, and is still let in, looks at that council's assessment."""
        asked = {council for p, council, state in self.reviews if p == person and state == "standing"}
        return {council for council in asked if (person, council, "assurer", "open") in self.memberships}

    def reports(self, person: str) -> dict[str, bool]:
        """By council: a report is its own people's, its assurer's and theirs with whom it shares; are the reasons?

        What a person is in the council itself counts before what they are in the one that took over from it.
        """
        found = {council: council in self.shown(person, 2) for council in self.shown(person, 1)}
        found |= dict.fromkeys(self.reviewed(person), True)
        for council in self.own(person, INSIDE) & set(COUNCILS):
            direct = {r for p, b, r, state in self.memberships if (p, b, state) == (person, council, "open")} & INSIDE
            found[council] = bool(direct & READ_ANSWERS) if direct else council in self.own(person, READ_ANSWERS)
        return found

    def looked_after(self, person: str) -> set[str]:
        """The programme's team and administrators look after the people of bodies of their world without a lead."""
        roles = {role for p, _b, role, state in self.memberships if p == person and state == "open"}
        if not roles & {"programme-team", "administrator"}:
            return set()
        led = {b for _p, b, role, state in self.memberships if role == "lead" and state == "open"}
        return {body for body in ALL_BODIES if world_of(body) == world_of(person)} - led


ALL_BODIES = [*COUNCILS, *WARPS, *PROGRAMMES, *PLATFORMS]
ALL_ROLES = {role.value for role in Role}
INSIDE = {"lead", "contributor", "leader", "councillor", "viewer"}
READ_ANSWERS = {"lead", "contributor", "leader", "viewer"}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a small, crowded world; as in the real one, nothing crosses from the real part to the fictional one."""
    people = ["c-ada", "d-cyd"]
    memberships = set()
    for person, most in zip(people, (4, 2), strict=True):
        bodies = [body for body in ALL_BODIES if world_of(body) == world_of(person)]
        for body in draw(st.lists(st.sampled_from(bodies), min_size=1, max_size=most)):
            role = draw(st.sampled_from(ROLES_IN[kind_of(body)]))
            memberships.add((person, body, role, draw(st.sampled_from(["open", "open", "open", "ended", "lapsed"]))))
    pairs = [(w, c) for w in WARPS for c in COUNCILS if world_of(w) == world_of(c)]
    audiences = [(council, audience) for council in COUNCILS for audience in ("programme", "warp", "reviewers")]
    choice = st.tuples(st.sampled_from(["reasons", "results", "nothing"]), st.sampled_from(["open", "open", "over"]))
    chosen = {key: draw(choice) for key in audiences if draw(st.integers(0, 3))}
    asked = [("c-ada", "c0"), ("c-ada", "c1"), ("d-cyd", "d0")]
    return Case(
        people=people,
        memberships=sorted(memberships),
        affiliations=[(w, c, draw(st.sampled_from(["open", "over", "later"]))) for w, c in pairs],
        choices=chosen,
        inheritances=draw(st.sets(st.sampled_from([("c0", "c1"), ("c1", "c0")]), max_size=1)),
        reviews=[(*pair, draw(st.sampled_from(["standing", "standing", "withdrawn"]))) for pair in asked],
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
    today = at.date()
    for name in ALL_BODIES:
        body = Body.objects.create(code=name, kind=KINDS[kind_of(name)], is_demonstration=world_of(name) == "d")
        case.keys[name] = body
    BodyRecord.objects.bulk_create(
        BodyRecord(body=case.keys[name], name=name, short_name=name, source="test") for name in ALL_BODIES
    )
    for name in case.people:
        case.keys[name] = Person.objects.create(
            email=f"{name}@x.example", name=name, is_demonstration=world_of(name) == "d"
        )
    over: dict[str, dict[str, Any]] = {"ended": {"ended_at": at}, "lapsed": {"lapses_on": today}, "open": {}}
    open_: dict[tuple[str, str, str], str] = {}
    for holder, place, role, state in case.memberships:
        if state == "ended" or open_.setdefault((holder, place, role), state) == state:
            facts = {"started_at": at, "confirmed_at": at, "lapses_on": today + DAY} | over[state]
            Membership.objects.create(person=case.keys[holder], body=case.keys[place], role=role, **facts)
    # The database keeps one open membership of a kind; so does the case.
    case.memberships = [m for m in case.memberships if m[3] == "ended" or open_[m[:3]] == m[3]]
    dates: dict[str, dict[str, date]] = {"open": {}, "over": {"valid_to": today}, "later": {"valid_from": today + DAY}}
    Affiliation.objects.bulk_create(
        Affiliation(group=case.keys[w], member=case.keys[c], source="test", **dates[state])
        for w, c, state in case.affiliations
    )
    SharingChoice.objects.bulk_create(
        SharingChoice(
            council=case.keys[council], audience=audience, level=level, since=at, until=at if state == "over" else None
        )
        for (council, audience), (level, state) in case.choices.items()
    )
    Inheritance.objects.bulk_create(
        Inheritance(predecessor=case.keys[old], successor=case.keys[new], at=at) for old, new in case.inheritances
    )
    for name in COUNCILS:
        _submit(case.keys[name], at)
        case.keys[name, "assessment"] = _freeze(case.keys[name], at)
    Review.objects.bulk_create(
        Review(
            assessment=case.keys[council, "assessment"],
            council=case.keys[council],
            assurer=case.keys[person],
            kind="peer",
            asked_at=at,
            withdrawn_at=at if state == "withdrawn" else None,
        )
        for person, council, state in case.reviews
    )


def _submit(council: Body, at: Any) -> None:
    """Give the council one of everything that belongs to it."""
    place = {"council": council, "framework": "stocktake", "version": "1", "area": "leadership"}
    stocktake = Stocktake.objects.create(opened_at=at, closed_at=at, **place)
    Answer.objects.create(stocktake=stocktake, council=council, question="lead-owner", level=1, answered_at=at)
    submission = Submission.objects.create(
        stocktake=stocktake, score=50, rating="amber", submitted_at=at, submitted_on=at.date(), **place
    )
    Reason.objects.create(submission=submission, council=council, question="lead-owner", level=1, note="Why.")
    Invitation.objects.create(
        body=council, email="x@x.example", role="viewer", digest=council.code, invited_at=at, expires_at=at
    )
    audit.record(by=None, body=council.pk, action="test", subject="test", at=at)


def _freeze(council: Body, at: Any) -> Assessment:
    """Give the council an assessment with a frozen report."""
    place = {"council": council, "framework": "caf", "version": "3.2"}
    assessment = Assessment.objects.create(title="2026", state="assured", opened_at=at, approved_at=at, **place)
    report = Report.objects.create(
        assessment=assessment,
        number=1,
        kind="approved",
        outcomes_met=1,
        outcomes_total=1,
        content={},
        digest="x",
        made_at=at,
        made_on=at.date(),
        **place,
    )
    ReportReasons.objects.create(report=report, assessment=assessment, council=council, content={"outcomes": []})
    OutcomeResult.objects.create(report=report, outcome="A1.a", status="achieved", is_met=True, **place)
    return assessment


def codes(found: models.QuerySet[Any], path: str = "council__code") -> set[str]:
    return set(found.values_list(path, flat=True))


# Failing worlds are small enough to read as they are drawn.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


def operator_of(state: str, choice: str) -> Case:
    """Draw by hand what chance draws too seldom: the operator of a WARP, and one council that shares or shared."""
    shared = {("c0", "warp"): ("reasons", choice)}
    return Case(["c-ada"], [("c-ada", "cw0", "warp-operator", "open")], [("cw0", "c0", state)], shared, set())


def assurer_of(review: str, choice: str, membership: str = "open") -> Case:
    """Draw by hand an assurer of one council with a review there, and what the council shares with its reviewers."""
    asked, shared = [("c-ada", "c0", review)], {("c0", "reviewers"): (choice, "open")}
    return Case(["c-ada"], [("c-ada", "c0", "assurer", membership)], [], shared, set(), asked)


TAKEN_OVER = Case(
    ["c-ada"], [("c-ada", "c0", "councillor", "open"), ("c-ada", "c1", "lead", "open")], [], {}, {("c0", "c1")}
)


@example(case=TAKEN_OVER)
@example(case=assurer_of("standing", "nothing"))
@example(case=assurer_of("standing", "results"))
@example(case=assurer_of("standing", "nothing", "lapsed"))
@example(case=assurer_of("withdrawn", "nothing"))
@example(case=assurer_of("withdrawn", "results"))
@example(case=operator_of("open", "open"))
@example(case=operator_of("over", "open"))
@example(case=operator_of("later", "open"))
@example(case=operator_of("open", "over"))
@settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases())
def test_nobody_finds_a_foreign_object(db: None, case: Case) -> None:
    """Compare what each person finds with what the rules give them."""
    day = now().date()
    with built(case):
        for name in case.people:
            person = case.keys[name]
            with seeing_as(str(person.pk)):
                check_the_application(case, name, person, day)
                if connection.vendor == "postgresql":
                    check_the_wall(case, name)


def check_the_application(case: Case, name: str, person: Person, day: date) -> None:
    """Whatever is asked for through the application is exactly what the rules give."""
    results, reasons = case.shown(name, 1), case.shown(name, 2)
    own = case.own(name, INSIDE)
    for roles in ({Role.LEAD}, {Role.CONTRIBUTOR, Role.WARP_OPERATOR}):
        assert codes(bodies_of_own(person, day, frozenset(roles)), "code") == case.own(name, {str(r) for r in roles})
    assert codes(bodies_of_own(person, day, INSIDE_COUNCIL), "code") == own
    assert codes(bodies_shown_to(person, day, RESULTS), "code") & set(COUNCILS) == results
    assert codes(bodies_shown_to(person, day, REASONS), "code") == reasons
    assert codes(submissions_visible_to(person, day)) == own | results
    assert codes(reasons_visible_to(person, day)) == own | reasons
    page = result_page(person, case.keys["c0"], day)
    assert bool(page.latest) == ("c0" in own | results)
    assert page.may_see_reasons == ("c0" in own | reasons)
    assert reports_found(case, person, day) == case.reports(name)


def reports_found(case: Case, person: Person, day: date) -> dict[str, bool]:
    """Return the councils whose report opens to the person, each with whether its reasons do."""
    viewer, at, found = find_viewer(person, day), now(), {}
    for council in COUNCILS:
        try:
            shown = find_shown(viewer, council, case.keys[council, "assessment"].pk, at)
        except Denied:
            continue
        found[council] = shown.reasons is not None
    return found


def check_the_wall(case: Case, name: str) -> None:
    """Whatever is left out of a query's conditions, the database lets through only what the rules allow."""
    own = case.own(name, ALL_ROLES - {"assurer"})
    after = case.looked_after(name)
    bodies = {case.keys[body].pk: body for body in ALL_BODIES}
    assert codes(Submission.objects.all()) == (own & set(COUNCILS)) | case.shown(name, 1)
    assert codes(Reason.objects.all()) == (own & set(COUNCILS)) | case.shown(name, 2)
    assert codes(Report.objects.all()) == (own & set(COUNCILS)) | case.shown(name, 1) | case.reviewed(name)
    assert codes(ReportReasons.objects.all()) == (own & set(COUNCILS)) | case.shown(name, 2) | case.reviewed(name)
    assert codes(OutcomeResult.objects.all()) == (own & set(COUNCILS)) | case.shown(name, 1)
    assert codes(Assessment.objects.all()) == (own & set(COUNCILS)) | case.reviewed(name)
    assert codes(Stocktake.objects.all()) == own & set(COUNCILS)
    assert codes(Answer.objects.all()) == own & set(COUNCILS)
    assert {bodies[key] for key in AuditEntry.objects.values_list("body_id", flat=True)} == own & set(COUNCILS)
    assert codes(Invitation.objects.all(), "body__code") == (own | after) & set(COUNCILS)
    held = set(Membership.objects.values_list("person__name", "body__code"))
    assert held == {(p, b) for p, b, _r, _s in case.memberships if p == name or b in own | after}
    assert not JoinRequest.objects.exists()


def test_nobody_at_all_finds_nothing_at_all(db: None) -> None:
    """The signed-out have no scope; on PostgreSQL the wall gives them nothing either."""
    everything = Case([], [], [], {}, {("c0", "c1")})
    with built(everything), seeing_as(""):
        if connection.vendor == "postgresql":
            kept = (
                Submission,
                Reason,
                Stocktake,
                Answer,
                Assessment,
                Report,
                ReportReasons,
                OutcomeResult,
                AuditEntry,
                Invitation,
                Membership,
                Inheritance,
                SharingChoice,
            )
            assert [model.__name__ for model in kept if model._default_manager.exists()] == []
        nobody = Person(pk=-1)
        assert not submissions_visible_to(nobody, now().date()).exists()
