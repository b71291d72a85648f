"""Is what a visit finds kept once, whole, and cheaply where nothing changed?"""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.nights import a_look, a_round
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.models import AuditEntry
from wardmote.register.models import Body
from wardmote.watch.actions.record_visits import record_visits
from wardmote.watch.events import findings_changed
from wardmote.watch.intervals import Answer
from wardmote.watch.models import Change, Explanation, Finding, Visit, VisitState

DAY = timedelta(days=1)


@pytest.fixture
def council(world: World) -> Body:
    """A council."""
    return world.council("AAA")


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    """Its domain."""
    return a_domain(council, at=world.at)


def visited(domain: Domain, at: datetime, **verdicts: str | Answer) -> Visit:
    """Visit a domain on demand, and record what is stated."""
    visit = Visit.objects.create(council=domain.council, domain=domain, asked_at=at)
    assert record_visits(looks=[a_look(visit, dict(verdicts))], at=at) == 1
    visit.refresh_from_db()
    return visit


def test_a_first_visit_opens_a_finding_for_each_check_and_changes_nothing(world: World, domain: Domain) -> None:
    visit = visited(domain, world.at, dmarc_policy="bad", caa_present="weak", mta_sts_record="unknown")
    assert (visit.state, visit.letter, visit.points) == (VisitState.DONE, "C", 60)
    assert (visit.good, visit.weak, visit.bad, visit.unknown) == (0, 1, 1, 1)
    finding = Finding.objects.get(check_id="dmarc_policy")
    assert (finding.area, finding.verdict, finding.severity, finding.since) == ("mail", "bad", 3, world.at)
    assert (finding.evidence, finding.fix, finding.trouble_since) == (
        ["a record"],
        "Publish dmarc_policy.",
        world.at,
    )
    assert Finding.objects.count() == 3
    assert not Change.objects.exists()


def test_a_mended_check_ends_its_finding_begins_another_and_is_a_change(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="bad")
    second = visited(domain, world.at + DAY, dmarc_policy="good")
    before, after = Finding.objects.order_by("since")
    assert (before.until, before.ended_as) == (world.at + DAY, "good")
    assert (after.verdict, after.since, after.until, after.trouble_since) == ("good", world.at + DAY, None, None)
    change = Change.objects.get()
    assert (change.before, change.after, change.visit, change.at) == ("bad", "good", second, world.at + DAY)


def test_what_cannot_be_seen_stands_as_it_was_until_it_is_seen_again(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="bad")
    visited(domain, world.at + DAY, dmarc_policy="unknown")
    standing = Finding.objects.get()
    assert (standing.verdict, standing.until) == ("bad", None)
    assert (standing.unseen_since, standing.unseen_says) == (world.at + DAY, "dmarc_policy is unknown.")
    visited(domain, world.at + 2 * DAY, dmarc_policy="bad")
    standing.refresh_from_db()
    assert (standing.unseen_since, standing.unseen_says) == (None, "")
    assert not Change.objects.exists()


def test_what_a_retest_finds_mended_counts_as_told_and_what_a_night_finds_does_not(
    world: World, domain: Domain
) -> None:
    visited(domain, world.at, dmarc_policy="bad", caa_present="bad")
    visited(domain, world.at + DAY, dmarc_policy="good", caa_present="bad")
    night = a_round(world.at.date(), world.at + 2 * DAY)
    visit = Visit.objects.get(round=night)
    record_visits(looks=[a_look(visit, {"caa_present": "good"})], at=world.at + 2 * DAY)
    assert list(Change.objects.order_by("at").values_list("told_at", flat=True)) == [world.at + DAY, None]


def test_what_a_retest_finds_worse_waits_to_be_told_and_so_does_its_mending(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="good", caa_present="bad")
    visited(domain, world.at + DAY, dmarc_policy="bad", caa_present="bad")
    visited(domain, world.at + 2 * DAY, dmarc_policy="good", caa_present="weak")
    told = Change.objects.order_by("at", "check_id").values_list("check_id", "after", "told_at")
    assert list(told) == [
        ("dmarc_policy", "bad", None),
        ("caa_present", "weak", world.at + 2 * DAY),
        ("dmarc_policy", "good", None),
    ]


def graver(severity: int) -> Answer:
    """Return a bad answer of some severity."""
    return Answer("bad", severity, f"Bad by {severity}.", (), "Mend it.")


def test_what_gets_worse_under_the_same_verdict_is_a_change(world: World, domain: Domain) -> None:
    for days, severity in enumerate((2, 4, 3)):
        visited(domain, world.at + days * DAY, dmarc_policy=graver(severity))
    change = Change.objects.get()
    assert (change.before, change.after, change.severity_before, change.severity) == ("bad", "bad", 2, 4)
    assert change.told_at is None


def test_the_first_fault_that_is_known_after_nothing_was_known_is_a_change(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="unknown", caa_present="unknown")
    visited(domain, world.at + DAY, dmarc_policy="bad", caa_present="good")
    assert [(change.check_id, change.before) for change in Change.objects.all()] == [("dmarc_policy", "unknown")]


