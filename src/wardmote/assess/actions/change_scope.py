"""The council says which services and systems an assessment is about, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from wardmote.estate.models import Service, System
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing

from .. import policies_of_assessments as policies
from ..models import (
    AnswerChange,
    Assessment,
    Candidate,
    Comment,
    EvidenceUse,
    OutcomeAnswer,
    Part,
    PlanLine,
    ScopedService,
)
from ..policies_of_reviews import check_edition
from ..queries.desks import Desk

LONGEST_MISSION = 4000
LONGEST_REASON = 1000
# Answering a system takes a council about 60 hours: more than this would never be finished.
MOST_CHOSEN = 20


@dataclass(frozen=True)
class Considered:
    """A system of the estate that might be critical: whether it was chosen, and why or why not."""

    system: int
    is_chosen: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Scope:
    """What an assessment is about: the mission, essential services by number, and systems that were considered."""

    mission: str = ""
    services: tuple[int, ...] = ()
    systems: tuple[Considered, ...] = ()

    @property
    def chosen(self) -> tuple[Considered, ...]:
        """Return the systems that are assessed."""
        return tuple(found for found in self.systems if found.is_chosen)


def change_scope(*, by: Desk, scope: Scope, edition: int, at: datetime) -> Assessment:
    """Keep the scope and make or remove the parts that it asks for; whoever signed it off has to look again."""
    policies.check_can_change_answers(by)
    _check_fits(scope)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        policies.check_is_open(assessment)
        check_edition(assessment, edition)
        before = _as_kept(assessment)
        was_signed = assessment.scope_signed_at is not None
        assessment.mission = scope.mission.strip()
        _keep_services(assessment, scope.services)
        systems = _keep_candidates(assessment, scope.systems)
        _remove_parts(assessment, {found.system for found in scope.chosen})
        _add_parts(assessment, [systems[found.system] for found in scope.chosen])
        after = _as_kept(assessment)
        if before == after:
            return assessment
        assessment.scope_sent_at = assessment.scope_signed_at = assessment.scope_signed_by = None
        assessment.edition += 1
        assessment.save(update_fields=["mission", "scope_sent_at", "scope_signed_at", "scope_signed_by", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.scope-changed",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"services": before[1], "systems": before[3], "signed": was_signed},
            after={"services": after[1], "systems": after[3], "signed": False},
        )
    return assessment


def _check_fits(scope: Scope) -> None:
    if len(scope.mission.strip()) > LONGEST_MISSION:
        raise Denied(_("The mission must be 4,000 characters or fewer."))
    if any(len(found.reason.strip()) > LONGEST_REASON for found in scope.systems):
        raise Denied(_("A reason must be 1,000 characters or fewer."))
    if len(scope.chosen) > MOST_CHOSEN:
        raise Denied(
            _("Choose %(most)s critical systems at most. Each is assessed by itself, and normally three are enough.")
            % {"most": MOST_CHOSEN}
        )


def _as_kept(assessment: Assessment) -> tuple[str, list[int], list[tuple[int, bool, str]], list[int]]:
    """Return what is kept now: mission, services, candidates, and the systems that are parts."""
    return (
        assessment.mission,
        sorted(assessment.scoped_services.values_list("service_id", flat=True)),
        sorted(assessment.candidates.values_list("system_id", "is_chosen", "reason")),
        sorted(assessment.parts.filter(position__gt=0).values_list("system_id", flat=True)),
    )


def _keep_services(assessment: Assessment, wanted: Iterable[int]) -> None:
    kept = set(assessment.scoped_services.values_list("service_id", flat=True))
    new = set(wanted) - kept
    found = Service.objects.filter(council=assessment.council_id, removed_at__isnull=True, pk__in=new)
    names = dict(found.values_list("pk", "name"))
    if names.keys() != new:
        raise missing("service")
    assessment.scoped_services.filter(service__in=kept - set(wanted)).delete()
    ScopedService.objects.bulk_create(
        ScopedService(assessment=assessment, council_id=assessment.council_id, service_id=pk, name=name)
        for pk, name in names.items()
    )


def _keep_candidates(assessment: Assessment, wanted: Iterable[Considered]) -> dict[int, System]:
    """Keep each system that was considered; one that the estate no longer has stays if it was there before."""
    asked = {found.system: found for found in wanted}
    kept = {candidate.system_id: candidate for candidate in assessment.candidates.all()}
    known = Q(removed_at__isnull=True) | Q(pk__in=kept) | Q(pk__in=assessment.parts.values("system"))
    systems = System.objects.filter(known, council=assessment.council_id).in_bulk(asked)
    if systems.keys() != asked.keys():
        raise missing("system")
    assessment.candidates.exclude(system__in=asked).delete()
    for pk, found in asked.items():
        candidate = kept.get(pk) or Candidate(
            assessment=assessment, council_id=assessment.council_id, system_id=pk, name=systems[pk].name
        )
        candidate.is_chosen, candidate.reason = found.is_chosen, found.reason.strip()
        candidate.save()
    return systems


def _remove_parts(assessment: Assessment, chosen: set[int]) -> None:
    """Take away parts that nobody has worked on yet; words that somebody wrote are never lost by a tick.

    What came along from last time and wasn't touched since is no work: it stands there still, and goes with the part.
    """
    mine = {"part": OuterRef("pk")}
    worked_on = (
        Exists(AnswerChange.objects.filter(**mine))
        | Exists(OutcomeAnswer.objects.filter(**mine, is_to_check=False))
        | Exists(EvidenceUse.objects.filter(**mine, used_at__gt=assessment.opened_at))
        | Exists(Comment.objects.filter(**mine))
        | Exists(PlanLine.objects.filter(**mine))
    )
    gone = assessment.parts.filter(position__gt=0).exclude(system__in=chosen)
    kept = gone.filter(worked_on).first()
    if kept:
        raise Denied(
            _("%(name)s has been worked on, so it stays in the scope: its answers would be lost.")
            % {"name": kept.name},
            "conflict",
        )
    gone.delete()


def _add_parts(assessment: Assessment, chosen: list[System]) -> None:
    there = set(assessment.parts.filter(position__gt=0).values_list("system_id", flat=True))
    last: int = assessment.parts.aggregate(last=Max("position"))["last"] or 0
    new = sorted((system for system in chosen if system.pk not in there), key=lambda system: system.name)
    Part.objects.bulk_create(
        Part(
            assessment=assessment,
            council_id=assessment.council_id,
            system=system,
            name=system.name,
            position=position,
        )
        for position, system in enumerate(new, last + 1)
    )
