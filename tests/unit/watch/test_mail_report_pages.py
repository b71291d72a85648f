"""Do the pages answer who sends as us, whether rejecting is safe, and what came in, to those who may know?"""

import html
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.reports_made import FAIL, OK, dmarc, record, taken, tls
from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.watch.models import Delivery, KnownSource, MailDay, MailMonth, MailSource, OpenLink
from wardmote.watch.queries.mail_numbers import Scope, period_of
from wardmote.watch.queries.rejecting import Advice, reject_page
from wardmote.watch.queries.senders import senders

pytestmark = pytest.mark.django_db
HOME = "/councils/ald/mail-reports/"


@pytest.fixture
def domain(world: World) -> Domain:
    return a_domain(world.council("ald"), at=world.at)


@pytest.fixture
def lead(world: World, domain: Domain) -> Client:
    return signed_in(world.lead_of(domain.council))


def text(client: Client, path: str = "") -> str:
    answer = client.get(HOME + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def month_of(world: World, domain: Domain, *rows: dict[str, Any], days: int = 28, orgs: int = 3, **facts: Any) -> None:
    """Take in a month of reports of several receivers."""
    day = world.at.date()
    contents = [
        dmarc(domain.name, *rows, day=day - timedelta(days=number), org=f"Receiver {org}", **facts)
        for number in range(days)
        for org in range(orgs)
    ]
    assert taken(domain.council, *contents, at=world.at).taken == days * orgs


def test_the_first_line_says_how_many_sent_and_how_many_we_do_not_know(
    world: World, domain: Domain, lead: Client
) -> None:
    rows = [
        record(count=100, **OK),
        record("198.51.100.7", 30),
        record("198.51.100.8", 20),
        record("203.0.113.1", 50, by="sendgrid.net"),
    ]
    taken(domain.council, dmarc(domain.name, *rows, day=world.at.date()), at=world.at)
    page = text(lead)
    assert "4 sources sent 200 messages in the last 30 days" in page
    assert "2 we don't know." in page
    assert page.index("198.51.100.7") < page.index("198.51.100.8") < page.index("SendGrid") < page.index("192.0.2.1")
    assert "50% of the mail in your name proved that it was yours" in page


def test_what_a_colleague_said_moves_a_source_and_can_be_taken_back(world: World, domain: Domain, lead: Client) -> None:
    taken(domain.council, dmarc(domain.name, record("198.51.100.7", 30), day=world.at.date()), at=world.at)
    number = MailSource.objects.get().pk
    assert lead.post(f"{HOME}sources/{number}/", {"word": "not-ours", "note": "Spam"}).status_code == 302
    page = text(lead)
    assert "We know them all." in page
    assert "Machines that have nothing to do with you" in page
    assert "Spam" in text(lead, f"sources/{number}/")
    lead.post(f"{HOME}sources/{number}/", {"word": "take-back"})
    assert not KnownSource.objects.exists()
    assert AuditEntry.objects.filter(action="mail-report.source-judged").count() == 2
    assert "1 we don't know." in text(lead)
    assert lead.post(f"{HOME}sources/{number}/", {"word": "perhaps"}).status_code == 422


def test_a_senders_page_names_its_addresses_and_what_to_do(world: World, domain: Domain, lead: Client) -> None:
    rows = [record(f"203.0.113.{number}", 5, by="sendgrid.net") for number in (1, 2)]
    taken(domain.council, dmarc(domain.name, *rows, day=world.at.date()), at=world.at)
    page = text(lead, "senders/sendgrid/")
    assert "None of its 10 messages in the last 30 days could prove that they were yours." in page
    assert "It sent from 2 addresses" in page
    assert "custom DKIM" in page
    assert lead.get(f"{HOME}senders/nobody/").status_code == 404


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 12)])
def test_long_periods_count_the_same_as_the_days_in_them(world: World, domain: Domain, today: date) -> None:
    for number in range(0, 380, 9):
        content = dmarc(
            domain.name, record(count=2), record("203.0.113.1", 3, **OK), day=today - timedelta(days=number)
        )
        taken(domain.council, content, at=world.at)
    scope = Scope((domain,), None)
    for key in ("7", "30", "90", "365"):
        period = period_of(key, today)
        days = sum(1 for number in range(0, 380, 9) if today - timedelta(days=number) >= period.start)
        found = senders(domain.council, scope, period)
        assert (found.unknown.numbers.failed, found.own.numbers.passed) == (2 * days, 3 * days), key
    assert period_of("365", today).start == date(2025, 11, 1)
    assert period_of("90", date(2026, 2, 3)).start == date(2025, 11, 1)


