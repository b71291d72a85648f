"""What does an assessment's report hold, drawn up from the answers as they stand?

Plain JSON: statuses, targets and statement replies in the content, everybody's own words apart in the reasons. A
report freezes both; a draft is the same, drawn up for one look.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wardmote.engines.frameworks import OutcomeFramework, Profile, Status, weakest
from wardmote.register.public import name_of

from ..frameworks import framework_and_profile
from ..models import Assessment, ImportedFramework, ImportKind, OutcomeAnswer, Part, Report, Review, ReviewFinding

FORMAT = 1
Json = dict[str, Any]
Place = tuple[int, str]


@dataclass(frozen=True)
class Drawn:
    """What results are made of, and the words behind them."""

    content: Json
    reasons: Json


@dataclass(frozen=True)
class Source:
    """Everything that a report is drawn up from, read in a few queries."""

    assessment: Assessment
    framework: OutcomeFramework
    profile: Profile | None
    parts: tuple[Part, ...]
    answers: Mapping[Place, OutcomeAnswer]
    # Title, whether the assurer may see it, and the piece's number.
    evidence: Mapping[Place, list[tuple[str, bool, int]]]
    review: Review | None
    findings: Mapping[Place, ReviewFinding]

    def asked(self) -> Iterable[tuple[Part, str]]:
        """Yield every outcome of every part that it is asked of, in order."""
        for part in self.parts:
            for objective in self.framework.objectives:
                if objective.is_per_system == (part.position > 0):
                    yield from ((part, outcome.id) for outcome in objective.outcomes)


def draw_up(assessment: Assessment, *, is_assured: bool = False) -> Drawn:
    """Draw a report up; with `is_assured`, the assurer's status counts wherever there is a finding."""
    source = _read(assessment, is_assured=is_assured)
    rows = [_row(source, part, outcome) for part, outcome in source.asked()]
    results = _results(source, rows)
    content: Json = _head(source) | {"outcomes": rows, "results": results, "totals": _totals(results)}
    words = [_words(source, part, outcome) for part, outcome in source.asked()]
    reasons: Json = {
        "format": FORMAT,
        "mission": assessment.mission,
        "summary": source.review.summary if source.review else "",
        "assurer": str(source.review.assurer) if source.review else "",
        "outcomes": [word for word in words if len(word) > len(_PLACE)],
    }
    return Drawn(content, reasons)


def _read(assessment: Assessment, *, is_assured: bool) -> Source:
    framework, profile = framework_and_profile(assessment.framework, assessment.version, assessment.profile)
    review = (
        assessment.reviews.filter(withdrawn_at__isnull=True).select_related("assurer").first() if is_assured else None
    )
    evidence: dict[Place, list[tuple[str, bool, int]]] = defaultdict(list)
    uses = assessment.evidence_uses.filter(evidence__withdrawn_at__isnull=True)
    for part, outcome, title, is_shown, piece in uses.values_list(
        "part_id", "outcome", "evidence__title", "evidence__is_shown", "evidence_id"
    ):
        evidence[part, outcome].append((title, is_shown, piece))
    return Source(
        assessment=assessment,
        framework=framework,
        profile=profile,
        parts=tuple(assessment.parts.all()),
        answers={(answer.part_id, answer.outcome): answer for answer in assessment.answers.all()},
        evidence=evidence,
        review=review,
        findings={(f.part_id, f.outcome): f for f in review.findings.all()} if review else {},
    )


def _head(source: Source) -> Json:
    assessment, profile = source.assessment, source.profile
    return {
        "format": FORMAT,
        "council": {"code": assessment.council.code, "name": name_of(assessment.council)},
        "title": assessment.title,
        "framework": {
            "key": source.framework.key,
            "version": source.framework.version,
            "title": source.framework.title,
        },
        "profile": {"key": profile.key, "title": profile.title, "is_stand_in": profile.is_stand_in}
        if profile
        else None,
        "wording": _wording(source.framework),
        "parts": [{"position": part.position, "name": part.name} for part in source.parts],
        "services": list(assessment.scoped_services.values_list("name", flat=True)),
        "previous": _previous(assessment),
        "review": _review(source.review),
    }


