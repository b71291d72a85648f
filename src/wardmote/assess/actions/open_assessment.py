"""A council starts an assessment, from nothing or from what it said last time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import outlines
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies_of_assessments as policies
from ..carrying import carry_forward
from ..frameworks import profiles_for
from ..models import UNFINISHED, Assessment, Part, State, Window

LONGEST_TITLE = 120


@dataclass(frozen=True)
class Wish:
    """What a new assessment is to be: by which framework, measured against which profile, called what."""

    framework: str
    version: str
    profile: str
    title: str
    due_on: date | None = None
    carries_forward: bool = True


def open_assessment(*, by: Viewer, council: Body, wish: Wish, at: datetime) -> Assessment:
    """Open the assessment after the newest finished one; with `carries_forward` its answers come along, to check."""
    policies.check_can_open(by, council, localdate(at))
    _check_fits(wish)
    with transaction.atomic():
        if council.assessments.filter(framework=wish.framework, state__in=UNFINISHED).exists():
            raise Denied(_("There is an unfinished assessment already. Finish it or give it up first."), "conflict")
        previous = _newest_finished(council, wish.framework)
        source = previous if wish.carries_forward else None
        assessment = Assessment.objects.create(
            council=council,
            framework=wish.framework,
            version=wish.version,
            profile=wish.profile,
            title=wish.title.strip()[:LONGEST_TITLE],
            mission=source.mission if source else "",
            due_on=wish.due_on,
            window=_open_window(council, wish, localdate(at)),
            previous=previous,
            opened_by=by.person,
            opened_at=at,
        )
        Part.objects.create(assessment=assessment, council=council, name=_("The organisation"), position=0)
        if source:
            carry_forward(source=source, target=assessment, by=by.person, at=at)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="assessment.opened",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={"framework": f"{wish.framework}-{wish.version}", "previous": previous.pk if previous else None},
        )
    return assessment


def _check_fits(wish: Wish) -> None:
    if (wish.framework, wish.version) not in outlines():
        raise Denied(_("That framework isn't here. Choose one from the list."))
    if wish.profile and wish.profile not in {p.key for p in profiles_for(wish.framework, wish.version)}:
        raise Denied(_("That profile isn't here. Choose one from the list."))
    if not wish.title.strip():
        raise Denied(_("Give the assessment a name, for example the year."))


def _newest_finished(council: Body, framework: str) -> Assessment | None:
    finished = council.assessments.filter(framework=framework, state__in=[State.ASSURED, State.CLOSED])
    return finished.order_by("-finished_at", "-pk").first()


def _open_window(council: Body, wish: Wish, day: date) -> Window | None:
    return Window.objects.filter(
        framework=wish.framework,
        version=wish.version,
        opens_on__lte=day,
        closes_on__gte=day,
        is_demonstration=council.is_demonstration,
    ).first()
