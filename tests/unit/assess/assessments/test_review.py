"""Who is asked to look from outside, what do they record, and how does the council answer?"""

from datetime import timedelta

import pytest

from tests.unit.assess.assessments.reviews import Round, a_round, in_response, in_review
from tests.worlds import World
from wardmote.assess.actions.accept_review import accept_review
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.finish_review import finish_review
from wardmote.assess.actions.record_finding import Judged, RecordedMeanwhile, record_finding
from wardmote.assess.actions.respond_to_finding import RespondedMeanwhile, respond_to_finding
from wardmote.assess.actions.return_to_assurer import return_to_assurer
from wardmote.assess.actions.withdraw_review import withdraw_review
from wardmote.assess.models import Evidence, EvidenceUse, Report, Review, ReviewFinding, State
from wardmote.assess.queries.review_waiting import reviews_waiting
from wardmote.engines.frameworks import Status
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Membership, Person

pytestmark = pytest.mark.django_db


def evidence(elm: Round, title: str, *, outcome: str = "A1.a", shown: bool = False) -> Evidence:
    """Put a piece of evidence behind an outcome."""
    piece = Evidence.objects.create(
        council=elm.council, kind="reference", title=title, reference="Minutes", is_shown=shown, added_at=elm.world.at
    )
    EvidenceUse.objects.create(
        evidence=piece,
        assessment=elm.assessment,
        part=elm.assessment.parts.get(position=0),
        council=elm.council,
        outcome=outcome,
        used_at=elm.world.at,
    )
    return piece


def respond(
    elm: Round, outcome: str = "A1.a", stance: str = "agreed", words: str = "", *, by: Person | None = None
) -> ReviewFinding:
    desk = elm.desk(by)
    edition = ReviewFinding.objects.get(outcome=outcome, part=desk.part(0), review__withdrawn_at=None).edition
    return respond_to_finding(
        by=desk, part=desk.part(0), outcome=outcome, stance=stance, response=words, edition=edition, at=elm.world.at
    )


def accept(elm: Round, by: Person | None = None) -> Report:
    return accept_review(by=elm.desk(by), edition=elm.edition, at=elm.world.at)


# Asking


def test_an_approved_assessment_goes_to_the_assurer(world: World) -> None:
    elm = a_round(world)
    elm.put(State.APPROVED)
    review = elm.ask(due_on=world.at.date())
    assert (elm.state, review.assurer, review.due_on) == (State.REVIEW, elm.assurer, world.at.date())
    entry = AuditEntry.objects.get(action="review.asked")
    assert (entry.after["person"], entry.after["state"]) == (elm.assurer.pk, "review")


def test_an_open_assessment_stays_open_and_is_handed_over_later(world: World) -> None:
    elm = a_round(world)
    first = elm.ask(shows_reasons=True)
    assert elm.state == State.OPEN
    elm.put(State.APPROVED)
    again = elm.ask(shows_reasons=False)
    assert (again.pk, again.shows_reasons, elm.state) == (first.pk, False, State.REVIEW)


def test_exactly_the_ticked_evidence_is_shown(world: World) -> None:
    elm = a_round(world)
    ticked, unticked = evidence(elm, "Policy"), evidence(elm, "Plan", shown=True)
    elm.ask(evidence=frozenset({ticked.pk}))
    shown = dict(Evidence.objects.values_list("title", "is_shown"))
    assert shown == {"Policy": True, "Plan": False}
    assert unticked.pk not in AuditEntry.objects.get(action="review.asked").after["evidence"]


def test_evidence_that_is_left_out_as_a_whole_is_not_touched(world: World) -> None:
    elm = a_round(world)
    piece = evidence(elm, "Plan", shown=True)
    elm.ask(shows_evidence=False, evidence=frozenset())
    piece.refresh_from_db()
    assert piece.is_shown


def test_evidence_of_another_assessment_or_council_cannot_be_ticked(world: World) -> None:
    elm, moe = a_round(world), a_round(world, "moe")
    theirs = evidence(moe, "Secret")
    with pytest.raises(Denied) as refusal:
        elm.ask(evidence=frozenset({theirs.pk}))
    assert refusal.value.reason == "missing"
    theirs.refresh_from_db()
    assert not theirs.is_shown
    assert not Review.objects.exists()


