"""After a night that changed something, a council's lead and contributors get one e-mail: what, and the fix."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel.letters import write_letter
from wardmote.kernel.roles import WRITES_ANSWERS
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import members_of, name_of
from wardmote.watch.events import changes_told
from wardmote.watch.models import Explanation
from wardmote.watch.public import FirstLook, NightNews, OutOfSight, ToldChange, overview_at, title_of, with_host

MOST_LINES = 20


@receiver(changes_told, dispatch_uid="changes_told_writes_to_people")
def write(sender: Any, council: Body, news: NightNews, at: datetime, **_kwargs: Any) -> None:
    """Write to each of those who answer for the council."""
    with seeing_as_system():
        subject, text = subject_of(news), text_of(news)
        for person in members_of(council, localdate(at), WRITES_ANSWERS):
            if person.is_active:
                write_letter(to=person.email, subject=subject, text=text, at=at)


def subject_of(news: NightNews) -> str:
    """Return what happened, and where: "2 things got worse on exampleshire.gov.uk"."""
    if news.worse or news.better:
        return _changes_subject(news)
    if news.firsts:
        return _firsts_subject(news.firsts)
    if news.unseen:
        return _("We couldn't check %(where)s for three days") % {"where": _where(item.domain for item in news.unseen)}
    where = _where(item.domain.name for item in news.ending)
    return _("What you explained on %(where)s runs out within a week") % {"where": where}


def text_of(news: NightNews) -> str:
    """Return the letter: what got worse with its fix, what got better, first looks, and what else to know."""
    parts = [
        _part(_("Got worse"), [_worse_line(item) for item in news.worse]),
        _part(_("Got better"), [_better_line(item) for item in news.better]),
        _part(_("Looked at for the first time"), [_first_line(item) for item in news.firsts]),
        _part(_("Couldn't be checked for three days"), [_unseen_line(item) for item in news.unseen]),
        _part(_("Explanations that run out"), [_ending_line(item) for item in news.ending]),
        _("All of it, for %(council)s: %(link)s")
        % {"council": name_of(news.council), "link": with_host(overview_at(news.council.code))},
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _changes_subject(news: NightNews) -> str:
    where = _where(item.change.domain.name for item in (*news.worse, *news.better))
    worse, better = len(news.worse), len(news.better)
    if not worse:
        return ngettext("%(n)s thing got better on %(where)s", "%(n)s things got better on %(where)s", better) % {
            "n": better,
            "where": where,
        }
    if not better:
        return ngettext("%(n)s thing got worse on %(where)s", "%(n)s things got worse on %(where)s", worse) % {
            "n": worse,
            "where": where,
        }
    return ngettext(
        "%(n)s thing got worse and %(m)s better on %(where)s",
        "%(n)s things got worse and %(m)s better on %(where)s",
        worse,
    ) % {"n": worse, "m": better, "where": where}


def _firsts_subject(firsts: Sequence[FirstLook]) -> str:
    where = _where(first.visit.domain.name for first in firsts)
    if len(firsts) == 1 and firsts[0].visit.letter:
        return _("First look at %(where)s: grade %(letter)s") % {"where": where, "letter": firsts[0].visit.letter}
    return _("First look at %(where)s") % {"where": where}


def _where(names: Iterable[str]) -> str:
    found = sorted(set(names))
    return found[0] if len(found) == 1 else _("%(n)s domains") % {"n": len(found)}


def _part(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    left = len(lines) - MOST_LINES
    more = [_("- and %(n)s more, on the page") % {"n": left}] if left > 0 else []
    return "\n".join([title, *lines[:MOST_LINES], *more])


def _worse_line(item: ToldChange) -> str:
    change = item.change
    lines = [_("- %(domain)s, %(title)s: %(says)s") % _named(item)]
    if item.ends_explanation:
        lines.append(_("What you explained here doesn't cover this: the explanation has ended."))
    if change.fix:
        lines.append(_("To do: %(fix)s") % {"fix": change.fix})
    return "\n  ".join(lines)


def _better_line(item: ToldChange) -> str:
    return _("- %(domain)s, %(title)s: %(says)s") % _named(item)


def _named(item: ToldChange) -> dict[str, str]:
    change = item.change
    return {"domain": change.domain.name, "title": title_of(change.check_id), "says": change.says}


def _first_line(first: FirstLook) -> str:
    visit = first.visit
    names = {"domain": visit.domain.name, "letter": visit.letter}
    says = _("- %(domain)s: grade %(letter)s") if visit.letter else _("- %(domain)s: no grade, too little is known")
    worst = [
        "  " + _("%(title)s: %(says)s") % {"title": title_of(finding.check_id), "says": finding.says}
        for finding in first.worst
    ]
    return "\n".join([says % names, *worst])


def _unseen_line(item: OutOfSight) -> str:
    return ngettext(
        "- %(domain)s: %(n)s check, since %(day)s", "- %(domain)s: %(n)s checks, since %(day)s", item.checks
    ) % {"domain": item.domain, "n": item.checks, "day": date_format(localdate(item.since), "j F Y")}


def _ending_line(item: Explanation) -> str:
    return _("- %(domain)s, %(title)s: until %(day)s") % {
        "domain": item.domain.name,
        "title": title_of(item.check_id),
        "day": date_format(item.until, "j F Y"),
    }