@pytest.mark.parametrize("key", ["7", "30"])
def test_a_period_is_made_of_pieces_that_hold_each_of_its_days_once(key: str) -> None:
    for number in range(400):
        today = date(2027, 12, 31) + timedelta(days=number)
        period = period_of(key, today)
        held: Counter[date] = Counter()
        for piece in period.pieces:
            last = today if piece.table is MailMonth else piece.end
            held.update({piece.start + timedelta(days=day): piece.sign for day in range((last - piece.start).days + 1)})
        assert {day: times for day, times in held.items() if times} == dict.fromkeys(period.days, 1), today
        days = [piece for piece in period.pieces if piece.table is MailDay]
        assert sum((piece.end - piece.start).days + 1 for piece in days) <= 16, today
        assert all(piece.start.day == 1 for piece in period.pieces if piece not in days), today


@pytest.mark.parametrize(
    ("rows", "facts", "advice"),
    [
        ([record(count=100, **OK)], {}, Advice.YES),
        ([record(count=100, **OK)], {"days": 20}, Advice.NOT_YET),
        ([record(count=100, **OK)], {"orgs": 2}, Advice.NOT_YET),
        ([record(count=100, **OK), record("203.0.113.1", 50, by="sendgrid.net")], {}, Advice.NO),
        ([record(count=100, **OK), record(count=1, **FAIL)], {}, Advice.YES),
        ([record(count=100, **OK), record(count=5, **FAIL)], {}, Advice.NO),
        ([record(count=100, **OK), record("198.51.100.7", 50)], {}, Advice.NOT_YET),
        ([record(count=100, spf="pass")], {}, Advice.YES),
        ([record(count=100, **OK)], {"policy": "reject"}, Advice.ALREADY),
    ],
)
def test_rejecting_is_advised_only_where_nothing_of_ours_would_be_lost(
    world: World, domain: Domain, rows: list[dict[str, Any]], facts: dict[str, Any], advice: Advice
) -> None:
    month_of(world, domain, *rows, **facts)
    scope = Scope((domain,), domain)
    assert reject_page(domain.council, scope, domain, period_of("30", world.at.date())).advice is advice


def test_the_mail_that_would_be_lost_is_shown_by_sender_and_week(world: World, domain: Domain, lead: Client) -> None:
    month_of(world, domain, record(count=100, **OK), record("203.0.113.1", 10, by="sendgrid.net"), days=30)
    page = text(lead, f"reject/{domain.pk}/")
    assert "Mail of 1 source that may be yours would be lost." in page
    assert "SendGrid" in page
    assert ">210<" in page
    assert "Not every mail system sends reports" in page


def test_how_encryption_failed_is_said_in_plain_words(world: World, domain: Domain, lead: Client) -> None:
    taken(domain.council, tls(domain.name, day=world.at.date(), good=6, certificate_expired=2), at=world.at)
    page = text(lead, "tls/")
    assert "2 of 8 sessions in the last 30 days failed." in page
    assert "The certificate had expired" in page
    assert "certificate-expired" in lead.get(f"{HOME}tls/failures.csv").content.decode()


def test_without_reports_the_page_says_how_they_come(world: World, domain: Domain, lead: Client, settings: Any) -> None:
    settings.REPORTS_ADDRESS = "reports@wardmote.example"
    assert "Nobody has told us yet." in text(lead)
    page = text(lead, "ways/")
    assert "Add this to the TXT record at _dmarc.ald.gov.uk" in page
    assert ">rua=mailto:reports@wardmote.example<" in page
    assert "p=none" not in page
    assert 'ald.gov.uk._report._dmarc.wardmote.example. IN TXT "v=DMARC1"' in page


