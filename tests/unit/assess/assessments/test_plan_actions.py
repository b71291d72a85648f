"""What do the acts on an improvement plan write, refuse and remember?"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.assess.assessments.planning import (
    a_finding,
    a_leader,
    a_plan,
    change,
    cost_all,
    digest_now,
    gaps,
    given,
    sign,
)
from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.add_plan_line import add_plan_line
from wardmote.assess.actions.change_plan_line import ChangedMeanwhile, change_plan_line
from wardmote.assess.actions.remove_plan_line import remove_plan_line
from wardmote.assess.actions.sign_plan import sign_plan
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.models import Assessment, LineState, Plan, PlanLine, State
from wardmote.assess.policies_of_plans import LineGiven
from wardmote.assess.queries.plan_lines import plan_lines_of, signature_of
from wardmote.engines.frameworks import Status
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db
GIVEN = LineGiven("Write it down", Status.ACHIEVED)


def acts(action: str) -> int:
    """Count the log's entries of one kind."""
    return AuditEntry.objects.filter(action=action).count()


def test_a_plan_starts_with_a_line_for_every_outcome_below_its_target(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    started = start_plan(by=desk, at=desk.at)
    lines = {(line.part.position, line.outcome): line for line in started.plan.lines.select_related("part")}
    assert set(lines) == {(0, "A1.a"), (0, "A1.b"), (1, "B2.a")}
    assert started.added == 3
    assert started.unanswered == 12 + 27 - 4
    first = lines[0, "A1.a"]
    assert first.action == desk.framework.outcomes["A1.a"].improve
    assert (first.status_now, first.status_expected) == ("not-achieved", "achieved")
    assert lines[1, "B2.a"].status_expected == "partially-achieved"
    assert (first.cost_once, first.cost_yearly, first.due_on) == (None, None, None)


def test_without_a_profile_everything_below_achieved_gets_a_line(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council, version="4.0"))
    answer(desk, "B2.a", Status.PARTIALLY_ACHIEVED, position=1)
    line = start_plan(by=desk, at=desk.at).plan.lines.get()
    assert (line.status_now, line.status_expected) == ("partially-achieved", "achieved")


