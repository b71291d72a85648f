"""The official statements of a framework are brought into this installation."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import load_outline, with_statements
from wardmote.engines.frameworks.importing import Wording, WordingChange, compare
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Person

from ..frameworks import statements_in
from ..models import ImportedFramework, ImportKind, OutcomeAnswer, State


def import_wording(*, by: Person | None, wording: Wording, at: datetime) -> ImportedFramework:
    """Make this the wording that councils answer; the one before stays stored. `by` is None at the command line.

    Unfinished answers that speak of a statement which is gone, or says something else now, are marked to be checked.
    """
    change = wording_change(wording)
    try:
        with_statements(load_outline(wording.framework, wording.version), wording.statements, wording.source)
    except ValueError as fault:
        raise Denied(_("These statements don't fit the framework: %(fault)s") % {"fault": fault}) from fault
    with transaction.atomic():
        current = _current(wording)
        current.update(is_current=False)
        row = ImportedFramework.objects.create(
            kind=ImportKind.WORDING,
            framework=wording.framework,
            version=wording.version,
            source=wording.source[:200],
            digest=wording.digest,
            content={
                "attribution": wording.attribution,
                "statements": {
                    outcome: [[s.id, s.level.value, s.says] for s in statements]
                    for outcome, statements in wording.statements.items()
                },
            },
            faults=[[fault.line, fault.says] for fault in wording.faults],
            imported_by=by,
            imported_at=at,
        )
        _mark_to_check(wording, change)
        audit.record(
            by=by.pk if by else None,
            body=None,
            action="framework.imported",
            subject=f"framework:{wording.framework}-{wording.version}",
            at=at,
            after={"digest": wording.digest, "statements": wording.total},
        )
    return row


def wording_change(wording: Wording) -> WordingChange:
    """Return what importing this would add, remove, reword or move."""
    row = _current(wording).first()
    if row is None:
        return compare(None, wording)
    return compare(
        Wording(row.framework, row.version, row.source, row.digest, statements_in(row.content)),
        wording,
    )


def _current(wording: Wording) -> QuerySet[ImportedFramework]:
    return ImportedFramework.objects.filter(
        kind=ImportKind.WORDING, framework=wording.framework, version=wording.version, is_current=True
    )


def _mark_to_check(wording: Wording, change: WordingChange) -> None:
    """Send answers back to be checked whose statements changed, or whose outcome has statements that it hadn't."""
    changed = {*change.removed, *change.reworded, *change.moved}
    added = set(change.added)
    places = {outcome for outcome, several in wording.statements.items() if added & {s.id for s in several}}
    answers = OutcomeAnswer.objects.filter(
        assessment__framework=wording.framework,
        assessment__version=wording.version,
        assessment__state__in=[State.OPEN, State.APPROVED],
    )
    touched = [
        answer.pk
        for answer in answers.only("pk", "outcome", "replies").iterator()
        if answer.outcome in places or changed & set(answer.replies)
    ]
    for start in range(0, len(touched), 500):
        OutcomeAnswer.objects.filter(pk__in=touched[start : start + 500]).update(is_to_check=True, is_confirmed=False)
