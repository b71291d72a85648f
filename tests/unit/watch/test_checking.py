"""Do jobs look at real domains through real questions, and hand over what comes as it comes?"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dns.message
import pytest
from django.conf import LazySettings

from tests.unit.engines.checks.gather.fake_server import FakeServer, answer, name_of
from tests.unit.watch.name_server import answering
from tests.unit.watch.nights import a_round
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.engines.checks.rounds import Outcome, Target
from wardmote.kernel.moments import now
from wardmote.watch import checking
from wardmote.watch.actions.ask_visit import ask_visit
from wardmote.watch.checking import outcomes_of
from wardmote.watch.models import Change, Finding, Round, Visit, VisitState
from wardmote.watch.rounds import check_batch, check_visit

CAA: dict[str, Any] = {"issuers": True, "issuer": "letsencrypt.org"}


def reply(query: dns.message.Message) -> list[bytes]:
    """Answer for any domain: no mail, and CAA as the test says now."""
    name, kind = name_of(query), query.question[0].rdtype
    if kind == dns.rdatatype.CAA and CAA["issuers"]:
        return [answer(query, f'{name}. 300 CAA 0 issue "{CAA["issuer"]}"').to_wire()]
    if kind == dns.rdatatype.MX:
        return [answer(query, f"{name}. 300 MX 0 .").to_wire()]
    return [answer(query).to_wire()]


@pytest.fixture
def server(settings: LazySettings) -> Iterator[FakeServer]:
    """The resolver that checks ask; nothing is connected to."""
    CAA["issuers"] = True
    with answering(reply) as server:
        settings.WATCH_RESOLVERS = (("127.0.0.1", server.port),)
        settings.WATCH_CONNECTS = False
        yield server


def test_outcomes_come_in_groups_and_every_target_has_one(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_IN_GROUP", 3)
    targets = [Target(f"d{number}.gov.uk", "AAA") for number in range(8)]
    groups = list(outcomes_of(targets, at=now()))
    assert max(len(group) for group in groups) <= 3
    assert sorted(outcome.domain for group in groups for outcome in group) == sorted(t.domain for t in targets)
    assert all(outcome.findings["caa_present"].verdict.value == "good" for group in groups for outcome in group)


def test_whoever_stops_taking_outcomes_ends_the_run(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_IN_GROUP", 1)
    found = outcomes_of([Target(f"d{number}.gov.uk") for number in range(400)], at=now())
    next(iter(found))
    found.close()  # type: ignore[attr-defined]
    begun = {".".join(name.split(".")[-3:]) for name in server.asked}
    assert len(begun) < 350


def test_a_fault_of_the_run_is_raised_after_what_came_before_it(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(targets: list[Target], **_given: object) -> None:
        raise RuntimeError("the run broke")

    monkeypatch.setattr(checking, "check_domains", broken)
    with pytest.raises(RuntimeError, match="the run broke"):
        list(outcomes_of([Target("a.gov.uk")], at=now()))


def test_without_connections_only_what_the_dns_says_is_judged(server: FakeServer) -> None:
    [[outcome]] = list[list[Outcome]](outcomes_of([Target("a.gov.uk")], at=now()))
    assert "caa_present" in outcome.findings
    assert outcome.seconds > 0


@pytest.mark.django_db
def test_a_batch_is_looked_at_kept_and_ends_the_night(world: World, server: FakeServer) -> None:
    for code in ("AAA", "BBB"):
        a_domain(world.council(code), "shared.gov.uk", at=world.at)
    night = a_round(world.at.date(), world.at)
    assert check_batch.func(night.pk, 0) == 2
    assert set(Visit.objects.values_list("state", flat=True)) == {VisitState.DONE}
    assert Finding.objects.filter(check_id="caa_present", verdict="good").count() == 2
    assert Round.objects.get().finished_at is not None
    asked = len(server.asked)
    assert check_batch.func(night.pk, 0) == 0
    assert len(server.asked) == asked, "what was done was asked again"


@pytest.mark.django_db
def test_a_retest_sees_what_was_mended(world: World, server: FakeServer) -> None:
    domain = a_domain(world.council("AAA"), "a.gov.uk", at=world.at)
    lead = world.viewer(world.lead_of(domain.council))
    CAA["issuers"] = False
    assert check_visit.func(ask_visit(by=lead, domain=domain, at=world.at).pk) == 1
    CAA["issuers"] = True
    visit = ask_visit(by=lead, domain=domain, at=world.at + timedelta(minutes=1))
    assert check_visit.func(visit.pk) == 1
    change = Change.objects.get(check_id="caa_present")
    assert (change.before, change.after, change.visit) == ("weak", "good", visit)


@pytest.mark.django_db
def test_a_zero_in_somebodys_record_keeps_no_visit_from_being_stored(
    world: World, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CAA, "issuer", r"a\000b")
    domain = a_domain(world.council("AAA"), "a.gov.uk", at=world.at)
    visit = ask_visit(by=world.viewer(world.lead_of(domain.council)), domain=domain, at=world.at)
    assert check_visit.func(visit.pk) == 1
    found = Finding.objects.get(check_id="caa_present")
    assert found.evidence == ['a.gov.uk. CAA 0 issue "a\ufffdb"']
    assert "\x00" not in f"{found.says}{found.fix}"


@pytest.mark.django_db
def test_a_made_up_councils_domain_is_never_asked_about(world: World, server: FakeServer) -> None:
    domain = a_domain(world.council("DEMO", demonstration=True), "a.gov.uk", at=world.at)
    visit = Visit.objects.create(council=domain.council, domain=domain, asked_at=world.at)
    assert check_visit.func(visit.pk) == 0
    visit.refresh_from_db()
    assert visit.state == VisitState.DROPPED
    assert server.asked == []