def test_only_somebody_let_in_as_an_assurer_is_asked(world: World) -> None:
    elm, moe = a_round(world), a_round(world, "moe")
    for stranger in (moe.assurer, elm.world.someone(elm.council, Role.CONTRIBUTOR)):
        with pytest.raises(Denied, match="invited as an assurer"):
            elm.ask(assurer=stranger.pk)


def test_whoever_belongs_to_the_council_is_not_its_assurer(world: World) -> None:
    elm = a_round(world)
    world.give(elm.assurer, elm.council, Role.VIEWER)
    with pytest.raises(Denied, match="invited as an assurer"):
        elm.ask()


def test_an_assurer_whose_membership_lapsed_is_not_asked(world: World) -> None:
    elm = a_round(world)
    Membership.objects.filter(person=elm.assurer).update(lapses_on=world.at.date())
    with pytest.raises(Denied, match="invited as an assurer"):
        elm.ask()


@pytest.mark.parametrize(("wish", "says"), [({"kind": "friend"}, "independent"), ({"due_on": "past"}, "still to come")])
def test_a_request_that_makes_no_sense_is_refused(world: World, wish: dict[str, object], says: str) -> None:
    elm = a_round(world)
    if "due_on" in wish:
        wish = {"due_on": world.at.date() - timedelta(days=1)}
    with pytest.raises(Denied, match=says):
        elm.ask(**wish)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER])
def test_only_the_lead_asks(world: World, role: Role) -> None:
    elm = a_round(world)
    request = Request(elm.assurer.pk, "peer")
    with pytest.raises(Denied):
        ask_assurer(by=elm.desk(world.someone(elm.council, role)), request=request, edition=1, at=world.at)


def test_a_second_assurer_is_asked_only_after_the_first_gave_it_back(world: World) -> None:
    elm = a_round(world)
    elm.ask()
    other = world.someone(elm.council, Role.ASSURER, "Other")
    with pytest.raises(Denied, match="is asked already"):
        elm.ask(assurer=other.pk)
    withdraw_review(by=elm.desk(), edition=elm.edition, at=world.at)
    assert elm.ask(assurer=other.pk).assurer == other


def test_asking_twice_from_one_page_asks_once(world: World) -> None:
    elm = a_round(world)
    elm.put(State.APPROVED)
    page = elm.edition
    elm.ask()
    with pytest.raises(Denied, match="has this assessment now"):
        ask_assurer(by=elm.desk(), request=Request(elm.assurer.pk, "peer"), edition=page, at=world.at)
    assert Review.objects.count() == 1


def test_an_old_page_does_not_ask(world: World) -> None:
    elm = a_round(world)
    with pytest.raises(Denied, match="while you had the page open"):
        ask_assurer(by=elm.desk(), request=Request(elm.assurer.pk, "peer"), edition=0, at=world.at)


@pytest.mark.parametrize("state", [State.ASSURED, State.CLOSED, State.RESPONSE])
def test_nobody_is_asked_about_what_was_looked_at_or_has_ended(world: World, state: State) -> None:
    elm = a_round(world)
    elm.put(state)
    with pytest.raises(Denied):
        elm.ask()


# Taking it back


def test_a_review_taken_back_leaves_the_assessment_approved_and_shuts_the_door(world: World) -> None:
    elm = in_review(world)
    withdraw_review(by=elm.desk(), edition=elm.edition, at=world.at)
    assert elm.state == State.APPROVED
    with pytest.raises(Denied) as refusal:
        elm.desk(elm.assurer)
    assert refusal.value.reason == "missing"


def test_a_finding_on_its_way_while_the_review_is_taken_back_is_refused(world: World) -> None:
    elm = in_review(world)
    desk = elm.desk(elm.assurer)
    withdraw_review(by=elm.desk(), edition=elm.edition, at=world.at)
    judged = Judged(Status.ACHIEVED, "Late.")
    with pytest.raises(Denied):
        record_finding(by=desk, part=desk.part(0), outcome="A1.a", judged=judged, edition=0, at=world.at)
    assert not ReviewFinding.objects.exists()


