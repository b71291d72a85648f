"""Are reports stored whole, once, as the right numbers, and for the domains that they are about?"""

from datetime import timedelta

import pytest
from django.db.models import F

from tests.unit.watch.reports_made import FAIL, OK, dmarc, mailed, record, taken, tls, zipped
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.private_files import path_of, piece_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.actions.remove_report import remove_report
from wardmote.watch.actions.take_reports import take_reports
from wardmote.watch.models import CameBy, Delivery, MailDay, MailMonth, MailSource, SenderDay, TlsDay
from wardmote.watch.report_reading import in_batches, read_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(world: World) -> Body:
    return world.council("ald")


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    return a_domain(council, at=world.at)


def numbers(row: MailDay | MailMonth | SenderDay) -> tuple[int, ...]:
    return row.both, row.by_dkim, row.by_spf, row.let_in, row.quarantined, row.rejected


def test_messages_are_counted_by_what_proved_them_and_what_became_of_them(world: World, domain: Domain) -> None:
    content = dmarc(
        domain.name,
        record(count=1, **OK),
        record(count=2, dkim="pass"),
        record(count=4, spf="pass"),
        record(count=8, **FAIL),
        record(count=16, disposition="quarantine"),
        record(count=32, disposition="reject"),
        day=world.at.date(),
    )
    assert taken(domain.council, content, at=world.at).taken == 1
    day = MailDay.objects.get()
    assert numbers(day) == (1, 2, 4, 8, 16, 32)
    assert (day.day, day.header_from, day.is_named) == (world.at.date(), "", False)
    assert numbers(MailMonth.objects.get(day=world.at.date().replace(day=1))) == numbers(SenderDay.objects.get())


def test_reports_of_several_receivers_add_up(world: World, domain: Domain) -> None:
    for org in ("One", "Two", "Three"):
        taken(domain.council, dmarc(domain.name, record(count=5, **OK), day=world.at.date(), org=org), at=world.at)
    assert MailDay.objects.get().both == MailMonth.objects.get().both == SenderDay.objects.get().both == 15
    assert MailSource.objects.count() == 1


@pytest.mark.parametrize("is_mailed", [False, True])
def test_a_report_that_came_before_changes_nothing_however_it_comes(
    world: World, domain: Domain, is_mailed: bool
) -> None:
    content = dmarc(domain.name, record(count=5, **OK), day=world.at.date())
    taken(domain.council, content, at=world.at)
    again = taken(domain.council, mailed(content) if is_mailed else content, at=world.at)
    assert (again.taken, again.doubled) == (0, 1)
    assert MailDay.objects.get().both == 5


def test_a_report_twice_in_one_file_is_counted_once(world: World, domain: Domain) -> None:
    content = dmarc(domain.name, record(count=5, **OK), day=world.at.date())
    tally = taken(domain.council, zipped(a=content, b=content), at=world.at)
    assert (tally.taken, tally.doubled) == (1, 1)
    assert MailDay.objects.get().both == 5


def test_a_damaged_report_leaves_nothing_behind_and_the_others_are_taken(world: World, domain: Domain) -> None:
    good = dmarc(domain.name, record(count=5), day=world.at.date(), org="Good")
    bad = dmarc(domain.name, record(count=5), record(ip="not an address"), day=world.at.date(), org="Bad")
    tally = taken(domain.council, zipped(bad=bad, good=good), at=world.at)
    assert tally.taken == 1
    assert [refusal.key for refusal in tally.refusals] == ["bad_address"]
    assert list(Delivery.objects.values_list("org_name", flat=True)) == ["Good"]
    assert MailDay.objects.get().let_in == 5


def test_a_report_about_somebody_elses_domain_is_refused_and_not_stored(world: World, domain: Domain) -> None:
    other = a_domain(world.council("bex"), at=world.at)
    tally = taken(domain.council, dmarc(other.name, record(), day=world.at.date()), at=world.at)
    assert tally.taken == 0
    assert tally.troubles[0][1] == "The report is about bex.gov.uk, which isn't a verified domain here."
    assert not Delivery.objects.exists()
    assert not MailSource.objects.exists()