@pytest.mark.parametrize(
    ("evidence", "record"),
    [
        ([], "v=DMARC1; p=none; rua=mailto:in@w.example; psd=n"),
        (['_dmarc.ald.gov.uk. TXT "v=DMARC1; p=reject"'], "v=DMARC1; p=reject; rua=mailto:in@w.example"),
        (
            ['_dmarc.ald.gov.uk. TXT "v=DMARC1; p=quarantine; rua=mailto:a@b.example; adkim=s"'],
            "v=DMARC1; p=quarantine; rua=mailto:a@b.example,mailto:in@w.example; adkim=s",
        ),
        (['_dmarc.gov.uk. TXT "v=DMARC1; p=reject; sp=quarantine"'], "v=DMARC1; p=quarantine; rua=mailto:in@w.example"),
        (['_dmarc.ald.gov.uk. TXT "v=DMARC1; p=reject; rua=mailto:IN@w.example"'], None),
        (['_dmarc.ald.gov.uk. TXT "v=DMARC1; p=none"', '_dmarc.ald.gov.uk. TXT "v=DMARC1; p=reject"'], ""),
        (['_dmarc.ald.gov.uk. TXT "v=DMARC1; p=all"'], ""),
    ],
)
def test_the_record_that_asks_for_reports_weakens_none_that_stands(
    world: World, domain: Domain, lead: Client, settings: Any, evidence: list[str], record: str | None
) -> None:
    settings.REPORTS_ADDRESS = "in@w.example"
    a_finding(domain, "dmarc_policy", at=world.at, evidence=evidence)
    page = html.unescape(text(lead, "ways/"))
    shown = [line for line in page.splitlines() if "_dmarc.ald.gov.uk. TXT" in line]
    assert len(shown) == bool(record)
    assert not record or f'TXT "{record}' in shown[0]
    assert (">rua=mailto:in@w.example<" in page) == (record == "")
    assert ("names this mailbox already" in page) == (record is None)


def test_a_policy_of_a_name_below_isnt_taken_for_the_domains_own(world: World, domain: Domain, lead: Client) -> None:
    day = world.at.date()
    below = dmarc(f"shop.{domain.name}", record(count=5, **OK), day=day, policy="reject")
    taken(domain.council, below, at=world.at)
    assert "It is there already." not in text(lead, f"reject/{domain.pk}/")
    own = dmarc(domain.name, record(count=5, **OK), day=day - timedelta(days=1), policy="reject")
    taken(domain.council, own, at=world.at)
    page = text(lead, f"reject/{domain.pk}/")
    assert "It is there already." in page
    assert "as reporters found it" in page


@pytest.mark.parametrize(
    ("published", "is_there"),
    [("p=none", False), ("p=reject; t=y", False), ("p=reject; pct=20", False), ("p=reject", True)],
)
def test_what_the_dns_says_counts_for_more_than_what_reporters_found(
    world: World, domain: Domain, lead: Client, published: str, is_there: bool
) -> None:
    policy = "none" if is_there else "reject"
    taken(domain.council, dmarc(domain.name, record(count=5, **OK), day=world.at.date(), policy=policy), at=world.at)
    a_finding(domain, "dmarc_policy", at=world.at, evidence=[f'_dmarc.{domain.name}. TXT "v=DMARC1; {published}"'])
    page = text(lead, f"reject/{domain.pk}/")
    assert ("It is there already." in page) == is_there
    assert "as we found it in the DNS" in page


def test_one_machine_that_nobody_knows_is_spoken_of_as_one(world: World, domain: Domain, lead: Client) -> None:
    taken(domain.council, dmarc(domain.name, record("198.51.100.7", 30), day=world.at.date()), at=world.at)
    page = text(lead, f"reject/{domain.pk}/")
    assert "1 machine that we don't know sends" in page
    assert "If it isn't yours" in page
    assert "Look at it" in page


