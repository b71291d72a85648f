"""What do assessments ask of this person now, and by when? The home page and the weekly letter say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel.prepared import ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Person
from wardmote.register.public import Standing, Viewer

from ..models import UNFINISHED, Assessment, Assignment, Evidence, OutcomeAnswer, Plan, PlanLine, State, Window
from .desks import ASSESSMENT_ROW, assessment_of, own_assessments
from .evidence import expires_by
from .plan_needs import plan_needs
from .review_asked import standing_review
from .review_waiting import WaitingReview, reviews_waiting

PRESSING = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One thing to do: what, why, where, and by when where there is a day."""

    what: str
    reason: str
    link: str
    verb: str
    due_on: date | None = None

    def is_pressing(self, day: date) -> bool:
        """Say whether it is overdue, or due within a week."""
        return self.due_on is not None and self.due_on <= day + PRESSING


@dataclass(frozen=True)
class AtHome:
    """What stands on the home page: what is to do, and the assessment under way or last planned of each council."""

    dues: tuple[Due, ...]
    newest: Mapping[int, Assessment]


def assessment_dues(viewer: Viewer, at: datetime) -> tuple[Due, ...]:
    """Return what assessments ask of the person."""
    return assessments_at_home(viewer, at).dues


def assessments_at_home(viewer: Viewer, at: datetime) -> AtHome:
    """Return what assessments ask, and the newest by council: one query for whoever has none, a few for whoever has."""
    dues = [_review_due(review) for review in reviews_waiting(viewer, at)]
    if not viewer.holds(READS_ANSWERS):
        return AtHome(tuple(dues), {})
    found = [assessment_of(row) for row in _AT_HOME.rows(person=viewer.person.pk, day=localdate(at))]
    unfinished = [assessment for assessment in found if assessment.state in UNFINISHED]
    dues += _assigned(viewer, localdate(at)) if unfinished else []
    for assessment in unfinished:
        dues += _steps(viewer, assessment, localdate(at))
    dues += _plan_dues(viewer, at) if found else []
    dues += _signature_dues(viewer, localdate(at)) if found else []
    dues += _window_dues(viewer, {assessment.council_id for assessment in unfinished}, localdate(at))
    newest = {assessment.council_id: assessment for assessment in sorted(found, key=lambda a: (a.opened_at, a.pk))}
    return AtHome(tuple(dues), newest)


def _assigned(viewer: Viewer, day: date) -> list[Due]:
    """Return the outcomes that were given to the person and aren't ready, as one thing for each assessment."""
    if not viewer.holds(WRITES_ANSWERS):
        return []
    ready = OutcomeAnswer.objects.filter(part=OuterRef("part"), outcome=OuterRef("outcome"), is_confirmed=True)
    rows = (
        Assignment.objects.filter(
            person=viewer.person,
            assessment__state=State.OPEN,
            assessment__in=own_assessments(viewer.person, day, WRITES_ANSWERS),
        )
        .filter(~Exists(ready))
        .values("assessment_id", "assessment__title", "assessment__council__code")
        .annotate(count=Count("pk", distinct=True), first=Min("due_on"))
        .order_by("first", "assessment_id")
    )
    return [
        Due(
            ngettext("Answer an outcome of %(title)s", "Answer %(n)s outcomes of %(title)s", row["count"])
            % {"n": row["count"], "title": row["assessment__title"]},
            _("Your cyber lead has given them to you."),
            reverse("assessments:overview", args=[row["assessment__council__code"], row["assessment_id"]]),
            _("Answer the next one"),
            row["first"],
        )
        for row in rows
    ]


def _steps(viewer: Viewer, assessment: Assessment, day: date) -> list[Due]:
    """Return what the leader signs, what the lead does next, and the evidence that runs out behind the assessment."""
    roles = viewer.roles_in(assessment.council_id)
    to_sign = _scope_dues(assessment) if Role.LEADER in roles else []
    if Role.LEAD not in roles:
        return to_sign
    words = {
        State.OPEN: (_("Finish the assessment %(title)s"), _("Answers are still open.")),
        State.APPROVED: (_("Have %(title)s checked from outside"), _("It is approved and waits for an assurer.")),
        State.RESPONSE: (_("Answer the findings on %(title)s"), _("The assurer has finished.")),
    }
    found = words.get(State(assessment.state))
    dues = to_sign
    if found:
        link = reverse("assessments:overview", args=[assessment.council.code, assessment.pk])
        what = found[0] % {"title": assessment.title}
        dues.append(Due(what, found[1], link, _("Open the assessment"), assessment.due_on))
    return dues + _evidence_dues(assessment, day)


def _scope_dues(assessment: Assessment) -> list[Due]:
    """Return the scope that waits for a leader; with an assurer asked, it is theirs to sign."""
    waits = assessment.state == State.OPEN and assessment.scope_sent_at and not assessment.scope_signed_at
    if not waits or standing_review(assessment):
        return []
    what = _("Sign off the scope of %(title)s") % {"title": assessment.title}
    link = reverse("assessments:scope_sign", args=[assessment.council.code, assessment.pk])
    return [Due(what, _("It says which services and systems are assessed."), link, _("Read the scope"))]