def test_a_domain_that_is_not_verified_takes_no_reports(world: World, council: Body) -> None:
    domain = a_domain(council, at=world.at, is_verified=False)
    assert taken(None, dmarc(domain.name, record(), day=world.at.date()), at=world.at).taken == 0


def test_a_report_about_a_name_below_goes_to_the_nearest_verified_domain(world: World, domain: Domain) -> None:
    nearer = a_domain(domain.council, f"mail.{domain.name}", at=world.at)
    day = world.at.date()
    taken(
        None,
        dmarc(f"a.{domain.name}", record(), day=day),
        dmarc(f"b.mail.{domain.name}", record(), day=day),
        at=world.at,
    )
    assert MailDay.objects.get(domain=domain).header_from == f"a.{domain.name}"
    assert MailDay.objects.get(domain=nearer).header_from == f"b.mail.{domain.name}"


def test_the_installations_mailbox_feeds_every_council_that_holds_the_name(world: World, domain: Domain) -> None:
    twin = a_domain(world.council("bex"), domain.name, at=world.at)
    tally = taken(None, dmarc(domain.name, record(count=3), day=world.at.date()), at=world.at)
    assert tally.taken == 2
    assert {row.council_id: row.let_in for row in MailDay.objects.all()} == {domain.council_id: 3, twin.council_id: 3}


@pytest.mark.parametrize(("days", "is_taken"), [(1, True), (4, False)])
def test_a_report_from_the_future_is_refused(world: World, domain: Domain, days: int, is_taken: bool) -> None:
    content = dmarc(domain.name, record(), day=world.at.date() + timedelta(days=days))
    assert bool(taken(domain.council, content, at=world.at).taken) == is_taken


def test_numbers_too_large_to_be_true_are_refused(world: World, domain: Domain) -> None:
    rows = [record(ip=f"192.0.2.{number}", count=9_999_999_999) for number in range(3)]
    tally = taken(domain.council, dmarc(domain.name, *rows, day=world.at.date()), at=world.at)
    assert [refusal.key for refusal in tally.refusals] == ["bad_count"]


def test_sessions_are_counted_by_how_they_failed(world: World, domain: Domain) -> None:
    taken(domain.council, tls(domain.name, day=world.at.date(), good=7, certificate_expired=2), at=world.at)
    assert set(TlsDay.objects.values_list("result", "server", "sessions")) == {
        ("", "", 7),
        ("certificate-expired", f"mx.{domain.name}", 2),
    }


def test_letters_that_no_database_takes_are_replaced(world: World, domain: Domain) -> None:
    content = tls(domain.name, day=world.at.date(), org="A").replace(b'"A"', b'"A\\u0000\\ud800B"')
    assert taken(domain.council, content, at=world.at).taken == 1
    assert Delivery.objects.get().org_name == "A??B"


def test_a_sender_is_stored_without_letters_that_no_database_takes(world: World, domain: Domain) -> None:
    content = dmarc(
        domain.name, record(by="a\x7fb.example", header_from="x\x7fy.example", dkim="pass"), day=world.at.date()
    )
    taken(domain.council, content, at=world.at)
    assert MailDay.objects.get().header_from == "x?y.example"
    assert "\x7f" not in MailSource.objects.get().sender


def test_a_zero_in_a_report_of_mail_is_refused_in_words_that_can_be_stored(world: World, domain: Domain) -> None:
    content = dmarc(domain.name, record(header_from="x\x00y.example", dkim="pass"), day=world.at.date())
    found = list(read_file(content, "a\x00b"))
    tally = take_reports(by=None, council=domain.council, found=found, came_by=CameBy.COMMAND, at=world.at)
    assert not MailDay.objects.exists()
    assert [name for name, _sentence in tally.troubles] == ["a\ufffdb"]


