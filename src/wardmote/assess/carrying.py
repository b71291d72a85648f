"""What was said last time comes along into the next assessment, marked to be checked again."""

from datetime import datetime

from wardmote.engines.frameworks import (
    Carrying,
    Fit,
    OutcomeFramework,
    Reply,
    Status,
    carried,
    carried_replies,
    mappings,
    status_of,
)
from wardmote.register.models import Person

from .frameworks import framework_of
from .models import Assessment, Candidate, EvidenceUse, OutcomeAnswer, Part, ScopedService


def carry_forward(*, source: Assessment, target: Assessment, by: Person, at: datetime) -> Carrying:
    """Copy scope, answers and uses of evidence, inside the caller's transaction; its act is what is audited.

    Between versions only what maps comes along: a reply only where its statement says the very same. What was said of
    a system that has left the estate stays behind. Nothing that came along is confirmed.
    """
    old = framework_of(source.framework, source.version)
    new = framework_of(target.framework, target.version)
    carrying = carrying_between(old, new)
    goes_to = _goes_to(carrying)
    parts = _copy_scope(source, target)
    _copy_answers(source, old, new, goes_to, parts, by, at)
    _copy_evidence(source, goes_to, parts, by, at)
    return carrying


def carrying_between(old: OutcomeFramework, new: OutcomeFramework) -> Carrying:
    """Return what of an older framework speaks to a newer one, by the mapping that ships between them."""
    edges = (f"{old.key}-{old.version}", f"{new.key}-{new.version}")
    mapping = next((found for found in mappings() if (found.source, found.target) == edges), None)
    return carried(mapping, old, new)


def _goes_to(carrying: Carrying) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    likely = ((change.old_id, change.new_id) for change in carrying.changed if change.fit is not Fit.RELATED)
    for before, after in (*carrying.same, *likely):
        found.setdefault(before, []).append(after)
    return found


def _copy_scope(source: Assessment, target: Assessment) -> dict[int, Part]:
    """Copy what the estate still has, each part at its old position; returns new parts by the old ones' keys."""
    ScopedService.objects.bulk_create(
        ScopedService(assessment=target, council_id=target.council_id, service_id=s.service_id, name=s.name)
        for s in source.scoped_services.filter(service__removed_at__isnull=True)
    )
    Candidate.objects.bulk_create(
        Candidate(
            assessment=target,
            council_id=target.council_id,
            system_id=c.system_id,
            name=c.name,
            reason=c.reason,
            is_chosen=c.is_chosen,
        )
        for c in source.candidates.filter(system__removed_at__isnull=True)
    )
    parts = {source.parts.get(position=0).pk: target.parts.get(position=0)}
    for old in source.parts.filter(position__gt=0, system__removed_at__isnull=True):
        parts[old.pk] = Part.objects.create(
            assessment=target,
            council_id=target.council_id,
            system_id=old.system_id,
            name=old.name,
            position=old.position,
        )
    return parts


def _copy_answers(
    source: Assessment,
    old: OutcomeFramework,
    new: OutcomeFramework,
    goes_to: dict[str, list[str]],
    parts: dict[int, Part],
    by: Person,
    at: datetime,
) -> None:
    made: dict[tuple[int, str], OutcomeAnswer] = {}
    for answer in source.answers.filter(part__in=parts).order_by("pk"):
        part = parts[answer.part_id]
        for outcome in goes_to.get(answer.outcome, []):
            made.setdefault((part.pk, outcome), _copied(answer, old, new, outcome, part, by, at))
    OutcomeAnswer.objects.bulk_create(made.values())


def _copied(
    answer: OutcomeAnswer,
    old: OutcomeFramework,
    new: OutcomeFramework,
    outcome: str,
    part: Part,
    by: Person,
    at: datetime,
) -> OutcomeAnswer:
    asked = new.outcomes[outcome]
    replies = {key: Reply(value) for key, value in answer.replies.items()}
    is_same = (old.key, old.version) == (new.key, new.version)
    kept = carried_replies(old.outcomes[answer.outcome], asked, replies, is_same_edition=is_same)
    status = Status(answer.status) if answer.status else None
    if asked.statements and old.outcomes[answer.outcome].statements:
        status = status_of(asked, kept)
    return OutcomeAnswer(
        part=part,
        assessment_id=part.assessment_id,
        council_id=part.council_id,
        outcome=outcome,
        status=status if status in asked.levels else None,
        replies={key: reply.value for key, reply in kept.items()},
        alternatives={key: words for key, words in answer.alternatives.items() if key in kept},
        confidence=answer.confidence,
        justification=answer.justification,
        is_to_check=True,
        answered_by=by,
        answered_at=at,
    )


def _copy_evidence(
    source: Assessment, goes_to: dict[str, list[str]], parts: dict[int, Part], by: Person, at: datetime
) -> None:
    uses = source.evidence_uses.filter(part__in=parts, evidence__withdrawn_at__isnull=True).order_by("pk")
    EvidenceUse.objects.bulk_create(
        [
            EvidenceUse(
                evidence_id=use.evidence_id,
                assessment_id=parts[use.part_id].assessment_id,
                part=parts[use.part_id],
                council_id=use.council_id,
                outcome=outcome,
                used_by=by,
                used_at=at,
            )
            for use in uses
            for outcome in goes_to.get(use.outcome, [])
        ],
        ignore_conflicts=True,
    )
