"""How does a result become a report that nobody changes any more?"""

import hashlib
import json
from datetime import datetime

from django.utils import timezone

from wardmote.kernel import audit
from wardmote.register.models import Person

from .events import report_made
from .models import Assessment, OutcomeResult, Report, ReportKind, ReportReasons
from .queries.report_content import Drawn, Json, draw_up


def freeze(*, assessment: Assessment, kind: ReportKind, by: Person, at: datetime) -> Report:
    """Freeze the next report of this assessment inside the caller's transaction, which holds its row locked.

    In an assured report, an outcome's status is the assurer's wherever there is a finding, else the council's.
    """
    drawn = draw_up(assessment, is_assured=kind == ReportKind.ASSURED)
    _make_way(assessment)
    report = _write(assessment, kind, drawn, by, at)
    OutcomeResult.objects.bulk_create(_results(report, drawn.content))
    audit.record(
        by=by.pk,
        body=assessment.council_id,
        action="report.made",
        subject=f"report:{assessment.pk}:{report.number}",
        at=at,
        after={"kind": str(report.kind), "digest": report.digest},
    )
    report_made.send(sender=Report, report=report, at=at)
    return report


def digest_of(content: Json, reasons: Json) -> str:
    """Return the SHA-256 of both as canonical JSON: sorted keys, no spaces, ASCII."""
    text = json.dumps({"content": content, "reasons": reasons}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _make_way(assessment: Assessment) -> None:
    """Let the council's earlier report by this framework and version be the latest no more."""
    Report.objects.filter(
        council=assessment.council_id,
        framework=assessment.framework,
        version=assessment.version,
        is_latest=True,
    ).update(is_latest=False)


def _write(assessment: Assessment, kind: ReportKind, drawn: Drawn, by: Person, at: datetime) -> Report:
    newest = assessment.reports.order_by("-number").first()
    report = Report.objects.create(
        assessment=assessment,
        council_id=assessment.council_id,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        framework=assessment.framework,
        version=assessment.version,
        profile=assessment.profile,
        outcomes_met=drawn.content["totals"]["met"],
        outcomes_total=drawn.content["totals"]["outcomes"],
        content=drawn.content,
        digest=digest_of(drawn.content, drawn.reasons),
        made_by=by,
        made_at=at,
        made_on=timezone.localtime(at).date(),
    )
    ReportReasons.objects.create(
        report=report, assessment=assessment, council_id=assessment.council_id, content=drawn.reasons
    )
    return report


def _results(report: Report, content: Json) -> list[OutcomeResult]:
    return [
        OutcomeResult(
            report=report,
            council_id=report.council_id,
            framework=report.framework,
            version=report.version,
            outcome=row["id"],
            status=row["status"],
            is_met=row["met"],
        )
        for row in content["results"]
    ]
