"""Does a text in the DNS prove a domain, its absence on two days end the proof, and silence change nothing?"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.estate.stated_dns import StatedDns
from tests.worlds import World
from wardmote.estate import jobs
from wardmote.estate.actions.verify_domain import MOST_TRIES, verify_domain
from wardmote.estate.dns_proof import Look, look_for_tokens
from wardmote.estate.jobs import councils_with_domains, look_at_proofs_again
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord
from wardmote.register.public import Viewer

ListDomain = Callable[..., Domain]
Acts = Callable[[], list[str]]


def look_again(at: datetime) -> int:
    """Look at every council's proofs, as a day's jobs do."""
    return sum(jobs.look_again(council, at) for council in councils_with_domains(at))


def token_of(domain: Domain) -> str:
    return f"wardmote-verification={domain.token}"


@pytest.fixture
def proved(world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns) -> Domain:
    """A domain whose token stands in the DNS."""
    domain = list_domain("elm.org.uk")
    dns.publish("elm.org.uk", token_of(domain))
    return verify_domain(by=ada, domain=domain, at=world.at).domain


def test_the_token_proves_the_domain_and_what_is_listed_below_it(
    world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns, acts: Acts
) -> None:
    domain, below = list_domain("elm.org.uk"), list_domain("www.elm.org.uk")
    dns.publish("elm.org.uk", "v=spf1 -all", token_of(domain))
    done = verify_domain(by=ada, domain=domain, at=world.at)
    assert done.seen is not None
    assert (done.seen.look, done.domain.proof, done.domain.verified_at) == (Look.FOUND, "dns", world.at)
    assert Domain.objects.get(pk=below.pk).proof == "below"
    assert dns.asked == ["_wardmote.elm.org.uk"]
    assert acts()[-1] == "domain-verified"


def test_what_stands_there_instead_is_said_and_proves_nothing(
    world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns
) -> None:
    domain, other = list_domain("elm.org.uk"), list_domain("oak.org.uk")
    dns.publish("elm.org.uk", token_of(other), f"wardmote-verification={domain.token.swapcase()}")
    seen = verify_domain(by=ada, domain=domain, at=world.at).seen
    assert seen is not None
    assert (seen.look, len(seen.texts)) == (Look.OTHER, 2)
    assert Domain.objects.get(pk=domain.pk).proof == ""


def test_nothing_and_no_answer_are_told_apart(
    world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns
) -> None:
    nothing, failing, silent = list_domain("a.org.uk"), list_domain("b.org.uk"), list_domain("c.org.uk")
    dns.failing.add("_wardmote.b.org.uk")
    dns.silent.add("_wardmote.c.org.uk")
    begun = time.monotonic()
    seen = [verify_domain(by=ada, domain=domain, at=world.at).seen for domain in (nothing, failing, silent)]
    assert [found.look for found in seen if found] == [Look.NOTHING, Look.NO_ANSWER, Look.NO_ANSWER]
    assert seen[2] is not None
    assert seen[2].why == "no answer came in time"
    assert time.monotonic() - begun < 12


def test_a_silent_dns_costs_five_seconds_at_most(dns: StatedDns) -> None:
    dns.silent |= {f"_wardmote.n{n}.org.uk" for n in range(20)}
    begun = time.monotonic()
    seen = look_for_tokens([(f"n{n}.org.uk", "x") for n in range(20)])
    assert {found.look for found in seen} == {Look.NO_ANSWER}
    assert time.monotonic() - begun < 6.5


def test_ten_tries_an_hour_are_enough(world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns) -> None:
    domain = list_domain("elm.org.uk")
    for _ in range(MOST_TRIES):
        verify_domain(by=ada, domain=domain, at=world.at)
    with pytest.raises(Denied, match="ten times within the hour"):
        verify_domain(by=ada, domain=domain, at=world.at + timedelta(minutes=59))
    assert len(dns.asked) == MOST_TRIES
    verify_domain(by=ada, domain=domain, at=world.at + timedelta(hours=1))
    assert len(dns.asked) == MOST_TRIES + 1


def test_nobody_is_asked_about_what_is_proved_already_or_made_up(
    world: World, ada: Viewer, list_domain: ListDomain, dns: StatedDns
) -> None:
    assert verify_domain(by=ada, domain=list_domain("elm.gov.uk"), at=world.at).seen is None
    fictional = world.council("fic", demonstration=True)
    lead = world.viewer(world.someone(fictional, Role.LEAD))
    made_up = Domain.objects.create(council=fictional, name="fic.org.uk", token="x", added_at=world.at)
    with pytest.raises(Denied, match="made up"):
        verify_domain(by=lead, domain=made_up, at=world.at)
    assert dns.asked == []


def test_a_reader_cant_have_the_dns_asked(world: World, council: Body, list_domain: ListDomain, dns: StatedDns) -> None:
    reader = world.viewer(world.someone(council, Role.VIEWER))
    with pytest.raises(Denied):
        verify_domain(by=reader, domain=list_domain("elm.org.uk"), at=world.at)
    assert dns.asked == []


def test_a_token_is_asked_for_again_after_a_month_and_not_before(world: World, proved: Domain, dns: StatedDns) -> None:
    dns.asked.clear()
    assert look_again(world.at + timedelta(days=29)) == 0
    assert dns.asked == []
    later = world.at + timedelta(days=31)
    assert look_again(later) == 0
    proved.refresh_from_db()
    assert (dns.asked, proved.token_seen_at) == (["_wardmote.elm.org.uk"], later)


def test_a_token_that_is_gone_on_two_days_in_a_row_proves_nothing_any_more(
    world: World, council: Body, ada: Viewer, proved: Domain, dns: StatedDns, list_domain: ListDomain
) -> None:
    lead = world.lead_of(council)
    below = list_domain("www.elm.org.uk")
    dns.texts.clear()
    first = world.at + timedelta(days=31)
    assert look_again(first) == 0
    assert look_again(first + timedelta(hours=1)) == 0
    proved.refresh_from_db()
    assert (proved.proof, proved.token_gone_on) == ("dns", first.date())
    assert look_again(first + timedelta(days=1)) == 2
    assert {Domain.objects.get(pk=pk).proof for pk in (proved.pk, below.pk)} == {""}
    letter = Letter.objects.get()
    assert letter.to == lead.email
    assert "elm.org.uk and 1 other domain are yours" in letter.subject
    assert "/councils/elm/estate/domains/" in letter.text
    assert look_again(first + timedelta(days=2)) == 0
    assert Letter.objects.count() == 1


def test_silence_changes_nothing_and_breaks_the_row_of_days(world: World, proved: Domain, dns: StatedDns) -> None:
    day = world.at + timedelta(days=31)
    kept = dict(dns.texts)
    dns.texts.clear()
    look_again(day)
    dns.failing.add("_wardmote.elm.org.uk")
    assert look_again(day + timedelta(days=1)) == 0
    dns.failing.clear()
    assert look_again(day + timedelta(days=2)) == 0
    proved.refresh_from_db()
    assert (proved.proof, proved.token_gone_on) == ("dns", (day + timedelta(days=2)).date())
    dns.texts = kept
    assert look_again(day + timedelta(days=3)) == 0
    proved.refresh_from_db()
    assert (proved.proof, proved.token_gone_on) == ("dns", None)


def test_a_missed_token_can_be_shown_again_before_it_lapses(
    world: World, ada: Viewer, proved: Domain, dns: StatedDns
) -> None:
    kept = dict(dns.texts)
    dns.texts.clear()
    day = world.at + timedelta(days=31)
    look_again(day)
    dns.texts = kept
    done = verify_domain(by=ada, domain=Domain.objects.get(pk=proved.pk), at=day)
    assert (done.domain.token_gone_on, done.domain.verified_at) == (None, world.at)


def test_the_day_takes_the_registers_proof_when_the_register_says_otherwise(
    world: World, council: Body, list_domain: ListDomain
) -> None:
    world.lead_of(council)
    list_domain("elm.gov.uk")
    BodyRecord.objects.filter(body=council).update(domain="newelm.gov.uk")
    assert look_again(world.at) == 1
    assert Letter.objects.get().subject == "Show again that elm.gov.uk is yours: it isn't checked any more"


def test_each_council_at_work_has_a_job_of_its_own(world: World, council: Body, list_domain: ListDomain) -> None:
    list_domain("elm.gov.uk")
    world.council("oak")
    gone = world.council("ash", end_date=world.at.date() - timedelta(days=1))
    Domain.objects.create(council=gone, name="ash.gov.uk", token="x", added_at=world.at)
    DBTaskResult.objects.all().delete()
    assert look_at_proofs_again.func() == 1
    [job] = DBTaskResult.objects.all()
    assert (job.task_path, job.args_kwargs["args"]) == ("wardmote.estate.jobs.look_at_councils_proofs", [council.pk])
