"""Does the region show what outside checks and mail reports are good for, without a question asked of anybody?"""

import socket
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from wardmote.demonstration.looking import Seen, look_at
from wardmote.demonstration.mail import mail_of_councils
from wardmote.demonstration.region import read_region
from wardmote.demonstration.watched import watched_domains
from wardmote.demonstration.zone import Table, address_of_host, mail_servers
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.reach import NOWHERE
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.verdicts import Verdict
from wardmote.estate.models import Domain
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Membership
from wardmote.watch.models import (
    Change,
    Delivery,
    Explanation,
    Finding,
    KnownSource,
    MailDay,
    Offer,
    Round,
    SenderDay,
    Standing,
    TimeToMend,
    TlsDay,
    Uptake,
    Visit,
    WebhookCall,
)
from wardmote.watch.public import time_to_fix

DAYS = (
    datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    datetime(2027, 1, 5, 0, 5, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 0, tzinfo=UTC),
)


@pytest.fixture
def main(told: datetime) -> Body:
    """The visitor's own council."""
    return Body.objects.get(code=read_region().main)


@pytest.fixture
def lead(main: Body, db: None, client: Client, link_for: Callable[..., str]) -> Client:
    """A browser in which its lead came in by a link."""
    client.post(link_for(Membership.objects.get(body=main, role=Role.LEAD).person))
    return client


@pytest.fixture(scope="module")
def wires() -> list[str]:
    """What this process asks of the network, event by event. A hook can't be taken away, so it serves the module."""
    heard: list[str] = []
    asks = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
    sys.addaudithook(lambda event, _facts: heard.append(event) if event in asks else None)
    return heard


def newest(seen: tuple[Seen, ...]) -> dict[str, Seen]:
    return {look.domain.name: look for look in seen}


@pytest.mark.parametrize("at", DAYS)
def test_what_the_checks_say_hangs_on_no_day_of_the_calendar(at: datetime) -> None:
    reference, seen = newest(look_at(watched_domains(), DAYS[0])), newest(look_at(watched_domains(), at))
    for name, look in seen.items():
        verdicts = {check_id: finding.verdict for check_id, finding in look.findings.items()}
        assert verdicts == {check_id: finding.verdict for check_id, finding in reference[name].findings.items()}, name
        assert look.grade.letter == reference[name].grade.letter


def test_every_check_answers_something_about_every_domain_and_knows_what_it_says() -> None:
    for look in look_at(watched_domains(), DAYS[0]):
        assert look.findings.keys() == {check.id for check in checks()}
        unknown = [id_ for id_, finding in look.findings.items() if finding.verdict is Verdict.UNKNOWN]
        assert not unknown, (look.domain.name, unknown)


def test_nobody_is_asked_and_nothing_is_connected_to(wires: list[str]) -> None:
    wires.clear()
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("localhost", 1), timeout=0.1):
        pass
    assert wires, "the hook hears nothing"
    wires.clear()
    look_at(watched_domains(), DAYS[0])
    assert wires == []


def test_all_that_the_story_names_belongs_to_nobody() -> None:
    assert Sources(Table({})).reach is NOWHERE
    documentation = ("192.0.2.", "198.51.100.", "203.0.113.")
    for domain in watched_domains():
        assert domain.name.endswith(".example")
        for _ago, published in domain.nights:
            assert all(address_of_host(host).startswith(documentation) for host in mail_servers(domain.name, published))
    assert all(mail.name.endswith(".example") for mail in mail_of_councils())


def test_each_domain_belongs_to_one_council_and_each_council_lists_that_of_the_register() -> None:
    names = [domain.name for domain in watched_domains()]
    assert len(set(names)) == len(names)
    for council in read_region().councils:
        assert council.domain in {one.name for one in watched_domains() if one.council == council.code}


def test_states_follow_one_another() -> None:
    for domain in watched_domains():
        assert all(earlier > later for (earlier, _), (later, _) in pairwise(domain.states))


def test_the_grades_of_24_councils_look_like_a_country(told: datetime, db: None) -> None:
    latest = Standing.objects.filter(is_latest=True, council__is_demonstration=True)
    assert Counter(latest.values_list("letter", flat=True)) == {"A": 4, "B": 7, "C": 8, "D": 4, "E": 1}
    assert latest.get(council__code="demo-ald").letter == "C"


def test_every_council_has_a_standing_for_each_week_of_the_year(told: datetime, db: None) -> None:
    counts = Counter(Standing.objects.values_list("council_id", flat=True))
    assert len(counts) == 24
    assert set(counts.values()) == {49}


def test_controls_come_up_over_the_year_among_those_who_share(told: datetime, db: None) -> None:
    good = Uptake.objects.filter(is_demonstration=True, check_id="dmarc_policy", verdict="good").order_by("day")
    line = list(good.values_list("councils", flat=True))
    assert (line[0], line[-1]) == (9, 14)
    assert all(before <= after for before, after in pairwise(line))
    assert not Uptake.objects.filter(is_demonstration=False).exists()


