"""Is the installation's mailbox read on from where it was left, without losing or doubling anything?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from tests.unit.watch.imap_server import PASSWORD, USER, Letterbox, serving
from tests.unit.watch.reports_made import dmarc, mailed, record
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.config.settings.watching import read_mailbox as read_setting
from wardmote.kernel.mailboxes import Mailbox
from wardmote.watch import mailbox as mailbox_module
from wardmote.watch.actions.take_reports import take_reports
from wardmote.watch.mailbox import MailboxTrouble, read_mailbox
from wardmote.watch.models import CameBy, Delivery, MailboxCursor, MailDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(world: World) -> Letterbox:
    """A letterbox with two reports and a letter between them."""
    domain = a_domain(world.council("ald"), at=world.at)
    first, second = (mailed(dmarc(domain.name, record(count=3), day=world.at.date(), org=org)) for org in ("A", "B"))
    return Letterbox({4: first, 7: b"Subject: Lunch?\r\n\r\nAt one?\r\n", 9: second})


@pytest.fixture
def mailbox(box: Letterbox, tmp_path: Path, settings: Any) -> Iterator[Mailbox]:
    server, authority = serving(box, tmp_path)
    settings.WATCH_AUTHORITIES = str(authority)
    yield Mailbox("localhost", server.server_address[1], USER, PASSWORD, "INBOX")
    server.shutdown()
    server.server_close()


def test_new_reports_are_taken_and_other_mail_is_skipped_and_counted(
    world: World, box: Letterbox, mailbox: Mailbox
) -> None:
    run = read_mailbox(mailbox, at=world.at)
    assert (run.mails, run.taken, dict(run.skipped)) == (3, 2, {"no_report": 1})
    assert {delivery.came_by for delivery in Delivery.objects.all()} == {CameBy.MAILBOX}
    cursor = MailboxCursor.objects.get()
    assert (cursor.last_uid, cursor.taken, cursor.skipped, cursor.trouble) == (9, 2, {"no_report": 1}, "")


def test_nothing_is_fetched_again_and_nothing_in_the_mailbox_is_changed(
    world: World, box: Letterbox, mailbox: Mailbox
) -> None:
    read_mailbox(mailbox, at=world.at)
    box.asked.clear()
    assert read_mailbox(mailbox, at=world.at).mails == 0
    assert not [command for command in box.asked if "FETCH" in command]
    assert not [command for command in box.asked if "STORE" in command or "SELECT" in command or "EXPUNGE" in command]


def test_after_a_crash_in_the_middle_everything_is_there_once(
    world: World, box: Letterbox, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_module, "MOST_IN_BATCH", 1)
    real, calls = take_reports, []

    def dies_at_the_third(**facts: Any) -> Any:
        calls.append(1)
        tally = real(**facts)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return tally

    monkeypatch.setattr(mailbox_module, "take_reports", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        read_mailbox(mailbox, at=world.at)
    assert MailboxCursor.objects.get().last_uid == 7
    assert Delivery.objects.count() == 1
    monkeypatch.setattr(mailbox_module, "take_reports", real)
    assert read_mailbox(mailbox, at=world.at).taken == 1
    assert MailDay.objects.get().let_in == 6


def test_a_mailbox_that_numbers_anew_is_read_again_and_nothing_is_counted_twice(
    world: World, box: Letterbox, mailbox: Mailbox
) -> None:
    read_mailbox(mailbox, at=world.at)
    box.validity = 2
    run = read_mailbox(mailbox, at=world.at)
    assert (run.taken, run.doubled) == (0, 2)
    assert MailDay.objects.get().let_in == 6


def test_what_another_worker_read_meanwhile_is_dropped(
    world: World, box: Letterbox, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mailbox_module._found_in

    def meanwhile(server: Any, uid: int) -> Any:
        MailboxCursor.objects.update(last_uid=9)
        return real(server, uid)

    monkeypatch.setattr(mailbox_module, "_found_in", meanwhile)
    with pytest.raises(MailboxTrouble, match="Another worker"):
        read_mailbox(mailbox, at=world.at)
    assert not Delivery.objects.exists()


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent(
    world: World, box: Letterbox, mailbox: Mailbox
) -> None:
    with override_settings(WATCH_AUTHORITIES=""), pytest.raises(MailboxTrouble, match="certificate"):
        read_mailbox(mailbox, at=world.at)
    assert box.asked == []


def test_a_wrong_password_is_said_without_it(world: World, box: Letterbox, mailbox: Mailbox) -> None:
    wrong = replace(mailbox, password="secret-1234")
    with pytest.raises(MailboxTrouble) as trouble:
        read_mailbox(wrong, at=world.at)
    cursor = MailboxCursor.objects.get()
    assert cursor.trouble_since == world.at
    assert "wrong" in cursor.trouble
    assert "secret-1234" not in cursor.trouble + trouble.value.sentence + repr(wrong) + cursor.mailbox
    assert trouble.value.__cause__ is None
    read_mailbox(mailbox, at=world.at + timedelta(hours=1))
    assert MailboxCursor.objects.get().trouble == ""


def test_the_setting_is_read_with_its_odd_letters() -> None:
    found = read_setting("imaps://reports%40council.example:p%40ss%2Fword@mail.example/Reports%20in")
    assert found == Mailbox("mail.example", 993, "reports@council.example", PASSWORD, "Reports in")
    assert PASSWORD not in repr(found)
    assert read_setting("") is None


@pytest.mark.parametrize("address", ["imap://a:b@c/", "imaps://mail.example/", "imaps://a:b@c:x/", "reports@x"])
def test_a_setting_that_is_no_mailbox_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_setting(address)
    assert address not in str(refusal.value)
