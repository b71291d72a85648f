"""Does a letter that was promised go out, once, whatever happens to mail server and worker?"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from wardmote.kernel.letters import MOST_TRIES, STALE_AFTER, post_letter, repost_stale, write_letter
from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now

State = Letter.State


class Unreachable(BaseEmailBackend):
    """A mail server that can't be reached."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Fail as smtplib does."""
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class Crossing(BaseEmailBackend):
    """A mail server so slow that a second worker comes by while the first is sending."""

    seen: list[tuple[str, str]] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Let the second worker try the same letter."""
        letter = Letter.objects.get()
        repost_stale(now())
        self.seen.append((letter.state, post_letter.call(letter.pk)))
        return 1


class Dying(BaseEmailBackend):
    """A worker that is killed in the middle of sending."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """End the process, as far as a test can."""
        raise SystemExit


@pytest.fixture
def letter(db: None) -> Letter:
    """A letter written a moment ago."""
    return write_letter(to="a@council.example", subject="Join us", text="Please come.", at=now())


def queued() -> int:
    return DBTaskResult.objects.count()


def test_a_letter_waits_for_the_commit_of_what_promised_it(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write_letter(to="a@council.example", subject="Join us", text="Please come.", at=now())
        assert queued() == 0
    assert queued() == 1
    assert mail.outbox == []


def test_a_letter_whose_act_was_undone_was_never_promised(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), suppress(RuntimeError), transaction.atomic():
        write_letter(to="a@council.example", subject="Join us", text="Please come.", at=now())
        raise RuntimeError
    assert (queued(), Letter.objects.count()) == (0, 0)


def test_the_job_sends_what_was_written(letter: Letter) -> None:
    assert post_letter.call(letter.pk) == "sent"
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["a@council.example"], "Join us", "Please come.")
    assert sent.extra_headers["Message-ID"] == letter.message_id
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.trouble) == (State.SENT, 1, "")
    assert letter.sent_at is not None


def test_the_job_run_again_sends_nothing(letter: Letter) -> None:
    assert [post_letter.call(letter.pk) for _ in range(3)] == ["sent", "nothing to send", "nothing to send"]
    assert len(mail.outbox) == 1


def test_a_job_for_a_letter_that_is_gone_sends_nothing(letter: Letter) -> None:
    assert post_letter.call(letter.pk + 1) == "nothing to send"


def test_a_subject_never_spans_lines(db: None) -> None:
    written = write_letter(to="a@council.example", subject="Join\nBcc: b@evil.example\r\n us" * 20, text="", at=now())
    assert "\n" not in written.subject
    assert len(written.subject) == 200
    assert post_letter.call(written.pk) == "sent"


def test_no_two_letters_share_a_message_id(db: None) -> None:
    ids = {write_letter(to="a@b.example", subject="x", text="", at=now()).message_id for _ in range(20)}
    assert len(ids) == 20


def test_a_letter_that_failed_says_why_and_goes_out_later(letter: Letter, settings: Any) -> None:
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    assert post_letter.call(letter.pk) == "failed"
    letter.refresh_from_db()
    assert (letter.state, letter.trouble, letter.sent_at) == (State.FAILED, "SMTPServerDisconnected", None)

    settings.EMAIL_BACKEND = good
    assert repost_stale(now()) == 1
    assert queued() == 1
    assert post_letter.call(letter.pk) == "sent"
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.trouble) == (State.SENT, 2, "")
    assert len(mail.outbox) == 1


def test_a_letter_that_always_fails_is_given_up(letter: Letter, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    outcomes = [post_letter.call(letter.pk) for _ in range(MOST_TRIES + 1)]
    assert outcomes == ["failed"] * MOST_TRIES + ["nothing to send"]
    assert repost_stale(now() + 2 * STALE_AFTER) == 0


def test_a_letter_whose_worker_died_is_posted_again(letter: Letter, settings: Any) -> None:
    good, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Dying"
    with pytest.raises(SystemExit):
        post_letter.call(letter.pk)
    letter.refresh_from_db()
    assert letter.state == State.SENDING
    settings.EMAIL_BACKEND = good
    assert repost_stale(now()) == 0
    assert repost_stale(now() + STALE_AFTER + timedelta(seconds=1)) == 1
    assert post_letter.call(letter.pk) == "sent"
    assert mail.outbox[0].extra_headers["Message-ID"] == letter.message_id


def test_a_letter_whose_job_was_lost_is_posted_again(letter: Letter) -> None:
    assert repost_stale(letter.created_at + STALE_AFTER - timedelta(seconds=1)) == 0
    assert repost_stale(letter.created_at + STALE_AFTER + timedelta(seconds=1)) == 1
    assert queued() == 1


def test_letters_sent_and_given_up_are_left_alone(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=State.SENT)
    assert repost_stale(now() + 2 * STALE_AFTER) == 0
    assert queued() == 0


@pytest.mark.parametrize("age", [timedelta(0), 2 * STALE_AFTER], ids=["fresh", "tried before"])
def test_two_workers_never_both_send(letter: Letter, settings: Any, age: timedelta) -> None:
    """The second comes by while the first is sending, and whatever is stale has just been queued again."""
    Letter.objects.filter(pk=letter.pk).update(created_at=now() - age)
    settings.EMAIL_BACKEND = f"{__name__}.Crossing"
    Crossing.seen.clear()
    assert post_letter.call(letter.pk) == "sent"
    assert Crossing.seen == [("sending", "nothing to send")]
