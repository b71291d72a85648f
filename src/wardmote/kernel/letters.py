"""How does an e-mail that was promised get sent, once, whatever crashes in between?"""

from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django_tasks import task

from .models import Letter
from .moments import now

MOST_TRIES = 5
STALE_AFTER = timedelta(minutes=15)


def in_one_line(name: str) -> str:
    """Return what somebody called themselves as it may stand in a letter of ours: no lines, no addresses."""
    return " ".join(name.replace("://", " ").split())


def write_letter(*, to: str, subject: str, text: str, html: str = "", at: datetime) -> Letter:
    """Store a letter in the caller's transaction and have a job post it after the commit.

    `html` says the same as `text`, for programs that show it.
    """
    letter = Letter.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        message_id=f"<{uuid4()}@wardmote>",
        created_at=at,
    )
    transaction.on_commit(lambda: post_letter.enqueue(letter.pk))
    return letter


@task()
def post_letter(letter_id: int) -> str:
    """Send one letter. Taking it up is committed first, so two workers never send the same one."""
    taken = (
        Letter.objects.filter(pk=letter_id, tries__lt=MOST_TRIES)
        .filter(Q(state=Letter.State.WAITING) | Q(state=Letter.State.FAILED))
        .update(state=Letter.State.SENDING, tries=F("tries") + 1, taken_at=now())
    )
    if not taken:
        return "nothing to send"
    letter = Letter.objects.get(pk=letter_id)
    message = _message(letter)
    try:
        # Names under .example belong to nobody (RFC 2606): the demonstration's letters go no further than here.
        if not letter.to.endswith(".example") or settings.WARDMOTE_IS_LOCAL:
            message.send()
    except (SMTPException, OSError) as trouble:
        _give_back(letter, type(trouble).__name__)
        return "failed"
    Letter.objects.filter(pk=letter_id).update(state=Letter.State.SENT, sent_at=now(), trouble="")
    return "sent"


def repost_stale(at: datetime) -> int:
    """Queue the letters that failed or whose sender died; the same Message-ID lets mailboxes drop a double."""
    Letter.objects.filter(state=Letter.State.SENDING, taken_at__lt=at - STALE_AFTER).update(
        state=Letter.State.FAILED, trouble="the worker stopped"
    )
    waiting = Letter.objects.filter(
        Q(state=Letter.State.FAILED, tries__lt=MOST_TRIES)
        | Q(state=Letter.State.WAITING, created_at__lt=at - STALE_AFTER)
    ).values_list("pk", flat=True)
    for letter_id in waiting[:500]:
        post_letter.enqueue(letter_id)
    return len(waiting)


def _message(letter: Letter) -> EmailMultiAlternatives:
    """Return the e-mail: plain text, and where there is HTML, that as the second way to show it."""
    headers = {"Message-ID": letter.message_id}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _give_back(letter: Letter, trouble: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, trouble=trouble)
