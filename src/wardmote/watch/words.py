"""How are grades, areas, severities and counts said?"""

from datetime import datetime
from unicodedata import category

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wardmote.engines.checks.verdicts import Severity

GRADE_WORDS = {
    "A": gettext_lazy("Little or nothing to mend"),
    "B": gettext_lazy("Sound, with something to mend"),
    "C": gettext_lazy("Weak in places that matter"),
    "D": gettext_lazy("Weak: much can go wrong"),
    "E": gettext_lazy("Open to attack in several ways"),
    "": gettext_lazy("No grade: too little is known"),
}
AREA_WORDS = {"mail": gettext_lazy("Mail"), "dns": gettext_lazy("Names"), "web": gettext_lazy("Web")}
AREA_PROTECTS = {
    "mail": gettext_lazy("Who can send mail as you, and whether mail to you is safe on its way"),
    "dns": gettext_lazy("Whether the name leads where it should, and nobody can take it over"),
    "web": gettext_lazy("Whether people reach your site safely"),
}
SEVERITY_WORDS = {
    Severity.LOW: gettext_lazy("low"),
    Severity.MEDIUM: gettext_lazy("medium"),
    Severity.HIGH: gettext_lazy("high"),
    Severity.CRITICAL: gettext_lazy("critical"),
}

# Control, format, private and unassigned characters, as Unicode calls them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def visible(text: str) -> str:
    """Return somebody else's text with what can't be seen in it, or turns what follows, written as its code."""
    return "".join(
        char if char in "\n\t" or category(char) not in _UNSEEN else f"\\u{{{ord(char):x}}}" for char in text
    )


def count_words(bad: int, weak: int, unknown: int = 0) -> str:
    """Return how many things are wrong or weak: "2 things are wrong and 1 could be better".

    "In order" is said only of what is known: otherwise the words are how many checks couldn't be made.
    """
    wrong = ngettext("%(n)s thing is wrong", "%(n)s things are wrong", bad) % {"n": bad}
    if bad and weak:
        return _("%(wrong)s and %(n)s could be better") % {"wrong": wrong, "n": weak}
    if weak:
        return ngettext("%(n)s thing could be better", "%(n)s things could be better", weak) % {"n": weak}
    if bad:
        return wrong
    return unknown_words(unknown) if unknown else _("in order")


def unknown_words(unknown: int) -> str:
    """Return how many checks couldn't be made."""
    return ngettext("%(n)s check couldn't be made", "%(n)s checks couldn't be made", unknown) % {"n": unknown}


def for_how_long(since: datetime, at: datetime) -> str:
    """Return how long something has lasted, in whole days."""
    days = (localdate(at) - localdate(since)).days
    if days < 1:
        return _("since today")
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}
