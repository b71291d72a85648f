"""When a council asks somebody from outside to look, that person gets an e-mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wardmote.assess.events import review_asked
from wardmote.assess.models import Review, Stance, State
from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import name_of


@receiver(review_asked, dispatch_uid="review_asked_writes_to_assurer")
def write(sender: Any, review: Review, at: datetime, **_kwargs: Any) -> None:
    """Say what the council asks for now: the scope, the answers, or a second look at what it sees differently."""
    with seeing_as_system():
        assessment = review.assessment
        disputed = review.findings.filter(stance=Stance.DISPUTED).count()
        names = {
            "council": name_of(assessment.council),
            "title": in_one_line(assessment.title),
            "due": date_format(review.due_on, "j F Y") if review.due_on else "",
            "n": disputed,
            "link": settings.SERVICE_URL + reverse("assessments:review", args=[assessment.council.code, assessment.pk]),
        }
        subject, text = _words(is_handed_over=assessment.state == State.REVIEW, is_again=disputed > 0)
        if review.due_on:
            subject += _(", by %(due)s")
        write_letter(to=review.assurer.email, subject=subject % names, text=text % names, at=at)


def _words(*, is_handed_over: bool, is_again: bool) -> tuple[str, str]:
    if not is_handed_over:
        return _("Read the scope of %(council)s's assessment"), _(
            "%(council)s asks you to look at its assessment “%(title)s” from outside.\n"
            "You can read its scope now; the answers follow once the council has approved them.\n"
            "Start here: %(link)s\n"
        )
    if is_again:
        return _("Look again at %(council)s's assessment"), _(
            "%(council)s has answered your findings on “%(title)s” and sees some differently: %(n)s.\n"
            "Change what you would change, and finish again.\n"
            "Start here: %(link)s\n"
        )
    return _("Review %(council)s's assessment"), _(
        "%(council)s has approved its assessment “%(title)s” and asks you to look from outside.\n"
        "Each outcome shows what the council says beside your own finding; your work is saved as you go.\n"
        "Start here: %(link)s\n"
    )
