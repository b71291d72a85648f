"""Is a night planned once, spread well, ended honestly, and counted rightly?"""

from datetime import date, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.watch.nights import a_look, a_night, a_round
from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import today
from wardmote.register.models import Body
from wardmote.register.models.sharing import Audience, Level
from wardmote.watch.actions import begin_round as planning
from wardmote.watch.actions.begin_round import begin_round
from wardmote.watch.actions.finish_round import finish_round
from wardmote.watch.actions.record_visits import record_visits
from wardmote.watch.jobs import forget, start_night
from wardmote.watch.models import Change, Finding, Round, Standing, TimeToMend, Uptake, Visit, VisitState
from wardmote.watch.queries.rounds import progress_of
from wardmote.watch.rounds import check_batch, finish_if_over

DAY = timedelta(days=1)


@pytest.fixture
def council(world: World) -> Body:
    """A council with a domain."""
    council = world.council("AAA")
    a_domain(council, "aaa.gov.uk", at=world.at)
    return council


def queued() -> list[tuple[str, list[object]]]:
    """Return the jobs that wait, with what they are to do."""
    rows = DBTaskResult.objects.order_by("enqueued_at", "pk").values_list("task_path", "args_kwargs")
    return [(path.rpartition(".")[2], given["args"]) for path, given in rows]


def test_a_night_visits_every_verified_domain_of_councils_at_work_once(world: World, council: Body) -> None:
    a_domain(council, "unproved.gov.uk", at=world.at, is_verified=False)
    a_domain(council, "removed.gov.uk", at=world.at, removed_at=world.at)
    a_domain(world.council("DEMO", demonstration=True), "made-up.gov.uk", at=world.at)
    gone = world.council("GONE", end_date=world.at.date() - DAY)
    a_domain(gone, "gone.gov.uk", at=world.at)
    night = a_round(world.at.date(), world.at)
    assert [visit.domain.name for visit in Visit.objects.filter(round=night)] == ["aaa.gov.uk"]
    assert night.planned == 1
    assert queued() == [("check_batch", [night.pk, 0])]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.body_id, entry.after["domains"]) == ("checks.round-begun", None, 1)


def test_a_second_worker_that_begins_the_same_day_does_nothing(world: World, council: Body) -> None:
    a_round(world.at.date(), world.at)
    assert begin_round(day=world.at.date(), at=world.at) is None
    assert Visit.objects.count() == len(queued()) == AuditEntry.objects.count() == 1


def test_nothing_to_watch_makes_no_night(world: World) -> None:
    assert begin_round(day=world.at.date(), at=world.at) is None
    assert not Round.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_domains_of_one_council_are_spread_over_the_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "BATCH", 10)
    for code in ("AAA", "BBB", "CCC", "DDD", "EEE"):
        council = world.council(code)
        for number in range(20):
            a_domain(council, f"d{number}.{code.lower()}.gov.uk", at=world.at)
    night = a_round(world.at.date(), world.at)
    batches = set(Visit.objects.filter(round=night).values_list("batch", flat=True))
    assert batches == set(range(10))
    for code in ("AAA", "BBB", "CCC", "DDD", "EEE"):
        own = Visit.objects.filter(round=night, council__code=code)
        most = max(own.filter(batch=batch).count() for batch in batches)
        assert most <= 7, "a council's domains come in a burst"
    assert len(queued()) == 10


def test_a_large_night_has_larger_batches_and_not_more_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "BATCH", 2)
    monkeypatch.setattr(planning, "MOST_BATCHES", 3)
    council = world.council("AAA")
    for number in range(10):
        a_domain(council, f"d{number}.gov.uk", at=world.at)
    night = a_round(world.at.date(), world.at)
    assert len(queued()) == 3
    assert sorted(Visit.objects.filter(round=night, batch=batch).count() for batch in range(3)) == [2, 4, 4]


