"""Which assessment does a page speak of, and what is this person to it? Looked up and checked in one step.

`walls.py` says the same again for PostgreSQL's row-level security.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from wardmote.engines.frameworks import Outcome, OutcomeFramework, Profile
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.prepared import ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Body, Person
from wardmote.register.public import Viewer, bodies_of_own, is_alive, name_of, open_memberships

from ..frameworks import framework_and_profile
from ..models import Assessment, Part, Review, State

APPROVES = frozenset({Role.LEADER, Role.LEAD})


@dataclass(frozen=True)
class Desk:
    """One assessment in front of one person: a reader from the council, or its assurer (then with `review`)."""

    viewer: Viewer
    assessment: Assessment
    at: datetime
    review: Review | None = None

    @property
    def council(self) -> Body:
        """Return the council that assesses itself."""
        return self.assessment.council

    @cached_property
    def name(self) -> str:
        """Return what the council is called."""
        return name_of(self.council)

    @property
    def is_assurer(self) -> bool:
        """Say whether the person looks from outside."""
        return self.review is not None

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return what the person is in this council, or in the one that took over from it."""
        direct = self.viewer.roles_in(self.assessment.council_id)
        return direct or _inherited_roles(self.viewer, self.assessment.council_id, localdate(self.at))

    @cached_property
    def _books(self) -> tuple[OutcomeFramework, Profile | None]:
        a = self.assessment
        return framework_and_profile(a.framework, a.version, a.profile)

    @property
    def framework(self) -> OutcomeFramework:
        """Return the framework, with the official statements where they were imported."""
        return self._books[0]

    @property
    def profile(self) -> Profile | None:
        """Return the target, if the assessment has one."""
        return self._books[1]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the organisation and its critical systems, in order."""
        return tuple(self.assessment.parts.all())

    @property
    def is_open(self) -> bool:
        """Say whether answers may still change."""
        return self.assessment.state == State.OPEN

    @property
    def can_write(self) -> bool:
        """Say whether to offer the person anything that changes the council's own words."""
        return not self.is_assurer and bool(self.roles & WRITES_ANSWERS) and is_alive(self.council, localdate(self.at))

    @property
    def can_answer(self) -> bool:
        """Say whether to offer the person the forms for answers."""
        return self.is_open and self.can_write

    @property
    def can_approve(self) -> bool:
        """Say whether the person approves for the council."""
        return not self.is_assurer and bool(self.roles & APPROVES) and is_alive(self.council, localdate(self.at))

    @property
    def is_lead(self) -> bool:
        """Say whether the person is the council's cyber lead."""
        return not self.is_assurer and Role.LEAD in self.roles

    def part(self, position: int) -> Part:
        """Return one part by its position; missing where there is none."""
        for part in self.parts:
            if part.position == position:
                return part
        raise missing("part of the assessment")

    def outcome(self, part: Part, outcome: str) -> Outcome:
        """Return an outcome that is asked of this part; missing where the framework doesn't ask it there."""
        found = self.framework.outcomes.get(outcome)
        if found is None or self.framework.objective_of[outcome].is_per_system != (part.position > 0):
            raise missing("outcome")
        return found

    def outcomes_of(self, part: Part) -> tuple[Outcome, ...]:
        """Return the outcomes that are asked of this part, in order."""
        return tuple(
            outcome
            for objective in self.framework.objectives
            if objective.is_per_system == (part.position > 0)
            for outcome in objective.outcomes
        )


def own_assessments(person: Person, day: date, roles: frozenset[Role] = READS_ANSWERS) -> QuerySet[Assessment]:
    """Return the assessments of the person's own councils, and of what those inherited."""
    own = bodies_of_own(person, day, roles)
    return Assessment.objects.filter(Exists(own.filter(pk=OuterRef("council"))))


def standing_reviews(person: Person, day: date) -> QuerySet[Review]:
    """Return the reviews that this person is asked for and still let in to make."""
    let_in = open_memberships(person, day).filter(role=Role.ASSURER, body=OuterRef("council"))
    return Review.objects.filter(Exists(let_in), assurer=person, withdrawn_at__isnull=True)


def find_desk(viewer: Viewer, code: str, number: int, at: datetime) -> Desk:
    """Return the assessment for a reader of the council's answers, or for its assurer; else it isn't there.

    Those who belong to the council in another role are told so.
    """
    day = localdate(at)
    if viewer.holds(READS_ANSWERS):
        rows = _OWN.rows(person=viewer.person.pk, day=day, number=number)
        assessment = assessment_of(rows[0]) if rows else None
        if assessment and assessment.council.code == code:
            return Desk(viewer, assessment, at)
    if viewer.holds(frozenset({Role.ASSURER})):
        reviews = standing_reviews(viewer.person, day).select_related("assessment__council")
        review = reviews.filter(assessment=number, assessment__council__code=code).first()
        if review:
            return Desk(viewer, review.assessment, at, review)
    mine = {s.role for s in viewer.standings if s.code == code and s.is_open} - {Role.ASSURER}
    if mine and not mine & READS_ANSWERS:
        raise Denied("Your role in this council doesn't include that. Ask your cyber lead to do it or to change it.")
    raise missing("assessment")


def _own(*, person: int, day: date, number: int) -> QuerySet[Assessment, tuple[Any, ...]]:
    return own_assessments(Person(pk=person), day).filter(pk=number).order_by().values_list(*ASSESSMENT_ROW)


def assessment_of(row: tuple[Any, ...]) -> Assessment:
    """Return the assessment with its council, from the values of `ASSESSMENT_ROW` in their order."""
    split = len(_COLUMNS)
    assessment = Assessment.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row[:split])
    assessment.council = Body.from_db(DEFAULT_DB_ALIAS, _BODY_COLUMNS, row[split:])
    return assessment


_COLUMNS = [field.attname for field in Assessment._meta.concrete_fields]
_BODY_COLUMNS = [field.attname for field in Body._meta.concrete_fields]
# What a prepared query asks for, so that `assessment_of` can make the assessment of it.
ASSESSMENT_ROW = (*_COLUMNS, *(f"council__{column}" for column in _BODY_COLUMNS))
_ANY_NUMBER = -7_770_002
_OWN = Prepared(_own, person=ANYBODY, day=ANY_DAY, number=_ANY_NUMBER)


def own_desk(viewer: Viewer, code: str, number: int, at: datetime) -> Desk:
    """Return the assessment for the council's own people only."""
    desk = find_desk(viewer, code, number, at)
    if desk.is_assurer:
        raise missing("assessment")
    return desk


def _inherited_roles(viewer: Viewer, council: int, day: date) -> frozenset[Role]:
    mine = {standing.role for standing in viewer.standings if standing.is_open}
    return frozenset(
        role for role in mine if bodies_of_own(viewer.person, day, frozenset({role})).filter(pk=council).exists()
    )