def test_a_review_is_not_taken_back_once_it_is_finished_or_never_asked(world: World) -> None:
    elm = in_response(world)
    with pytest.raises(Denied, match="findings stand"):
        withdraw_review(by=elm.desk(), edition=elm.edition, at=world.at)
    moe = a_round(world, "moe")
    with pytest.raises(Denied, match="Nobody from outside"):
        withdraw_review(by=moe.desk(), edition=moe.edition, at=world.at)


@pytest.mark.parametrize("changed", [False, True])
def test_a_review_that_the_council_has_answered_is_not_taken_back(world: World, changed: bool) -> None:
    elm = in_response(world)
    finding = respond(elm, stance="disputed", words="See the minutes.")
    return_to_assurer(by=elm.desk(), edition=elm.edition, at=world.at)
    if changed:
        elm.find("A1.a", reasons="I have read them.", edition=finding.edition)
    with pytest.raises(Denied, match="they stand") as refusal:
        withdraw_review(by=elm.desk(), edition=elm.edition, at=world.at)
    assert refusal.value.reason == "conflict"
    assert (elm.state, Review.objects.get().withdrawn_at) == (State.REVIEW, None)


def test_a_contributor_does_not_take_it_back(world: World) -> None:
    elm = in_review(world)
    with pytest.raises(Denied, match="Only the council's cyber lead"):
        withdraw_review(by=elm.desk(world.someone(elm.council, Role.CONTRIBUTOR)), edition=elm.edition, at=world.at)


# Recording


def test_a_finding_is_kept_with_its_words(world: World) -> None:
    elm = in_review(world)
    found = elm.find("A1.a", good_practice=" Board minutes. ", to_improve="Yearly review.")
    assert (found.status, found.reasons, found.good_practice, found.edition) == (
        "achieved",
        "I saw A1.a.",
        "Board minutes.",
        1,
    )
    assert AuditEntry.objects.filter(action="review.recorded").count() == 1


def test_the_same_finding_sent_twice_is_one(world: World) -> None:
    elm = in_review(world)
    assert elm.find("A1.a").pk == elm.find("A1.a").pk
    assert AuditEntry.objects.filter(action="review.recorded").count() == 1


def test_a_second_window_is_told_and_overwrites_nothing(world: World) -> None:
    elm = in_review(world)
    elm.find("A1.a")
    with pytest.raises(RecordedMeanwhile) as refusal:
        elm.find("A1.a", reasons="Other words.")
    assert refusal.value.theirs.reasons == "I saw A1.a."
    assert elm.find("A1.a", reasons="Other words.", edition=1).edition == 2


@pytest.mark.parametrize(
    ("judged", "says"),
    [
        (Judged(None, "x"), "Choose how far"),
        (Judged(Status.ACHIEVED, "  "), "Give your reasons"),
        (Judged(Status.ACHIEVED, "x" * 4001), "4,000"),
        (Judged(Status.ACHIEVED, "x", to_improve="x" * 4001), "4,000"),
    ],
)
def test_a_finding_that_lacks_something_is_refused_in_words(world: World, judged: Judged, says: str) -> None:
    elm = in_review(world)
    desk = elm.desk(elm.assurer)
    with pytest.raises(Denied, match=says):
        record_finding(by=desk, part=desk.part(0), outcome="A1.a", judged=judged, edition=0, at=world.at)


def test_a_level_that_the_outcome_does_not_have_is_refused(world: World) -> None:
    elm = in_review(world)
    desk = elm.desk(elm.assurer)
    lacking = next(o for o in desk.outcomes_of(desk.part(0)) if Status.PARTIALLY_ACHIEVED not in o.levels)
    judged = Judged(Status.PARTIALLY_ACHIEVED, "x")
    with pytest.raises(Denied, match="doesn't have that level"):
        record_finding(by=desk, part=desk.part(0), outcome=lacking.id, judged=judged, edition=0, at=world.at)


@pytest.mark.parametrize("outcome", ["B1.a", "Z9.z"])
def test_an_outcome_that_is_not_asked_of_the_part_is_not_there(world: World, outcome: str) -> None:
    elm = in_review(world)
    desk = elm.desk(elm.assurer)
    with pytest.raises(Denied) as refusal:
        record_finding(
            by=desk, part=desk.part(0), outcome=outcome, judged=Judged(Status.ACHIEVED, "x"), edition=0, at=world.at
        )
    assert refusal.value.reason == "missing"