def test_a_visit_is_done_once_whoever_records_it_again(world: World, domain: Domain) -> None:
    visit = visited(domain, world.at, dmarc_policy="bad")
    assert record_visits(looks=[a_look(visit, {"dmarc_policy": "good"})], at=world.at + DAY) == 0
    visit.refresh_from_db()
    assert visit.done_at == world.at
    assert Finding.objects.get().verdict == "bad"


@pytest.mark.parametrize("lost", [{"removed_at": True}, {"verified_at": None, "proof": ""}])
def test_a_domain_that_left_meanwhile_keeps_nothing_of_its_visit(
    world: World, domain: Domain, lost: dict[str, object]
) -> None:
    visit = Visit.objects.create(council=domain.council, domain=domain, asked_at=world.at)
    facts = {key: world.at + DAY if value is True else value for key, value in lost.items()}
    Domain.objects.filter(pk=domain.pk).update(**facts)
    assert record_visits(looks=[a_look(visit, {"dmarc_policy": "bad"})], at=world.at + DAY) == 0
    visit.refresh_from_db()
    assert visit.state == VisitState.DROPPED
    assert not Finding.objects.exists()


def test_an_explanation_ends_when_there_is_nothing_left_to_explain(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="bad", caa_present="bad")
    for check_id in ("dmarc_policy", "caa_present"):
        Explanation.objects.create(
            council=domain.council,
            domain=domain,
            check_id=check_id,
            reason="The supplier changes it in May.",
            until=world.at.date() + 90 * DAY,
            explained_at=world.at,
        )
    visited(domain, world.at + DAY, dmarc_policy="good", caa_present="weak")
    ended = Explanation.objects.get(check_id="dmarc_policy")
    assert ended.withdrawn_at == world.at + DAY
    assert Explanation.objects.get(check_id="caa_present").withdrawn_at is None


def test_an_explanation_ends_with_what_goes_beyond_it(world: World, domain: Domain) -> None:
    visited(domain, world.at, dmarc_policy="weak", caa_present=graver(2), mta_sts_record=graver(3))
    for check_id in ("dmarc_policy", "caa_present", "mta_sts_record"):
        Explanation.objects.create(
            council=domain.council,
            domain=domain,
            check_id=check_id,
            reason="The supplier changes it in May.",
            until=world.at.date() + 90 * DAY,
            explained_at=world.at,
        )
    visited(domain, world.at + DAY, dmarc_policy="bad", caa_present=graver(4), mta_sts_record=graver(2))
    assert [each.check_id for each in Explanation.objects.filter(withdrawn_at__isnull=True)] == ["mta_sts_record"]
    assert set(Change.objects.values_list("check_id", "ends_explanation")) == {
        ("dmarc_policy", True),
        ("caa_present", True),
    }


def test_a_grade_that_could_not_be_given_leaves_no_points(world: World, domain: Domain) -> None:
    visit = Visit.objects.create(council=domain.council, domain=domain, asked_at=world.at)
    record_visits(looks=[a_look(visit, {"dmarc_policy": "unknown"}, letter="", points=100)], at=world.at)
    visit.refresh_from_db()
    assert (visit.letter, visit.points) == ("", None)


def test_other_rooms_hear_of_a_retest_that_changed_something_and_of_no_other(world: World, domain: Domain) -> None:
    heard: list[Body] = []

    def listen(sender: object, council: Body, **_kwargs: object) -> None:
        heard.append(council)

    findings_changed.connect(listen, weak=False, dispatch_uid="test")
    try:
        visited(domain, world.at, dmarc_policy="bad")
        visited(domain, world.at + DAY, dmarc_policy="bad")
        assert heard == [domain.council]
    finally:
        findings_changed.disconnect(dispatch_uid="test")


def test_a_group_is_stored_whole_or_not_at_all(world: World, council: Body, domain: Domain) -> None:
    other = a_domain(council, "other.gov.uk", at=world.at)
    visits = [Visit.objects.create(council=council, domain=each, asked_at=world.at) for each in (domain, other)]
    looks = [a_look(visits[0], {"dmarc_policy": "bad"}), a_look(visits[1], {"dmarc_policy": "no-verdict"})]
    with pytest.raises(IntegrityError), transaction.atomic():
        record_visits(looks=looks, at=world.at)
    assert set(Visit.objects.values_list("state", flat=True)) == {VisitState.WAITING}
    assert not Finding.objects.exists()


def test_an_unchanged_night_writes_nothing_but_that_the_visits_are_done(world: World, council: Body) -> None:
    domains = [a_domain(council, f"d{n}.gov.uk", at=world.at) for n in range(20)]
    said: dict[str, str | Answer] = {"dmarc_policy": "bad", "caa_present": "good", "mta_sts_record": "weak"}
    for at in (world.at, world.at + DAY):
        visits = [Visit.objects.create(council=council, domain=each, asked_at=at) for each in domains]
        with CaptureQueriesContext(connection) as asked:
            record_visits(looks=[a_look(visit, said) for visit in visits], at=at)
    writes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(writes) == len(domains)
    assert all('"watch_visit"' in sql for sql in writes)
    assert len(asked) <= len(domains) + 6
    assert not AuditEntry.objects.exists()