def test_a_night_of_which_visits_wait_is_not_over(world: World, council: Body) -> None:
    night = a_round(world.at.date(), world.at)
    assert not finish_if_over(night.pk, world.at)
    record_visits(looks=[a_look(Visit.objects.get(), {"dmarc_policy": "good"})], at=world.at)
    assert finish_if_over(night.pk, world.at + DAY)
    assert not finish_if_over(night.pk, world.at + DAY), "it was finished twice"
    night.refresh_from_db()
    assert night.finished_at == world.at + DAY
    assert queued()[-1] == ("tell_round", [night.pk])
    assert AuditEntry.objects.filter(action="checks.round-finished").count() == 1


def test_a_batch_whose_domain_was_removed_contacts_nobody_and_ends_the_night(world: World, council: Body) -> None:
    night = a_round(world.at.date(), world.at)
    Domain.objects.update(removed_at=world.at)
    assert check_batch.func(night.pk, 0) == 0
    assert Visit.objects.get().state == VisitState.DROPPED
    assert Round.objects.get().finished_at is not None


def test_a_night_that_never_ended_is_closed_by_the_next_and_says_what_it_missed(world: World, council: Body) -> None:
    a_domain(council, "second.gov.uk", at=world.at)
    earlier = a_round(today() - DAY, world.at - DAY)
    visit = Visit.objects.get(round=earlier, domain__name="aaa.gov.uk")
    record_visits(looks=[a_look(visit, {"dmarc_policy": "bad"})], at=world.at - DAY)
    newer = start_night(world.at)
    assert newer is not None
    earlier.refresh_from_db()
    progress = progress_of(earlier)
    assert (progress.planned, progress.done, progress.missed, progress.waiting) == (2, 1, 1, 0)
    entry = AuditEntry.objects.get(action="checks.round-finished")
    assert entry.after == {"day": earlier.day.isoformat(), "looked_at": 1, "missed": 1}
    assert check_batch.func(earlier.pk, 0) == 0, "a batch of a night that is over does nothing"


def test_a_council_stands_as_its_domains_do_and_the_newest_day_is_the_latest(world: World, council: Body) -> None:
    a_night(world.at.date(), world.at, {"aaa.gov.uk": {"dmarc_policy": "bad", "caa_present": "good"}})
    a_night(world.at.date() + DAY, world.at + DAY, {"aaa.gov.uk": {"dmarc_policy": "good"}}, letter="A", points=95)
    older, newer = Standing.objects.order_by("day")
    assert (older.letter, older.points, older.is_latest) == ("C", 60, False)
    assert (older.domains, older.good, older.bad) == (1, 1, 1)
    assert (newer.letter, newer.points, newer.is_latest) == ("A", 95, True)


def test_a_council_without_a_grade_keeps_its_last_standing_and_one_without_domains_none(
    world: World, council: Body
) -> None:
    a_night(world.at.date(), world.at, {"aaa.gov.uk": {"dmarc_policy": "bad"}})
    a_night(world.at.date() + DAY, world.at + DAY, {"aaa.gov.uk": {"dmarc_policy": "unknown"}}, letter="", points=100)
    assert Standing.objects.get().is_latest
    Domain.objects.update(removed_at=world.at + DAY)
    a_domain(world.council("BBB"), "bbb.gov.uk", at=world.at)
    a_night(world.at.date() + 2 * DAY, world.at + 2 * DAY, {"bbb.gov.uk": {"dmarc_policy": "bad"}})
    assert [s.council.code for s in Standing.objects.filter(is_latest=True)] == ["BBB"]