def test_a_report_is_kept_as_it_came_where_the_setting_says(world: World, domain: Domain, settings: object) -> None:
    content = mailed(dmarc(domain.name, record(), day=world.at.date()))
    taken(domain.council, content, at=world.at)
    kept = Delivery.objects.get()
    assert piece_of(kept.stored, kept.raw_start, kept.raw_size) == content
    assert kept.raw_until == world.at.date() + timedelta(days=90)
    assert path_of(kept.stored).stat().st_mode & 0o777 == 0o600


def test_nothing_is_kept_where_the_setting_says_so(world: World, domain: Domain, settings: object) -> None:
    settings.REPORTS_KEEP_DAYS = 0  # type: ignore[attr-defined]
    taken(domain.council, dmarc(domain.name, record(), day=world.at.date()), at=world.at)
    assert Delivery.objects.get().stored == ""


def test_a_colleague_who_only_reads_takes_nothing_in(world: World, domain: Domain) -> None:
    reader = world.viewer(world.someone(domain.council, Role.LEADER))
    with pytest.raises(Denied, match="contributor"):
        taken(
            domain.council,
            dmarc(domain.name, record(), day=world.at.date()),
            at=world.at,
            by=reader,
            came_by=CameBy.UPLOAD,
        )
    assert not Delivery.objects.exists()


def test_taking_in_is_written_down_once_for_each_council(world: World, domain: Domain) -> None:
    days = [world.at.date() - timedelta(days=number) for number in range(3)]
    taken(None, *(dmarc(domain.name, record(), day=day) for day in days), at=world.at)
    entry = AuditEntry.objects.get(action="mail-report.taken")
    assert (entry.body_id, entry.after) == (domain.council_id, {"reports": 3, "came_by": "command"})


def test_a_report_taken_out_leaves_every_sum_as_it_was(world: World, domain: Domain) -> None:
    lead = world.viewer(world.lead_of(domain.council))
    day = world.at.date()
    taken(domain.council, dmarc(domain.name, record(count=5, **OK), day=day, org="True"), at=world.at)
    before = [numbers(row) for row in (MailDay.objects.get(), MailMonth.objects.get(), SenderDay.objects.get())]
    forged = dmarc(domain.name, record(count=999), record(ip="203.0.113.9", count=7), day=day, org="Forged")
    taken(domain.council, forged, at=world.at)
    number = Delivery.objects.get(org_name="Forged").pk
    remove_report(by=lead, council=domain.council, number=number, at=world.at)
    assert [numbers(row) for row in (MailDay.objects.get(), MailMonth.objects.get(), SenderDay.objects.get())] == before
    assert taken(domain.council, forged, at=world.at).taken == 1


def test_a_report_whose_numbers_do_not_fit_any_more_stays(world: World, domain: Domain) -> None:
    lead = world.viewer(world.lead_of(domain.council))
    taken(domain.council, dmarc(domain.name, record(count=5), day=world.at.date()), at=world.at)
    MailMonth.objects.update(let_in=F("let_in") - 1)
    with pytest.raises(Denied, match="counted in another way"):
        remove_report(by=lead, council=domain.council, number=Delivery.objects.get().pk, at=world.at)
    assert MailDay.objects.get().let_in == 5
    assert Delivery.objects.exists()


def test_a_sessions_report_can_be_taken_out_too(world: World, domain: Domain) -> None:
    lead = world.viewer(world.lead_of(domain.council))
    taken(domain.council, tls(domain.name, day=world.at.date(), sts_policy_invalid=3), at=world.at)
    remove_report(by=lead, council=domain.council, number=Delivery.objects.get().pk, at=world.at)
    assert not TlsDay.objects.exists()


def test_batches_stay_small_enough_for_one_transaction(world: World) -> None:
    days = [world.at.date() - timedelta(days=number) for number in range(450)]
    found = (one for day in days for one in read_file(dmarc("a.example", record(), day=day), "x", keeps_raw=False))
    assert [len(batch) for batch in in_batches(found)] == [200, 200, 50]
