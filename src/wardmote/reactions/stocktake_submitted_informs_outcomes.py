"""What a council submits in its stocktake stands beside the outcomes of the CAF that it bears on."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from wardmote.assess.events import stocktake_submitted
from wardmote.assess.models import Reason, Submission
from wardmote.assess.public import Fact, Verdict, tell
from wardmote.engines.frameworks import TOP_LEVEL, Question, load

# Levels from 0 to 4: what each says of the outcome.
VERDICTS: dict[int, Verdict] = {0: "bad", 1: "bad", 2: "weak", 3: "good", TOP_LEVEL: "good"}


@receiver(stocktake_submitted, dispatch_uid="stocktake_submitted_informs_outcomes")
def inform(sender: Any, submission: Submission, at: datetime, **_kwargs: Any) -> None:
    """Tell each outcome what the area's answers say; the newest submission of the area replaces the one before."""
    framework = load(submission.framework, submission.version)
    questions = {question.id: question for question in framework.area(submission.area).questions}
    link = reverse("assess:result", args=[submission.council.code])
    facts = [
        _fact(questions[reason.question], reason, framework.caf_version, link)
        for reason in submission.reasons.all()
        if reason.question in questions
    ]
    tell(council=submission.council, source=f"stocktake-{submission.area}", facts=facts, at=at)


def _fact(question: Question, reason: Reason, version: str, link: str) -> Fact:
    if reason.level is None:
        verdict: Verdict = "unknown"
        says = _("%(title)s: your stocktake says that you don't know.") % {"title": question.title}
    else:
        verdict = VERDICTS[reason.level]
        says = _("%(title)s: %(says)s (your stocktake)") % {
            "title": question.title,
            "says": question.levels[reason.level].says,
        }
    return Fact(question.id, "caf", version, question.caf, verdict, says, link)