def test_uptake_counts_councils_that_share_by_their_worst_domain_and_names_none(world: World, council: Body) -> None:
    a_domain(council, "second.gov.uk", at=world.at)
    a_domain(world.council("BBB"), "bbb.gov.uk", at=world.at)
    hidden = world.council("HHH")
    a_domain(hidden, "hhh.gov.uk", at=world.at)
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    said = {"aaa.gov.uk": "good", "second.gov.uk": "bad", "bbb.gov.uk": "unknown", "hhh.gov.uk": "bad"}
    a_night(world.at.date(), world.at, {name: {"dmarc_policy": verdict} for name, verdict in said.items()})
    rows = Uptake.objects.values_list("day", "check_id", "verdict", "councils", "is_demonstration")
    assert sorted(rows) == [
        (world.at.date(), "dmarc_policy", "bad", 1, False),
        (world.at.date(), "dmarc_policy", "unknown", 1, False),
    ]


def test_each_council_that_shares_counts_once_in_how_long_mending_takes(world: World, council: Body) -> None:
    hidden = world.council("HHH")
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    of_others = [a_domain(one, at=world.at) for one in (world.council("BBB"), hidden)]
    own = Domain.objects.get(council=council)
    for domain, check_id, severity, took, ago in (
        (own, "one", 3, 2, 1),
        (own, "two", 3, 4, 1),
        (own, "three", 3, 90, 1),
        (of_others[0], "one", 3, 10, 1),
        (of_others[0], "two", 1, 5, 1),
        (of_others[0], "three", 3, 100, 400),
        (of_others[1], "one", 3, 50, 1),
    ):
        finding = a_finding(domain, check_id, "bad", at=world.at - (ago + took) * DAY, severity=severity)
        Finding.objects.filter(pk=finding.pk).update(until=world.at - ago * DAY, ended_as="good")
    assert finish_round(night=a_round(world.at.date(), world.at), at=world.at)
    rows = TimeToMend.objects.values_list("day", "severity", "councils", "days", "is_demonstration")
    assert sorted(rows) == [(world.at.date(), 1, 1, 5.0, False), (world.at.date(), 3, 2, 7.0, False)]


def test_what_a_check_said_that_is_gone_ends_with_the_night(world: World, council: Body) -> None:
    a_finding(Domain.objects.get(), "no_such_check", "bad", at=world.at)
    a_night(world.at.date(), world.at + DAY, {"aaa.gov.uk": {"dmarc_policy": "good"}})
    gone = Finding.objects.get(check_id="no_such_check")
    assert (gone.until, gone.ended_as) == (world.at + DAY, "bad")
    assert Finding.objects.get(check_id="dmarc_policy").until is None


def test_old_visits_are_forgotten_except_each_domains_newest(world: World, council: Body) -> None:
    said = {"aaa.gov.uk": {"dmarc_policy": "bad"}}
    for days in (500, 450, 10):
        a_night(world.at.date() - days * DAY, world.at - days * DAY, said)  # type: ignore[arg-type]
    other = a_domain(council, "other.gov.uk", at=world.at)
    kept = Visit.objects.create(
        council=council, domain=other, state="done", asked_at=world.at - 600 * DAY, done_at=world.at - 600 * DAY
    )
    assert forget(world.at) == 2
    assert kept in Visit.objects.all()
    assert Visit.objects.count() == 2


def test_changes_are_forgotten_two_years_after_they_were_told(world: World, council: Body) -> None:
    domain = Domain.objects.get()
    for days, told in ((800, 800), (800, None), (10, 10)):
        Change.objects.create(
            council=council,
            domain=domain,
            check_id=f"check{days}{told}",
            before="bad",
            after="good",
            says="It is good.",
            at=world.at - days * DAY,
            told_at=world.at - told * DAY if told else None,
        )
    forget(world.at)
    assert sorted(Change.objects.values_list("check_id", flat=True)) == ["check1010", "check800None"]


def test_a_day_has_one_night_whatever_moment_it_begins(world: World, council: Body) -> None:
    assert start_night(world.at) is not None
    assert start_night(world.at + timedelta(hours=1)) is None
    assert [night.day for night in Round.objects.all()] == [today()]
    assert not finish_round(night=Round(pk=0, day=date(2027, 1, 1), begun_at=world.at), at=world.at), (
        "a night that isn't there was finished"
    )