def test_the_council_records_no_finding(world: World) -> None:
    elm = in_review(world)
    desk = elm.desk()
    with pytest.raises(Denied, match="Only the assurer"):
        record_finding(
            by=desk, part=desk.part(0), outcome="A1.a", judged=Judged(Status.ACHIEVED, "x"), edition=0, at=world.at
        )


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.OPEN, "still answering"),
        (State.APPROVED, "handed its answers over"),
        (State.RESPONSE, "finished this review"),
        (State.ASSURED, "finished"),
    ],
)
def test_a_finding_is_recorded_only_while_it_is_with_the_assurer(world: World, state: State, says: str) -> None:
    elm = in_review(world)
    elm.put(state)
    with pytest.raises(Denied, match=says):
        elm.find("A1.a")


# Finishing


def test_a_review_with_outcomes_left_says_how_many(world: World) -> None:
    elm = in_review(world, systems=1)
    elm.find("A1.a")
    with pytest.raises(Denied, match="38 outcomes have no finding"):
        elm.finish()
    assert elm.state == State.REVIEW


def test_a_whole_review_goes_back_with_its_summary(world: World) -> None:
    elm = in_review(world)
    elm.find_all()
    review = elm.finish(" Well done. ")
    assert (elm.state, review.summary) == (State.RESPONSE, "Well done.")
    with pytest.raises(Denied, match="finished this review"):
        elm.finish()


def test_finishing_from_an_old_page_or_as_the_council_is_refused(world: World) -> None:
    elm = in_review(world)
    elm.find_all()
    with pytest.raises(Denied, match="while you had the page open"):
        finish_review(by=elm.desk(elm.assurer), summary="", edition=0, at=world.at)
    with pytest.raises(Denied, match="Only the assurer"):
        finish_review(by=elm.desk(), summary="", edition=elm.edition, at=world.at)


# Answering


def test_a_dispute_needs_words_and_an_agreement_does_not(world: World) -> None:
    elm = in_response(world)
    with pytest.raises(Denied, match="Say why"):
        respond(elm, stance="disputed")
    assert respond(elm, stance="agreed").stance == "agreed"
    assert respond(elm, stance="disputed", words="See the minutes.").response == "See the minutes."


def test_a_colleague_who_answered_first_is_not_overwritten(world: World) -> None:
    elm = in_response(world)
    colleague = world.someone(elm.council, Role.CONTRIBUTOR)
    old = ReviewFinding.objects.get(outcome="A1.a").edition
    respond(elm, words="Ours.", by=colleague)
    desk = elm.desk()
    with pytest.raises(RespondedMeanwhile, match=colleague.name):
        respond_to_finding(
            by=desk, part=desk.part(0), outcome="A1.a", stance="agreed", response="x", edition=old, at=world.at
        )
    twice = respond_to_finding(
        by=desk, part=desk.part(0), outcome="A1.a", stance="agreed", response="Ours.", edition=old, at=world.at
    )
    assert twice.responded_by == colleague


@pytest.mark.parametrize(("stance", "words", "says"), [("perhaps", "", "agrees"), ("agreed", "x" * 4001, "4,000")])
def test_an_answer_that_does_not_fit_is_refused(world: World, stance: str, words: str, says: str) -> None:
    elm = in_response(world)
    with pytest.raises(Denied, match=says):
        respond(elm, stance=stance, words=words)


def test_the_assurer_and_those_who_only_read_answer_nothing(world: World) -> None:
    elm = in_response(world)
    for person in (elm.assurer, world.someone(elm.council, Role.LEADER), world.someone(elm.council, Role.VIEWER)):
        with pytest.raises(Denied):
            respond(elm, by=person)


@pytest.mark.parametrize("state", [State.REVIEW, State.APPROVED, State.ASSURED])
def test_findings_are_answered_only_after_the_review(world: World, state: State) -> None:
    elm = in_response(world)
    elm.put(state)
    with pytest.raises(Denied) as refusal:
        respond(elm)
    assert refusal.value.reason == "conflict"


# Looking again


