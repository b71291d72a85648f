"""Is a report frozen whole, told apart from its reasons, and never changed again?"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.unit.assess.assessments.frozen import SECRET, Frozen, answered, approved
from tests.worlds import World, signed_in
from wardmote.assess.actions.close_assessment import close_assessment
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.reopen_assessment import reopen_assessment
from wardmote.assess.actions.save_outcome import Given, save_outcome
from wardmote.assess.actions.withdraw_assessment import withdraw_assessment
from wardmote.assess.events import report_made
from wardmote.assess.models import (
    Assessment,
    Evidence,
    EvidenceUse,
    OutcomeAnswer,
    OutcomeResult,
    Report,
    ReportKind,
    ReportReasons,
    Review,
    ReviewFinding,
    State,
)
from wardmote.assess.queries.report_content import draw_up
from wardmote.assess.reporting import digest_of, freeze
from wardmote.engines.frameworks import Status
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db


def again(found: Frozen, status: Status) -> Report:
    """Reopen, answer A1.a anew and approve once more."""
    reopen_assessment(by=found.desk(), at=found.world.at)
    desk, part = found.desk(), found.desk().part(0)
    answer = OutcomeAnswer.objects.get(part=part, outcome="A1.a")
    given = Given(status=status, confidence=1, justification="Looked again.", is_confirmed=True)
    save_outcome(by=desk, part=part, outcome="A1.a", given=given, edition=answer.edition, at=found.world.at)
    return found.approve()


def an_assured_one(world: World) -> tuple[Frozen, Report]:
    """Approve, have an assurer see A1.a as not achieved, and freeze the assured report."""
    found = approved(world)
    assurer = world.someone(found.council, Role.ASSURER)
    common = {"assessment": found.assessment, "council": found.council}
    review = Review.objects.create(
        **common, assurer=assurer, kind="independent", asked_at=world.at, summary="Well done."
    )
    ReviewFinding.objects.create(
        **common,
        review=review,
        part=found.assessment.parts.get(position=0),
        outcome="A1.a",
        status="not-achieved",
        reasons="I saw no minutes.",
        to_improve="Write them.",
        stance="disputed",
        response="They are in the safe.",
        recorded_at=world.at,
    )
    with transaction.atomic():
        report = freeze(assessment=found.assessment, kind=ReportKind.ASSURED, by=found.lead, at=world.at)
    return found, report


def test_the_report_holds_every_outcome_of_every_part_with_status_target_and_confidence(world: World) -> None:
    report = approved(world, systems=2).assessment.reports.get()
    rows = report.content["outcomes"]
    assert len(rows) == 12 + 2 * 27
    assert {(row["status"], row["confidence"], row["met"]) for row in rows} == {("achieved", 2, True)}
    assert report.content["totals"] == {
        "outcomes": 39,
        "met": 39,
        "statuses": {"not-achieved": 0, "partially-achieved": 0, "achieved": 39},
    }
    assert (report.outcomes_met, report.outcomes_total) == (39, 39)
    assert [part["name"] for part in report.content["parts"]] == ["The organisation", "System 1", "System 2"]


def test_a_council_counts_as_its_weakest_system(world: World) -> None:
    found = answered(world, systems=2)
    OutcomeAnswer.objects.filter(part__position=2, outcome="B1.a").update(status="not-achieved")
    report = found.approve()
    result = OutcomeResult.objects.get(report=report, outcome="B1.a")
    assert (result.status, result.is_met) == ("not-achieved", False)
    assert OutcomeResult.objects.filter(report=report, is_met=True).count() == 38
    assert report.outcomes_met == 38


def test_reasons_never_stand_in_the_content(world: World) -> None:
    found = answered(world)
    part = found.assessment.parts.get(position=0)
    Assessment.objects.update(mission="Secret mission.")
    OutcomeAnswer.objects.filter(outcome="A1.b").update(alternatives={"x": "Secret control."})
    evidence = Evidence.objects.create(
        council=found.council, kind="reference", title="Secret title", reference="Safe", added_at=world.at
    )
    EvidenceUse.objects.create(
        evidence=evidence,
        assessment=found.assessment,
        part=part,
        council=found.council,
        outcome="A1.a",
        used_at=world.at,
    )
    report = found.approve()
    content, reasons = json.dumps(report.content), json.dumps(report.reasons.content)
    for words in (SECRET, "Secret mission.", "Secret control.", "Secret title"):
        assert words not in content
        assert words in reasons


def test_the_assurers_words_are_reasons_and_their_status_is_the_result(world: World) -> None:
    found, report = an_assured_one(world)
    row = next(row for row in report.content["outcomes"] if row["id"] == "A1.a")
    assert (row["status"], row["own"], row["met"]) == ("not-achieved", "achieved", False)
    assert OutcomeResult.objects.get(report=report, outcome="A1.a").status == "not-achieved"
    assert "I saw no minutes." not in json.dumps(report.content)
    assert "They are in the safe." in json.dumps(report.reasons.content)
    assert found.assessment.reports.get(number=1).content["totals"]["met"] == report.outcomes_met + 1


def test_the_next_version_is_the_latest_and_the_first_stays_as_it_was(world: World) -> None:
    found = approved(world)
    first = found.assessment.reports.get()
    second = again(found, Status.NOT_ACHIEVED)
    kept = Report.objects.get(pk=first.pk)
    assert (kept.content, kept.digest, kept.is_latest) == (first.content, first.digest, False)
    assert (second.number, second.is_latest, second.outcomes_met) == (2, True, 38)


def test_the_latest_is_told_apart_by_framework_and_version(world: World) -> None:
    found = approved(world)
    close_assessment(by=found.desk(), at=world.at)
    later = approved(world, "moe")
    assert Report.objects.filter(is_latest=True).count() == 2
    assert later.assessment.reports.get().is_latest


def test_the_digest_is_that_of_content_and_reasons_and_is_in_the_audit_log(world: World) -> None:
    report = approved(world).assessment.reports.get()
    kept = Report.objects.get(pk=report.pk)
    assert kept.digest == digest_of(kept.content, kept.reasons.content)
    assert AuditEntry.objects.get(action="report.made").after["digest"] == kept.digest
    tampered = {**kept.content, "title": "Other"}
    assert digest_of(tampered, kept.reasons.content) != kept.digest


def test_the_digest_doesnt_depend_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": 2}, {}) == digest_of({"b": 2, "a": 1}, {})


def _change(report: Report, **values: Any) -> Callable[[], object]:
    return lambda: Report.objects.filter(pk=report.pk).update(**values)


def test_the_database_refuses_to_change_or_delete_a_report(world: World) -> None:
    report = approved(world).assessment.reports.get()
    reasons, results = ReportReasons.objects.all(), OutcomeResult.objects.all()
    attempts: list[Callable[[], object]] = [
        _change(report, content={}),
        _change(report, digest="0" * 64),
        _change(report, outcomes_met=1),
        lambda: Report.objects.filter(pk=report.pk)._raw_delete("default"),
        lambda: reasons.update(content={}),
        lambda: reasons._raw_delete("default"),
        lambda: results.update(status="achieved"),
        lambda: results._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="frozen for good"), transaction.atomic():
            attempt()
    assert Report.objects.filter(pk=report.pk).update(is_latest=False) == 1


def test_no_act_changes_what_was_frozen(world: World) -> None:
    found = approved(world)
    frozen = Report.objects.values("content", "digest", "number", "kind", "made_at").get()
    again(found, Status.NOT_ACHIEVED)
    close_assessment(by=found.desk(), at=world.at)
    lead, wish = world.viewer(found.lead), Wish("caf", "3.2", "baseline", "Next year")
    following = open_assessment(by=lead, council=found.council, wish=wish, at=world.at)
    withdraw_assessment(by=Frozen(world, found.council, found.lead, following).desk(), at=world.at)
    assert Report.objects.values("content", "digest", "number", "kind", "made_at").get(number=1) == frozen


def test_the_signal_tells_other_rooms_inside_the_transaction(world: World) -> None:
    heard: list[tuple[int, bool]] = []

    def hear(report: Report, **_: object) -> None:
        heard.append((report.number, transaction.get_connection().in_atomic_block))

    report_made.connect(hear)
    try:
        approved(world)
    finally:
        report_made.disconnect(hear)
    assert heard == [(1, True)]


def test_next_years_report_takes_last_years_results_along(world: World) -> None:
    found = approved(world, status=Status.NOT_ACHIEVED)
    close_assessment(by=found.desk(), at=world.at)
    world.at += timedelta(days=365)
    lead, wish = world.viewer(found.lead), Wish("caf", "3.2", "baseline", "Next year")
    following = open_assessment(by=lead, council=found.council, wish=wish, at=world.at)
    assert draw_up(following).content["previous"]["results"]["A1.a"] == "not-achieved"


def test_a_draft_with_gaps_has_no_result_where_an_answer_is_missing(world: World) -> None:
    found = answered(world, systems=2)
    OutcomeAnswer.objects.filter(part__position=2, outcome="B1.a").delete()
    content = draw_up(found.assessment).content
    result = next(row for row in content["results"] if row["id"] == "B1.a")
    assert (result["status"], result["met"]) == (None, False)
    assert found.assessment.state == State.OPEN


def test_an_assured_report_says_from_where_it_was_checked_and_the_name_stands_with_the_reasons(world: World) -> None:
    found, report = an_assured_one(world)
    assert report.content["review"]["kind"] == "independent"
    name = str(report.reasons.content["assurer"])
    assert name
    assert name not in str(report.content)
    where = f"/councils/{found.council.code}/assessments/{found.assessment.pk}/report/"
    page = signed_in(found.lead).get(where).content.decode()
    assert "Checked by an independent assurer." in page
    assert name in page
    councillor = signed_in(world.someone(found.council, Role.COUNCILLOR)).get(where).content.decode()
    assert "Checked by an independent assurer." in councillor
    assert name not in councillor