def _review(review: Review | None) -> Json | None:
    """Say from where the assurer looked; their name stands with the reasons."""
    if review is None:
        return None
    return {"kind": review.kind, "finished_at": review.finished_at.isoformat() if review.finished_at else None}


def _wording(framework: OutcomeFramework) -> Json | None:
    """Name the imported wording by its row too, which never changes, so that the statements stay those it had."""
    if not framework.has_statements:
        return None
    current = ImportedFramework.objects.filter(
        kind=ImportKind.WORDING, framework=framework.key, version=framework.version, key="", is_current=True
    )
    row, digest = current.values_list("pk", "digest")[0]
    return {"source": framework.wording, "row": row, "digest": digest}


def _previous(assessment: Assessment) -> Json | None:
    """Take last time's results along, so that what changed can be told for as long as the report is read."""
    if assessment.previous_id is None:
        return None
    report = Report.objects.filter(assessment=assessment.previous_id).order_by("-number").first()
    if report is None:
        return None
    return {
        "title": report.content["title"],
        "version": report.version,
        "made_on": report.made_on.isoformat(),
        "results": {row["id"]: row["status"] for row in report.content["results"] if row["status"]},
    }


def _row(source: Source, part: Part, outcome: str) -> Json:
    answer, finding = source.answers.get((part.pk, outcome)), source.findings.get((part.pk, outcome))
    own = answer.status if answer else None
    status = finding.status if finding else own
    target = source.profile.minimum.get(outcome) if source.profile else None
    row: Json = {
        "part": part.position,
        "id": outcome,
        "status": status,
        "target": target.value if target else None,
        "met": status is not None and _is_met(source.profile, outcome, Status(status)),
        "confidence": answer.confidence if answer else None,
        "confirmed": answer.is_confirmed if answer else False,
        "replies": dict(answer.replies) if answer else {},
    }
    return row | {"own": own} if finding else row


def _is_met(profile: Profile | None, outcome: str, status: Status) -> bool:
    """Without a target, only "achieved" is met: nothing says that less would be enough."""
    return profile.is_met(outcome, status) if profile else status is Status.ACHIEVED


def _results(source: Source, rows: list[Json]) -> list[Json]:
    """Sum up each outcome over the parts: the weakest counts, and nothing is known before all are answered."""
    found: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return [_result(source, outcome, found[outcome]) for outcome in source.framework.outcomes if outcome in found]


def _result(source: Source, outcome: str, rows: list[Json]) -> Json:
    statuses = [Status(row["status"]) for row in rows if row["status"]]
    status = weakest(statuses) if len(statuses) == len(rows) else None
    met = status is not None and _is_met(source.profile, outcome, status)
    return {"id": outcome, "status": status.value if status else None, "target": rows[0]["target"], "met": met}


def _totals(results: list[Json]) -> Json:
    counts = {status.value: sum(row["status"] == status for row in results) for status in Status}
    return {"outcomes": len(results), "met": sum(row["met"] for row in results), "statuses": counts}


_PLACE = ("part", "id")


def _words(source: Source, part: Part, outcome: str) -> Json:
    words: Json = {"part": part.position, "id": outcome}
    answer, finding = source.answers.get((part.pk, outcome)), source.findings.get((part.pk, outcome))
    if answer and answer.justification:
        words["justification"] = answer.justification
    if answer and answer.alternatives:
        words["alternatives"] = dict(answer.alternatives)
    if evidence := source.evidence.get((part.pk, outcome)):
        words["evidence"] = [list(piece) for piece in evidence]
    if finding:
        words["finding"] = {
            "reasons": finding.reasons,
            "good_practice": finding.good_practice,
            "to_improve": finding.to_improve,
            "stance": finding.stance,
            "response": finding.response,
        }
    return words