def test_the_programme_sees_how_long_mending_takes(told: datetime, db: None) -> None:
    times = TimeToMend.objects.filter(is_demonstration=True)
    assert times.filter(councils__gte=5, days__gt=0).exists()
    assert times.values("day").distinct().count() == 1


def test_dmarc_stops_forged_mail_at_9_councils_at_first_and_at_17_now() -> None:
    seen = look_at(watched_domains(), DAYS[0])
    for looks, expected in ((newest(tuple(reversed(seen))), 9), (newest(seen), 17)):
        stopped = {
            look.domain.council for look in looks.values() if look.findings["dmarc_policy"].verdict is not Verdict.GOOD
        }
        assert 24 - len(stopped) == expected


def test_the_main_council_has_four_domains_in_view_and_one_to_prove(main: Body, db: None) -> None:
    domains = Domain.objects.filter(council=main, removed_at__isnull=True)
    assert domains.filter(verified_at__isnull=False).count() == 4
    assert [(domain.name, domain.proof) for domain in domains.filter(verified_at__isnull=True)] == [
        ("visit-aldermere.example", "")
    ]
    assert all(domain.token for domain in domains)


def test_the_overview_shows_the_two_things_that_are_quick_to_mend(lead: Client, told: datetime, db: None) -> None:
    page = lead.get("/councils/demo-ald/checks/").content.decode()
    ends = told.date() + timedelta(days=9)
    assert "Forged mail is only watched, not stopped (p=none)." in page
    assert f"The certificate of aldermere.example ends on {ends.day} {ends:%B %Y}" in page


def test_a_broken_record_was_mended_in_four_days(main: Body, told: datetime, db: None) -> None:
    spf = Finding.objects.filter(council=main, check_id="spf_valid", domain__name="aldermere.example").order_by("since")
    assert [finding.verdict for finding in spf] == ["good", "bad", "good"]
    broken = spf[1]
    assert broken.until is not None
    assert broken.until - broken.since == timedelta(days=4)
    took = time_to_fix(main, told)
    assert took is not None
    assert took.fixed >= 5


def test_one_finding_is_explained_and_names_wait(main: Body, told: datetime, db: None) -> None:
    explained = Explanation.objects.get(council=main)
    assert (explained.check_id, explained.withdrawn_at) == ("mx_present", None)
    assert told.date() < explained.until
    states = Counter(Offer.objects.filter(council=main).values_list("state", flat=True))
    assert states["dismissed"] == 1
    assert states["waiting"] >= 3


def test_nobody_is_written_to_about_the_past(told: datetime, db: None) -> None:
    assert Change.objects.count() > 60
    assert not Change.objects.filter(told_at__isnull=True).exists()
    assert not WebhookCall.objects.exists()
    assert not Letter.objects.filter(subject__contains=".example").exists()


def test_the_installations_own_nights_are_left_alone(told: datetime, db: None) -> None:
    assert not Round.objects.exists()
    assert not Visit.objects.exclude(state="done").exists()


def test_nothing_was_found_after_the_story_ends(told: datetime, db: None) -> None:
    assert not Finding.objects.filter(since__gt=told).exists()
    assert not Delivery.objects.filter(received_at__gt=told).exists()
    assert (
        Visit.objects.filter(done_at__gt=told - timedelta(days=1)).count() == Domain.objects.exclude(proof="").count()
    )


def test_what_was_proved_by_dns_stands_in_the_log(told: datetime, db: None) -> None:
    proved = AuditEntry.objects.filter(action="estate.domain-verified")
    numbers = {int(number) for entry in proved for number in entry.after["proofs"]}
    assert numbers == set(Domain.objects.filter(proof="dns").values_list("pk", flat=True))


def test_ninety_days_of_reports_name_whom_they_can(main: Body, told: datetime, db: None) -> None:
    rows = SenderDay.objects.filter(council=main)
    assert set(rows.values_list("sender", flat=True)) == {"", "Granicus govDelivery", "Microsoft 365"}
    days = set(MailDay.objects.filter(council=main).values_list("day", flat=True))
    assert len(days) == 90
    assert max(days) == told.date() - timedelta(days=1)
    assert not rows.filter(sender="Microsoft 365", let_in__gt=0).exists()
    assert not rows.filter(sender="Granicus govDelivery", both__gt=0).exists()
    assert rows.filter(sender="", let_in__gt=0).exists()
    assert TlsDay.objects.filter(council=main).exists()


def test_whoever_forges_a_council_that_rejects_is_turned_away(told: datetime, db: None) -> None:
    rows = SenderDay.objects.filter(council__code="demo-gla", sender="")
    assert rows.filter(rejected__gt=0).exists()
    assert not rows.filter(let_in__gt=0).exists()


def test_the_council_said_of_one_machine_that_it_is_its_own(main: Body, told: datetime, db: None) -> None:
    assert [(said.source_ip, said.word) for said in KnownSource.objects.filter(council=main)] == [
        ("198.51.100.77", "ours")
    ]


def test_reports_are_kept_as_they_came(told: datetime, db: None, settings: LazySettings) -> None:
    stored = set(Delivery.objects.values_list("stored", flat=True))
    assert all((Path(settings.UPLOADS) / name).is_file() for name in stored)
