"""Is the loaded history genuine, believable, and apart from the real world?"""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from wardmote.assess.models import Stocktake, Submission
from wardmote.assess.public import areas, progress_of, stocktake, stocktake_progress
from wardmote.demonstration.public import load_demonstration
from wardmote.engines.frameworks import Answer, judge
from wardmote.kernel import audit
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation, Body, Invitation, JoinRequest, Membership, Person, Reading
from wardmote.register.models.bodies import COUNCILS, Kind, Status
from wardmote.register.models.memberships import CONFIRM_EVERY_DAYS
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import RESULTS, bodies_shown_to, find_viewer, records_on


def test_there_are_24_live_councils_and_none_of_them_is_in_the_real_world(told: datetime, db: None) -> None:
    fictional = records_on(told.date(), demonstration=True).filter(body__kind__in=COUNCILS)
    assert fictional.count() == 24
    assert not records_on(told.date()).exists()
    assert not Body.objects.filter(is_demonstration=False).exists()
    assert not Person.objects.filter(is_demonstration=False).exists()


def test_everybody_has_a_verified_address_that_nobody_can_own(told: datetime, db: None) -> None:
    addresses = set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True))
    assert addresses == set(Person.objects.values_list("email", flat=True))
    every = [*addresses, *Letter.objects.values_list("to", flat=True)]
    every += Invitation.objects.values_list("email", flat=True)
    assert all(address.endswith(".example") for address in every)


def test_loading_twice_changes_nothing(told: datetime, db: None) -> None:
    before = audit.verify()
    assert load_demonstration(at=told + timedelta(days=1)) is False
    assert audit.verify() == before