def test_a_door_is_made_shown_once_and_shut(world: World, domain: Domain, lead: Client) -> None:
    page = lead.post(f"{HOME}ways/doors/", {"note": "Exchange rule"}).content.decode()
    assert "/open/reports/" in page
    again = text(lead, "ways/")
    assert "Exchange rule" in again
    assert "/open/reports/" not in again
    assert lead.post(f"{HOME}ways/doors/{OpenLink.objects.get().pk}/shut/").status_code == 302
    assert OpenLink.objects.get().shut_at is not None


def test_a_forged_report_can_be_taken_out_by_the_page(world: World, domain: Domain, lead: Client) -> None:
    taken(domain.council, dmarc(domain.name, record(), day=world.at.date()), at=world.at)
    number = Delivery.objects.get().pk
    assert "Take this report out?" in text(lead, f"deliveries/{number}/remove/")
    assert lead.post(f"{HOME}deliveries/{number}/remove/").status_code == 302
    assert lead.get(f"{HOME}deliveries/{number}/remove/").status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(world: World, domain: Domain, lead: Client) -> None:
    content = tls(domain.name, day=world.at.date(), certificate_expired=1).replace(b"certificate-expired", b"=cmd()")
    taken(domain.council, content, at=world.at)
    assert "'=cmd()" in lead.get(f"{HOME}tls/failures.csv").content.decode()


def test_nothing_of_one_council_is_seen_by_another(world: World, domain: Domain) -> None:
    taken(domain.council, dmarc(domain.name, record(), day=world.at.date()), at=world.at)
    other = a_domain(world.council("bex"), at=world.at)
    stranger = signed_in(world.lead_of(other.council))
    number, source = Delivery.objects.get().pk, MailSource.objects.get().pk
    for path in ("", "tls/", "deliveries/", "ways/", f"sources/{source}/", f"reject/{domain.pk}/", "sources.csv"):
        assert stranger.get(HOME + path).status_code == 404, path
    theirs = "/councils/bex/mail-reports/"
    for path in (f"sources/{source}/", f"reject/{domain.pk}/", f"deliveries/{number}/remove/"):
        assert stranger.get(theirs + path).status_code == 404, path
    assert "ald" not in stranger.get(f"{theirs}?domain={domain.pk}").content.decode()


@pytest.mark.parametrize("path", ["add/", "ways/doors/", "sources/{source}/", "deliveries/{number}/remove/"])
def test_those_who_only_read_change_nothing(world: World, domain: Domain, path: str) -> None:
    taken(domain.council, dmarc(domain.name, record(), day=world.at.date()), at=world.at)
    reader = signed_in(world.someone(domain.council, Role.LEADER))
    address = HOME + path.format(source=MailSource.objects.get().pk, number=Delivery.objects.get().pk)
    assert reader.post(address, {"word": "ours"}).status_code == 403
    assert "Note this" not in text(reader, f"sources/{MailSource.objects.get().pk}/")


def test_a_contributor_makes_no_door(world: World, domain: Domain) -> None:
    contributor = signed_in(world.someone(domain.council, Role.CONTRIBUTOR))
    assert contributor.post(f"{HOME}ways/doors/").status_code == 403


@pytest.mark.parametrize("path", ["", "?period=365", "reject/{domain}/", "tls/", "deliveries/", "senders/sendgrid/"])
def test_a_page_asks_as_often_for_much_as_for_little(world: World, domain: Domain, lead: Client, path: str) -> None:
    day, address = world.at.date(), HOME + path.format(domain=domain.pk)

    def queries(first: int, count: int) -> int:
        rows = [record(f"203.0.113.{number}", 5, by="sendgrid.net") for number in range(count)]
        rows += [record(f"198.51.100.{number}", 5) for number in range(count)]
        for number in range(first, first + count):
            report_day = day - timedelta(days=number)
            taken(
                domain.council, dmarc(domain.name, *rows, day=report_day), tls(domain.name, day=report_day), at=world.at
            )
        lead.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert lead.get(address).status_code == 200
        return len(asked)

    assert queries(0, 1) == queries(1, 8)