def test_starting_again_adds_lines_only_where_there_is_none_and_says_how_many(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    assert start_plan(by=desk, at=desk.at).added == 0
    assert acts("plan.started") == 1
    answer(desk, "A1.c", Status.NOT_ACHIEVED)
    again = start_plan(by=desk, at=desk.at)
    assert (again.plan, again.added) == (plan, 1)
    assert plan.lines.count() == 4
    assert acts("plan.started") == 2


def test_a_finished_reviews_status_and_words_go_into_the_plan(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    a_finding(world, desk, "A2.b", Status.NOT_ACHIEVED, "Test one control a month.")
    a_finding(world, desk, "A1.b", Status.ACHIEVED)
    lines = {line.outcome: line for line in start_plan(by=desk, at=desk.at).plan.lines.all()}
    assert set(lines) == {"A1.a", "A2.b", "B2.a"}
    assert lines["A2.b"].action.endswith("The assurer says: Test one control a month.")


def test_an_unfinished_review_says_nothing_in_the_plan(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    a_finding(world, desk, "A2.b", Status.NOT_ACHIEVED, "Not yet said.", finished_at=None)
    assert "A2.b" not in {line.outcome for line in start_plan(by=desk, at=desk.at).plan.lines.all()}


def test_a_long_word_of_the_assurers_is_cut_and_not_refused(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    a_finding(world, desk, "A1.a", Status.NOT_ACHIEVED, "x" * 4000)
    line = start_plan(by=desk, at=desk.at).plan.lines.get(outcome="A1.a")
    assert len(line.action) == 2000
    assert line.action.endswith("…")


@pytest.mark.parametrize("state", [State.CLOSED, State.ASSURED, State.REVIEW])
def test_a_plan_can_be_started_in_any_state(world: World, state: State) -> None:
    desk = gaps(world, world.council("elm"))
    Assessment.objects.filter(pk=desk.assessment.pk).update(state=state, approved_at=world.at)
    assert start_plan(by=desk_of(world, desk.viewer.person, desk.assessment), at=desk.at).added == 3


def test_an_assessment_that_was_given_up_gets_no_plan_and_its_plan_no_change(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.all()[0]
    Assessment.objects.filter(pk=desk.assessment.pk).update(state=State.WITHDRAWN)
    again = desk_of(world, desk.viewer.person, Assessment.objects.get(pk=desk.assessment.pk))
    for act in (
        lambda: start_plan(by=again, at=desk.at),
        lambda: add_plan_line(by=again, part=again.part(0), outcome="A1.a", given=GIVEN, at=desk.at),
        lambda: change(again, line, owner="IT"),
        lambda: remove_plan_line(by=again, line=line.pk, at=desk.at),
    ):
        with pytest.raises(Denied, match="given up") as refusal:
            act()
        assert refusal.value.status == 409


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER])
def test_whoever_only_reads_changes_nothing(world: World, role: Role) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    reader = desk_of(world, world.someone(council, role), desk.assessment)
    line = plan.lines.all()[0]
    for act in (
        lambda: start_plan(by=reader, at=desk.at),
        lambda: add_plan_line(by=reader, part=reader.part(0), outcome="A1.a", given=GIVEN, at=desk.at),
        lambda: change(reader, line, owner="me"),
        lambda: remove_plan_line(by=reader, line=line.pk, at=desk.at),
    ):
        with pytest.raises(Denied, match="You can read"):
            act()


def test_a_line_that_is_sent_twice_stands_once(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    first = add_plan_line(by=desk, part=desk.part(0), outcome="A1.a", given=GIVEN, at=desk.at)
    again = add_plan_line(by=desk, part=desk.part(0), outcome="A1.a", given=GIVEN, at=desk.at)
    assert first == again
    assert plan.lines.count() == 4
    assert acts("plan.line-added") == 1


def test_a_line_about_an_outcome_without_an_answer_is_refused(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    with pytest.raises(Denied, match=r"Say first how A3\.a stands"):
        add_plan_line(by=desk, part=desk.part(0), outcome="A3.a", given=GIVEN, at=desk.at)


def test_an_outcome_that_isnt_asked_of_the_part_isnt_there(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    with pytest.raises(Denied, match="can't find"):
        add_plan_line(by=desk, part=desk.part(0), outcome="B2.a", given=GIVEN, at=desk.at)


def test_without_a_plan_no_line_can_be_added(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    with pytest.raises(Denied, match="can't find that improvement plan"):
        add_plan_line(by=desk, part=desk.part(0), outcome="A1.a", given=GIVEN, at=desk.at)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"action": "  "}, "Say what will be done"),
        ({"action": "x" * 2001}, "2,000 characters"),
        ({"owner": "x" * 121}, "120 characters"),
        ({"cost_once": -1}, "0 to 100 million"),
        ({"cost_yearly": 100_000_001}, "0 to 100 million"),
        ({"effort_days": Decimal(-1)}, "9,999.9 days"),
        ({"effort_days": Decimal(10_000)}, "9,999.9 days"),
        ({"status_expected": Status.PARTIALLY_ACHIEVED}, "doesn't have that level"),
    ],
)
def test_a_line_out_of_bounds_is_refused_in_words(world: World, wrong: dict[str, Any], says: str) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    with pytest.raises(Denied, match=says):
        change(desk, plan.lines.get(outcome="A1.a"), **wrong)


def test_costs_at_their_bounds_and_nought_are_kept(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = change(desk, plan.lines.all()[0], cost_once=100_000_000, cost_yearly=0)
    line.refresh_from_db()
    assert (line.cost_once, line.cost_yearly) == (100_000_000, 0)


def test_the_level_after_the_work_is_never_below_the_level_now(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council, version="4.0"))
    answer(desk, "B2.a", Status.PARTIALLY_ACHIEVED, position=1)
    line = start_plan(by=desk, at=desk.at).plan.lines.get()
    assert change(desk, line, status_expected=Status.PARTIALLY_ACHIEVED).status_expected == "partially-achieved"
    with pytest.raises(Denied, match="can't be below"):
        change(desk, line, status_expected=Status.NOT_ACHIEVED)


def test_a_due_date_is_to_come_when_it_is_set_and_may_pass_later(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.all()[0]
    today = desk.at.date()
    with pytest.raises(Denied, match="today or later"):
        change(desk, line, due_on=today - timedelta(days=1))
    change(desk, line, due_on=today)
    later = desk.at + timedelta(days=30)
    assert change(desk, line, at=later, owner="IT").due_on == today
    with pytest.raises(Denied, match="today or later"):
        change(desk, line, at=later, due_on=today + timedelta(days=1))


def test_a_colleagues_change_is_shown_and_not_overwritten(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    line = plan.lines.all()[0]
    colleague = desk_of(world, world.someone(council, Role.CONTRIBUTOR, "Dev Chauhan"), desk.assessment)
    change(colleague, line, owner="Dev")
    mine = given(line, owner="Me")
    with pytest.raises(ChangedMeanwhile, match="Dev Chauhan changed this line") as found:
        change_plan_line(by=desk, line=line.pk, given=mine, edition=1, at=desk.at)
    assert found.value.theirs.line.owner == "Dev"
    assert found.value.status == 409
    saved = change_plan_line(by=desk, line=line.pk, given=mine, edition=2, at=desk.at)
    assert (saved.owner, saved.edition) == ("Me", 3)


def test_the_same_change_sent_twice_makes_one_edition_and_no_conflict(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.all()[0]
    said = given(line, owner="IT")
    for _time in range(2):
        saved = change_plan_line(by=desk, line=line.pk, given=said, edition=1, at=desk.at)
    assert saved.edition == 2
    assert acts("plan.line-changed") == 1


def test_a_line_of_another_assessment_isnt_there(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    _other, theirs = a_plan(world, world.council("ash"))
    line = theirs.lines.all()[0]
    with pytest.raises(Denied, match="can't find"):
        change(desk, line, owner="IT")
    with pytest.raises(Denied, match="can't find"):
        remove_plan_line(by=desk, line=line.pk, at=desk.at)


def test_a_line_goes_only_while_nobody_has_costed_or_started_it(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    first, second, third = plan.lines.all()
    change(desk, first, cost_yearly=0)
    change(desk, second, state=LineState.STARTED)
    for line in (first, second):
        with pytest.raises(Denied, match="dropped"):
            remove_plan_line(by=desk, line=line.pk, at=desk.at)
    remove_plan_line(by=desk, line=third.pk, at=desk.at)
    assert plan.lines.count() == 2
    assert acts("plan.line-removed") == 1


def test_a_line_that_is_done_changes_no_answer(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.get(outcome="A1.a")
    change(desk, line, state=LineState.DONE)
    assert desk.assessment.answers.get(outcome="A1.a").status == "not-achieved"
    assert [found.state for found in plan_lines_of(desk.part(0), "A1.a")] == ["done"]


def test_the_section_151_officer_signs_what_they_saw(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    cost_all(desk, plan)
    signed = sign(world, council, desk.assessment, plan)
    assert (signed.signed_once, signed.signed_yearly, str(signed.signed_by)) == (3000, 300, "Sam Purse")
    found = signature_of(signed, signed.lines.all())
    assert found
    assert not found.is_lapsed
    assert not found.changes


def test_the_same_signature_sent_twice_stands_once(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    sign(world, council, desk.assessment, plan)
    sign(world, council, desk.assessment, plan)
    assert acts("plan.signed") == 1


def test_a_signature_lapses_with_a_change_of_cost_or_action_and_says_what_differs(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    cost_all(desk, plan)
    sign(world, council, desk.assessment, plan)
    first, second, third = plan.lines.all()
    change(desk, first, cost_once=1500)
    change(desk, second, state=LineState.DROPPED)
    change(desk, third, action="Something else")
    new = add_plan_line(by=desk, part=desk.part(0), outcome="A1.a", given=GIVEN, at=desk.at)
    plan.refresh_from_db()
    found = signature_of(plan, plan.lines.all())
    assert found
    assert found.is_lapsed
    changes = {one.key: one for one in found.changes}
    assert set(changes) == {first.pk, second.pk, third.pk, new.pk}
    assert changes[first.pk].has_other_once
    assert changes[second.pk].is_gone
    assert changes[third.pk].is_reworded
    assert changes[new.pk].is_new


def test_progress_owner_and_date_leave_the_signature_standing_and_signing_again_renews_it(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    sign(world, council, desk.assessment, plan)
    line = plan.lines.all()[0]
    change(desk, line, state=LineState.DONE, owner="IT", due_on=desk.at.date())
    plan.refresh_from_db()
    standing = signature_of(plan, plan.lines.all())
    assert standing
    assert not standing.is_lapsed
    change(desk, line, cost_once=5)
    signed = sign(world, council, desk.assessment, plan)
    renewed = signature_of(signed, signed.lines.all())
    assert renewed
    assert not renewed.is_lapsed
    assert signed.signed_once == 5
    assert acts("plan.signed") == 2


def test_a_plan_that_changed_while_the_officer_read_it_isnt_signed(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    seen = digest_now(plan)
    change(desk, plan.lines.all()[0], cost_once=1)
    with pytest.raises(Denied, match="changed while you read it") as refusal:
        sign(world, council, desk.assessment, plan, digest=seen)
    assert refusal.value.status == 409


def test_a_plan_without_a_line_that_counts_cant_be_signed(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    for line in plan.lines.all():
        change(desk, line, state=LineState.DROPPED)
    with pytest.raises(Denied, match="nothing to sign"):
        sign(world, council, desk.assessment, plan)


def test_only_a_leader_signs_and_only_with_the_confirmation(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    with pytest.raises(Denied, match="section 151 officer"):
        sign_plan(by=desk, digest=digest_now(plan), is_confirmed=True, at=desk.at)
    leader = desk_of(world, a_leader(world, council), desk.assessment)
    with pytest.raises(Denied, match="Confirm that you are"):
        sign_plan(by=leader, digest=digest_now(plan), is_confirmed=False, at=desk.at)
    given_up = replace(leader, assessment=Assessment(pk=desk.assessment.pk, council=council, state=State.WITHDRAWN))
    with pytest.raises(Denied, match="given up"):
        sign_plan(by=given_up, digest=digest_now(plan), is_confirmed=True, at=desk.at)
    assert Plan.objects.get().signed_at is None


def test_every_act_leaves_one_entry_in_words_that_the_log_knows(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    cost_all(desk, plan)
    line = add_plan_line(by=desk, part=desk.part(0), outcome="A1.a", given=GIVEN, at=desk.at)
    remove_plan_line(by=desk, line=line.pk, at=desk.at)
    sign(world, council, desk.assessment, plan)
    counted = {
        action: acts(f"plan.{action}") for action in ("started", "line-changed", "line-added", "line-removed", "signed")
    }
    assert counted == {"started": 1, "line-changed": 3, "line-added": 1, "line-removed": 1, "signed": 1}
    entry = AuditEntry.objects.get(action="plan.signed")
    assert (entry.after["once"], len(entry.after["lines"])) == (3000, 3)
    assert PlanLine.objects.count() == 3