def _evidence_dues(assessment: Assessment, day: date) -> list[Due]:
    pieces = Evidence.objects.filter(council_id=assessment.council_id, uses__assessment=assessment)
    summary = expires_by(pieces, day).aggregate(count=Count("pk", distinct=True), first=Min("expires_on"))
    count = summary["count"]
    if not count:
        return []
    what = ngettext("Renew a piece of evidence", "Renew %(n)s pieces of evidence", count) % {"n": count}
    link = reverse("assessments:evidence", args=[assessment.council.code])
    return [Due(what, _("An assurer won't take evidence that has expired."), link, _("See which"), summary["first"])]


def _plan_dues(viewer: Viewer, at: datetime) -> list[Due]:
    return [
        Due(
            ngettext("One action of the plan is due", "%(n)s actions of the plan are due", len(need.lines))
            % {"n": len(need.lines)},
            _("%(name)s: improvement plan.") % {"name": need.name},
            reverse("assessments:plan", args=[need.code, need.assessment]),
            _("Open the plan"),
            need.first_due,
        )
        for need in plan_needs(viewer, at)
    ]


def _signature_dues(viewer: Viewer, day: date) -> list[Due]:
    """Return the plans with costs that nobody has signed, for leaders."""
    if not viewer.holds(frozenset({Role.LEADER})):
        return []
    costed = Plan.objects.filter(
        Exists(own_assessments(viewer.person, day, frozenset({Role.LEADER})).filter(pk=OuterRef("assessment"))),
        Exists(PlanLine.objects.filter(plan=OuterRef("pk"), cost_once__isnull=False)),
        signed_at__isnull=True,
    ).exclude(assessment__state=State.WITHDRAWN)
    return [
        Due(
            _("Sign the costs of the plan %(title)s") % {"title": plan.assessment.title},
            _("It waits for the section 151 officer, or whoever signs for them."),
            reverse("assessments:plan_sign", args=[plan.assessment.council.code, plan.assessment_id]),
            _("Look at the costs"),
        )
        for plan in costed.select_related("assessment__council").order_by("pk")
    ]


def _window_dues(viewer: Viewer, busy: set[int], day: date) -> list[Due]:
    """Return the open window for each council that the person leads and that has no assessment under way."""
    leads: dict[int, Standing] = {s.body_id: s for s in viewer.held(frozenset({Role.LEAD}))}
    idle = [standing for body, standing in leads.items() if body not in busy]
    window = open_window_on(day, viewer.person.is_demonstration) if idle else None
    if window is None:
        return []
    done = set(
        own_assessments(viewer.person, day, frozenset({Role.LEAD}))
        .filter(window=window)
        .exclude(state=State.WITHDRAWN)
        .values_list("council_id", flat=True)
    )
    return [
        Due(
            _("Assess %(name)s in the window %(title)s") % {"name": standing.name, "title": window.title},
            _("The programme asks twice a year. It is voluntary, and shows where support should go."),
            reverse("assessments:listing", args=[standing.code]),
            _("Start an assessment"),
            window.closes_on,
        )
        for standing in idle
        if standing.body_id not in done
    ]


def open_window_on(day: date, demonstration: bool) -> Window | None:
    """Return the window that is open on this day in the real or the demonstration's world, the first to close."""
    rows = _OPEN.rows(demonstration, day=day)
    return Window(**dict(zip(_WINDOW_ROW, rows[0], strict=True))) if rows else None


def _at_home(*, person: int, day: date) -> QuerySet[Assessment, tuple[Any, ...]]:
    found = own_assessments(Person(pk=person), day).filter(Q(state__in=UNFINISHED) | Q(plan__isnull=False))
    return found.exclude(state=State.WITHDRAWN).order_by("due_on", "pk").values_list(*ASSESSMENT_ROW)


def _open(demonstration: bool, *, day: date) -> QuerySet[Window, tuple[Any, ...]]:
    found = Window.objects.filter(opens_on__lte=day, closes_on__gte=day, is_demonstration=demonstration)
    return found.order_by("closes_on").values_list(*_WINDOW_ROW)


_WINDOW_ROW = ("pk", "title", "framework", "version", "opens_on", "closes_on")
_AT_HOME = Prepared(_at_home, person=ANYBODY, day=ANY_DAY)
_OPEN = Prepared(_open, day=ANY_DAY)


def _review_due(review: WaitingReview) -> Due:
    return Due(
        ngettext("Review one outcome of %(name)s", "Review %(n)s outcomes of %(name)s", review.left)
        % {"n": review.left, "name": review.council}
        if review.left
        else _("Finish your review of %(name)s") % {"name": review.council},
        _("The council asked you to look at its answers."),
        reverse("assessments:review", args=[review.code, review.number]),
        _("Open the review"),
        review.due_on,
    )
