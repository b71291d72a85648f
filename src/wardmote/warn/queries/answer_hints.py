"""What is asked with each answer, and who outside the council sees that it needs help?"""

from django.utils.translation import gettext as _

from wardmote.register.models import Affiliation
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import sharing_levels, valid_on

from ..models import AnswerWord
from ..words import ANSWER_HINTS
from .access import Desk


def answer_hints(desk: Desk) -> dict[str, str]:
    """Return the hint of each answer on a warning's page."""
    hints = {word: str(says) for word, says in ANSWER_HINTS.items()}
    help_word = AnswerWord.NEED_HELP.value
    hints[help_word] = f"{hints[help_word]} {_who_sees_it(desk)}".strip()
    return hints


def _who_sees_it(desk: Desk) -> str:
    if not Affiliation.objects.filter(valid_on(desk.day), member=desk.council).exists():
        return ""
    match sharing_levels(desk.council)[Audience.WARP]:
        case Level.REASONS:
            return _("Those who run your WARP see it, with what you write.")
        case Level.RESULTS:
            return _("Those who run your WARP see that you need help, but not what you write.")
    return _("Those who run your WARP don't see it, as you don't share your results with them.")