def test_the_audit_chain_holds_and_runs_forward_through_the_year(told: datetime, db: None) -> None:
    head, fault = audit.verify()
    assert fault is None
    assert head.sequence > 400
    moments = list(AuditEntry.objects.order_by("sequence").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert told - timedelta(days=410) < moments[0]
    assert moments[-1] == told


def test_ratings_are_those_that_the_engine_gives(told: datetime, db: None) -> None:
    submissions = Submission.objects.prefetch_related("reasons")
    assert len(submissions) == 100
    for submission in submissions:
        answers = {reason.question: Answer(reason.level) for reason in submission.reasons.all()}
        result = judge(stocktake(), submission.area, answers)
        assert submission.rating == result.rating
        assert submission.score == pytest.approx(result.score, abs=1e-3)


def of_area(area: str) -> QuerySet[Submission]:
    """Return what was submitted in one area."""
    return Submission.objects.filter(area=area)


def test_nineteen_councils_submitted_in_the_first_window_and_seventeen_in_the_second(told: datetime, db: None) -> None:
    half_way = told - timedelta(days=240)
    assert of_area("leadership").filter(submitted_at__lt=half_way).count() == 19
    assert of_area("leadership").filter(submitted_at__gte=half_way).count() == 17


def test_most_councils_that_submitted_twice_stand_better_than_before(told: datetime, db: None) -> None:
    later = of_area("leadership").filter(is_latest=True, submitted_at__gt=told - timedelta(days=240))
    before = dict(of_area("leadership").filter(is_latest=False).values_list("council_id", "score"))
    gains = [s.score - before[s.council_id] for s in later if s.council_id in before]
    assert len(gains) == 15
    assert sum(gain > 0 for gain in gains) > 10
    assert 3 < sum(gains) / len(gains) < 20


def test_the_visitors_council_has_six_answers_of_three_colleagues_and_four_to_give(told: datetime, db: None) -> None:
    progress = stocktake_progress(Body.objects.get(code="demo-ald")).area("leadership")
    assert progress.is_open
    assert len(progress.unanswered) == 4
    assert len({line.answered_by for line in progress.lines if line.is_answered}) == 3
    assert progress.latest is not None
    assert progress.latest.rating == "amber-red"
    assert Stocktake.objects.filter(closed_at__isnull=True).count() == 1


def test_the_visitors_council_has_areas_submitted_and_areas_not_begun(told: datetime, db: None) -> None:
    whole = stocktake_progress(Body.objects.get(code="demo-ald"))
    assert [one.area.id for one in whole.areas if one.latest] == ["leadership", "governance", "technology"]
    assert [one.area.id for one in whole.areas if not one.result.answered] == ["partnerships", "training"]
    assert whole.under_way is whole.area("leadership")


def test_every_area_was_submitted_by_enough_councils_and_five_councils_have_an_overall_rating(
    told: datetime, db: None
) -> None:
    latest = Submission.objects.filter(is_latest=True)
    assert all(latest.filter(area=area.id).count() >= 7 for area in areas())
    councils = Body.objects.filter(kind__in=COUNCILS, is_demonstration=True)
    rated = [one for one in progress_of([body.pk for body in councils]).values() if one.submitted.rating]
    assert len(rated) == 5
    assert len({one.submitted.rating for one in rated}) >= 3


def test_one_person_is_due_for_confirmation_and_nobody_has_lapsed(told: datetime, db: None) -> None:
    assert not Membership.objects.filter(lapses_on__lte=told.date()).exists()
    due = Membership.objects.filter(confirmed_at__lt=told - timedelta(days=CONFIRM_EVERY_DAYS))
    assert [(m.body.code, m.role) for m in due] == [("demo-ald", Role.VIEWER)]


def test_a_request_and_an_invitation_wait_for_the_lead(told: datetime, db: None) -> None:
    waiting = JoinRequest.objects.get(outcome=JoinRequest.Outcome.WAITING)
    invitation = Invitation.objects.get(accepted_at__isnull=True, revoked_at__isnull=True)
    assert waiting.body.code == invitation.body.code == "demo-ald"
    assert invitation.expires_at > told


def test_loading_leaves_no_letter_to_be_sent(told: datetime, db: None) -> None:
    assert not Letter.objects.exclude(state=Letter.State.SENT).exists()


def test_each_outsider_sees_the_councils_that_chose_so(told: datetime, db: None) -> None:
    def shown(role: Role) -> int:
        person = Membership.objects.get(role=role).person
        return bodies_shown_to(person, told.date(), RESULTS).filter(kind__in=COUNCILS).count()

    assert shown(Role.PROGRAMME_TEAM) == 24 + 1 - 3  # with the planned council, without three that refused
    assert shown(Role.WARP_OPERATOR) == 11
    assert shown(Role.ASSURER) == 1
    assert shown(Role.ADMINISTRATOR) == 0


def test_every_logged_reading_was_by_somebody_of_the_fictional_world(told: datetime, db: None) -> None:
    readings = Reading.objects.select_related("person")
    assert all(reading.is_demonstration and reading.person.is_demonstration for reading in readings)
    assert {reading.audience for reading in readings} == set(Audience)


def test_a_council_that_shows_its_reasons_showed_only_results_before(told: datetime, db: None) -> None:
    council = Body.objects.get(code="demo-dsy")
    levels = list(council.sharing_choices.order_by("since").values_list("level", flat=True))
    assert levels == [Level.RESULTS, Level.REASONS]


def test_two_districts_merge_next_year_and_their_successor_is_in_shadow_form(told: datetime, db: None) -> None:
    successor = Body.objects.get(precessions__predecessor__code="demo-pel")
    leaving = Body.objects.filter(end_date__isnull=False)
    assert {body.code for body in leaving} == {"demo-pel", "demo-sta"}
    assert successor.status_on(told.date()) is Status.SHADOW
    assert {body.end_date for body in leaving} == {successor.start_date}


def test_the_warp_has_twenty_members_and_the_forum_all_councils(told: datetime, db: None) -> None:
    members = {kind: Affiliation.objects.filter(group__kind=kind).count() for kind in (Kind.WARP, Kind.LRF)}
    assert members == {Kind.WARP: 20, Kind.LRF: 24}


def test_the_main_councils_lead_is_somebody_with_one_role(told: datetime, db: None) -> None:
    lead = Membership.objects.get(body__code="demo-ald", role=Role.LEAD).person
    assert [standing.role for standing in find_viewer(lead, told.date()).standings] == [Role.LEAD]
