"""How does an assessment leave as a file, and what would a file that comes back change?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import OutcomeFramework, Reply, Status
from wardmote.engines.frameworks.exchange import (
    ORGANISATION,
    AssessmentRecord,
    ExchangeError,
    OutcomeRecord,
    from_json,
    from_xlsx,
)
from wardmote.kernel.denial import Denied

from ..actions.import_assessment import Incoming
from ..actions.save_outcome import Given, contents_of
from ..models import Confidence, OutcomeAnswer, StatusWord
from .desks import Desk
from .report_content import Json
from .report_page import framework_of_report
from .report_shown import Shown

_SALT = "assess.import"
GOOD_FOR_S = 24 * 3600
LONGEST_PARCEL = 2_000_000


@dataclass(frozen=True)
class Difference:
    """What a file would change in one outcome: the row itself, and before and after in words."""

    incoming: Incoming
    part: str
    title: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class LeftOut:
    """A row of a file that can't be taken, and why."""

    place: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What a file would change, what can't be taken, and how many rows say nothing new."""

    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]
    same: int
    parcel: str = field(default="", repr=False)


def record_of(shown: Shown, made_at: datetime) -> tuple[AssessmentRecord, OutcomeFramework]:
    """Return what a report or a draft says as a record with a row for every outcome; words only where they're shown."""
    content, framework = shown.content, framework_of_report(shown.content)
    names = part_names((part["position"], part["name"]) for part in content["parts"])
    words = {(row["part"], row["id"]): row for row in (shown.reasons or {"outcomes": []})["outcomes"]}
    record = AssessmentRecord(
        framework=framework.key,
        version=framework.version,
        profile=content["profile"]["key"] if content["profile"] else "",
        council=content["council"]["code"],
        title=content["title"],
        made_at=(shown.report.made_at if shown.report else made_at).isoformat(),
        parts=tuple(names.values()),
        outcomes=tuple(
            _record(framework, names[row["part"]], row, words.get((row["part"], row["id"]), {}))
            for row in content["outcomes"]
        ),
    )
    return record, framework


