"""What does a program of the council's own, or its chat, get to read when something changed?"""

from typing import Any

from django.utils.translation import gettext as _

from wardmote.register.public import name_of

from .catalogue import title_of
from .places import finding_at, with_host
from .queries.night_news import NightNews, ToldChange

KIND = "findings.changed"
MOST_LINES = 10


def body_of(news: NightNews) -> dict[str, Any]:
    """Return the message: a list for programs, and `text` as Slack takes it, in which nothing becomes a link."""
    told = [*news.worse, *news.better]
    return {
        "type": KIND,
        "council": {"code": news.council.code, "name": name_of(news.council)},
        "text": _as_slack_takes_it("\n".join(_lines(told))),
        "changes": [_change(news.council.code, item) for item in told],
    }


def _as_slack_takes_it(text: str) -> str:
    """Escape the three characters with which a text would name a link or call everybody in a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _change(code: str, item: ToldChange) -> dict[str, Any]:
    change = item.change
    return {
        "domain": change.domain.name,
        "check": change.check_id,
        "title": title_of(change.check_id),
        "before": item.move.before,
        "after": item.move.after,
        "severity_before": item.move.severity_before,
        "severity": change.severity,
        "ends_explanation": item.ends_explanation,
        "says": change.says,
        "fix": change.fix,
        "link": with_host(finding_at(code, change.domain_id, change.check_id)),
        "at": change.at.isoformat(),
    }


def _lines(told: list[ToldChange]) -> list[str]:
    lines = [_line(item) for item in told[:MOST_LINES]]
    left = len(told) - len(lines)
    return [*lines, _("and %(n)s more") % {"n": left}] if left else lines


def _line(item: ToldChange) -> str:
    move = item.move
    says = _("%(domain)s, %(title)s: %(before)s, now %(after)s. %(says)s")
    if move.before == move.after:
        says = _("%(domain)s, %(title)s: %(after)s, and got worse. %(says)s")
    return says % {
        "domain": item.change.domain.name,
        "title": title_of(item.change.check_id),
        "before": move.before,
        "after": move.after,
        "says": item.change.says,
    }