def test_a_dispute_goes_back_and_a_changed_finding_asks_the_council_again(world: World) -> None:
    elm = in_response(world)
    finding = respond(elm, stance="disputed", words="See the minutes.")
    return_to_assurer(by=elm.desk(), edition=elm.edition, at=world.at)
    assert elm.state == State.REVIEW
    changed = elm.find("A1.a", reasons="I have read them.", edition=finding.edition)
    assert (changed.stance, changed.response, changed.responded_at) == ("", "See the minutes.", None)
    elm.finish()
    assert elm.state == State.RESPONSE


def test_nothing_goes_back_without_a_dispute_or_by_a_contributor(world: World) -> None:
    elm = in_response(world)
    with pytest.raises(Denied, match="agree with every finding"):
        return_to_assurer(by=elm.desk(), edition=elm.edition, at=world.at)
    respond(elm, stance="disputed", words="No.")
    with pytest.raises(Denied, match="Only the council's cyber lead"):
        return_to_assurer(by=elm.desk(world.someone(elm.council, Role.CONTRIBUTOR)), edition=elm.edition, at=world.at)


# Accepting


def test_a_difference_and_an_improvement_need_an_answer_before_the_review_is_accepted(world: World) -> None:
    elm = in_review(world)
    elm.find("A1.a", Status.NOT_ACHIEVED)
    elm.find("A1.b", to_improve="Write it down.")
    elm.find("A1.c", good_practice="Exemplary.")
    elm.find_all()
    elm.finish()
    with pytest.raises(Denied, match="2 findings still need"):
        accept(elm)
    respond(elm, "A1.a")
    with pytest.raises(Denied, match="1 finding still needs"):
        accept(elm)
    respond(elm, "A1.b", "disputed", "It is written down.")
    report = accept(elm)
    elm.assessment.refresh_from_db()
    assert (elm.state, elm.assessment.finished_at) == (State.ASSURED, world.at)
    assert (report.kind, report.assessment_id) == ("assured", elm.assessment.pk)
    assert AuditEntry.objects.get(action="review.accepted").after["disputed"] == 1


def test_a_leader_accepts_and_a_contributor_does_not(world: World) -> None:
    elm = in_response(world)
    respond(elm)
    with pytest.raises(Denied, match="Only a leader"):
        accept(elm, world.someone(elm.council, Role.CONTRIBUTOR))
    accept(elm, world.someone(elm.council, Role.LEADER))
    assert elm.state == State.ASSURED


def test_a_review_is_accepted_once(world: World) -> None:
    elm = in_response(world)
    respond(elm)
    old = elm.edition
    with pytest.raises(Denied, match="while you had the page open"):
        accept_review(by=elm.desk(), edition=old - 1, at=world.at)
    accept(elm)
    with pytest.raises(Denied, match="finished"):
        accept_review(by=elm.desk(), edition=old, at=world.at)
    assert Report.objects.filter(kind="assured").count() == 1


# What waits at home


def test_an_assurers_home_lists_what_is_with_them_most_urgent_first(world: World) -> None:
    day = world.at.date()
    late, soon = in_review(world, "elm"), in_review(world, "moe", due_on=day)
    world.give(late.assurer, soon.council, Role.ASSURER)
    Review.objects.filter(assessment=soon.assessment).update(assurer=late.assurer)
    late.find("A1.a")
    found = reviews_waiting(world.viewer(late.assurer), world.at)
    assert [(w.code, w.number, w.due_on, w.done, w.total, w.left) for w in found] == [
        ("moe", soon.assessment.pk, day, 0, 12, 12),
        ("elm", late.assessment.pk, None, 1, 12, 11),
    ]


def test_nothing_waits_before_the_answers_come_after_they_go_or_for_others(world: World) -> None:
    elm = a_round(world)
    elm.ask()
    assert reviews_waiting(world.viewer(elm.assurer), world.at) == []
    elm.put(State.REVIEW)
    assert len(reviews_waiting(world.viewer(elm.assurer), world.at)) == 1
    assert reviews_waiting(world.viewer(elm.lead), world.at) == []
    Membership.objects.filter(person=elm.assurer).update(ended_at=world.at)
    assert reviews_waiting(world.viewer(elm.assurer), world.at) == []