def part_names(parts: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return a name of its own for each part by position: two systems may be called the same."""
    names: dict[int, str] = {}
    for position, name in parts:
        plain = " ".join(name.split()) if position else ORGANISATION
        taken = set(names.values()) | ({ORGANISATION} if position else set())
        found, number = plain, 2
        while found in taken:
            found, number = f"{plain} ({number})", number + 1
        names[position] = found
    return names


def _record(framework: OutcomeFramework, part: str, row: Json, words: Json) -> OutcomeRecord:
    """Leave replies out whose statement the wording doesn't have any more: no file could bring them back."""
    known = {statement.id for statement in framework.outcomes[row["id"]].statements}
    return OutcomeRecord(
        part=part,
        outcome=row["id"],
        status=Status(row["status"]) if row["status"] else None,
        replies={key: Reply(reply) for key, reply in row["replies"].items() if key in known},
        alternatives={key: control for key, control in words.get("alternatives", {}).items() if key in known},
        confidence=row["confidence"],
        justification=words.get("justification", ""),
        is_confirmed=bool(row.get("confirmed")),
    )


def preview_of(desk: Desk, content: bytes) -> Preview:
    """Return what a file would change; ExchangeError says in words why it can't be read."""
    record = _read(content, desk.framework)
    if record.council != desk.council.code:
        raise ExchangeError(_("This file is another council's assessment. Nothing was read from it."))
    positions = {name: position for position, name in part_names((p.position, p.name) for p in desk.parts).items()}
    answers = {(a.part_id, a.outcome): a for a in desk.assessment.answers.all()}
    made_at = _moment(record.made_at)
    found = [_compare(desk, row, positions, answers, made_at) for row in record.outcomes]
    differences = tuple(d for d in found if isinstance(d, Difference))
    left_out = tuple(row for row in found if isinstance(row, LeftOut))
    return Preview(differences, left_out, found.count(None), _parcel(desk, differences))


def open_parcel(desk: Desk, parcel: str) -> tuple[Incoming, ...]:
    """Return the rows that this person's preview of this assessment sealed; Denied where it's old or not theirs."""
    try:
        sealed = signing.loads(parcel, salt=_SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature as fault:
        raise Denied(_("That preview is too old or was changed. Choose the file again."), "conflict") from fault
    if (sealed["person"], sealed["assessment"]) != (desk.viewer.person.pk, desk.assessment.pk):
        raise Denied(_("That preview belongs to another assessment. Choose the file again."), "conflict")
    return tuple(_unsealed(row) for row in sealed["rows"])


def _read(content: bytes, framework: OutcomeFramework) -> AssessmentRecord:
    if content.startswith((b"PK", b"\xd0\xcf")):
        return from_xlsx(content, framework)
    return from_json(content, framework)


def _compare(
    desk: Desk,
    row: OutcomeRecord,
    positions: Mapping[str, int],
    answers: Mapping[tuple[int, str], OutcomeAnswer],
    made_at: datetime | None,
) -> Difference | LeftOut | None:
    if not _says_something(row):
        return None
    place = f"{row.outcome}, {row.part}"
    if row.part not in positions:
        return LeftOut(place, _("This system isn't in the assessment's scope."))
    part = desk.part(positions[row.part])
    try:
        asked = desk.outcome(part, row.outcome)
    except Denied:
        return LeftOut(place, _("This outcome isn't asked there."))
    if asked.statements and not row.replies and row.status not in (None, Status.NOT_ACHIEVED):
        return LeftOut(place, _("The file has a level but no statements, and here the statements decide."))
    answer = answers.get((part.pk, row.outcome))
    given = _given(row)
    changes = tuple(_changes(answer, row, has_statements=bool(asked.statements)))
    if not changes:
        return None
    if answer and made_at and answer.answered_at > made_at and answer.answered_by_id != desk.viewer.person.pk:
        return LeftOut(place, _("A colleague changed this after the file was made. Open it and decide there."))
    incoming = Incoming(part.position, row.outcome, answer.edition if answer else 0, given)
    return Difference(incoming, part.name, f"{asked.id} {asked.title}", changes)


def _moment(text: str) -> datetime | None:
    """Return when a file was made; None where it doesn't say so in a way that we understand."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _says_something(row: OutcomeRecord) -> bool:
    """Say whether a row holds anything: one that was left empty changes nothing."""
    return bool(row.status or row.replies or row.alternatives or row.confidence or row.justification.strip())


def _given(row: OutcomeRecord) -> Given:
    return Given(
        status=row.status,
        replies=dict(row.replies),
        alternatives=dict(row.alternatives),
        confidence=row.confidence,
        justification=row.justification,
        is_confirmed=row.is_confirmed,
    )


def _changes(
    answer: OutcomeAnswer | None, row: OutcomeRecord, *, has_statements: bool
) -> Iterator[tuple[str, str, str]]:
    now = contents_of(answer) or contents_of(OutcomeAnswer(replies={}, alternatives={}))
    if not has_statements and now["status"] != (row.status.value if row.status else None):
        yield _("Status"), _status(now["status"]), _status(row.status)
    replies = {key: reply.value for key, reply in row.replies.items()}
    if now["replies"] != replies:
        changed = sum(now["replies"].get(key) != replies.get(key) for key in {*now["replies"], *replies})
        yield _("Statements"), "", _("%(n)s changed") % {"n": changed}
    if now["alternatives"] != {key: text.strip() for key, text in row.alternatives.items() if text.strip()}:
        yield _("Alternative controls"), "; ".join(now["alternatives"].values()), "; ".join(row.alternatives.values())
    if now["confidence"] != row.confidence:
        yield _("How sure"), _confidence(now["confidence"]), _confidence(row.confidence)
    if now["justification"] != row.justification.strip():
        yield _("Reasons"), now["justification"], row.justification.strip()
    if bool(now["is_confirmed"]) != row.is_confirmed:
        yield _("Ready"), _yes(bool(now["is_confirmed"])), _yes(row.is_confirmed)


def _status(value: Any) -> str:
    return str(StatusWord(str(value)).label) if value else _("No answer yet")


def _confidence(value: int | None) -> str:
    return str(Confidence(value).label) if value else _("Not said")


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _parcel(desk: Desk, differences: tuple[Difference, ...]) -> str:
    """Seal the rows for the page: what is confirmed later is what was previewed, and nothing waits on the server."""
    if not differences:
        return ""
    rows = [_sealed(difference.incoming) for difference in differences]
    sealed = {"person": desk.viewer.person.pk, "assessment": desk.assessment.pk, "rows": rows}
    parcel = signing.dumps(sealed, salt=_SALT, compress=True)
    if len(parcel) > LONGEST_PARCEL:
        raise ExchangeError(_("The file changes more text than one step can take. Split it into two files."))
    return parcel


def _sealed(row: Incoming) -> list[Any]:
    given = row.given
    status = given.status.value if given.status else None
    replies = {key: reply.value for key, reply in given.replies.items()}
    said = [status, replies, dict(given.alternatives), given.confidence, given.justification, given.is_confirmed]
    return [row.position, row.outcome, row.edition, *said]


def _unsealed(row: list[Any]) -> Incoming:
    position, outcome, edition, status, replies, alternatives, confidence, justification, is_confirmed = row
    given = Given(
        status=Status(status) if status else None,
        replies={key: Reply(reply) for key, reply in replies.items()},
        alternatives=alternatives,
        confidence=confidence,
        justification=justification,
        is_confirmed=is_confirmed,
    )
    return Incoming(position, outcome, edition, given)
