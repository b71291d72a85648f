"""What does a program, a Teams channel or a Slack channel get to read of a council's warnings?

One message for all that is due. Of what is labelled more strictly than GREEN it says only that it waits, and where.
What sources and people wrote is never markup in it: it names no link and calls nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel.letters import in_one_line
from wardmote.register.models import Body
from wardmote.register.public import name_of

from .letters import LONGEST_ACT, bulletin_words, title_of
from .models import Channel, ChannelKind, Notice, Occasion, Priority
from .queries.channels import ChannelItem
from .queries.standing import SHOWN_LABELS
from .remedies import remedy_of
from .words import due_words, names_of

KIND, TEST_KIND = "warnings.changed", "warnings.test"
MOST_SHOWN, MOST_LISTED = 10, 100
CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Line:
    """One warning in a message: what it is, what to do, and where."""

    what: str
    act: str
    link: str
    is_for_now: bool


@dataclass(frozen=True)
class Words:
    """A message before it is written as its receiver takes it."""

    heading: str
    lines: tuple[Line, ...]
    more: str
    link: str

    @property
    def text(self) -> str:
        """Return all of it as plain text."""
        said = [self.heading]
        for line in self.lines:
            said += [f"- {line.what}", *([f"  {line.act}"] if line.act else []), f"  {line.link}"]
        return "\n".join([*said, *([self.more] if self.more else []), self.link])


def message_of(channel: Channel, items: Sequence[ChannelItem], day: date) -> dict[str, Any]:
    """Return the message about these warnings, given the most urgent first, as the channel's receiver takes it."""
    shown = items[:MOST_SHOWN]
    left = len(items) - len(shown)
    words = Words(
        _heading(channel.council, items),
        tuple(line_of(item, channel.council, day) for item in shown),
        ngettext("and %(n)s more, on the page", "and %(n)s more, on the page", left) % {"n": left} if left else "",
        _place(channel.council),
    )
    return _written(channel.kind, words) | (_listed(channel, items) if channel.kind == ChannelKind.WEBHOOK else {})


def test_message(channel: Channel) -> dict[str, Any]:
    """Return a message that says only that messages arrive."""
    says = _("This is a test: warnings for %(council)s arrive here.") % {"council": name_of(channel.council)}
    body = _written(channel.kind, Words(says, (), "", _place(channel.council)))
    return body | ({"type": TEST_KIND, **_about(channel.council)} if channel.kind == ChannelKind.WEBHOOK else {})


def act_of(notice: Notice, item: ChannelItem | None = None) -> str:
    """Return what to do about a warning that may be told here, in one line."""
    bulletin = item.bulletin if item else None
    if bulletin and bulletin.label in SHOWN_LABELS:
        words = bulletin_words(bulletin)
    else:
        words = remedy_of(notice.story.shown_statements).act  # type: ignore[attr-defined]
    act = in_one_line(words)
    return act if len(act) <= LONGEST_ACT else f"{act[: LONGEST_ACT - 1].rstrip()}…"


def what_of(notice: Notice) -> str:
    """Return what a warning is called, with its numbers; of a strict label no more than that it waits."""
    title = title_of(notice)
    if notice.story.label not in SHOWN_LABELS:
        return _("%(what)s waits") % {"what": title}
    names = names_of(notice.story)
    return title if not names or names in title else f"{title} ({names})"


def line_of(item: ChannelItem, council: Body, day: date) -> Line:
    """Return what is said of one warning."""
    return Line(_what(item), _to_do(item, day), _place(council, item.notice), item.is_for_now)


def _heading(council: Body, items: Sequence[ChannelItem]) -> str:
    told = {"council": name_of(council), "n": len(items)}
    for_now = sum(item.is_for_now for item in items)
    says = ngettext("%(council)s: %(n)s warning", "%(council)s: %(n)s warnings", len(items)) % told
    if not for_now:
        return says
    if for_now == len(items):
        return _("%(says)s, to be acted on now") % {"says": says}
    return _("%(says)s, %(n)s of them to be acted on now") % {"says": says, "n": for_now}


def _what(item: ChannelItem) -> str:
    what = what_of(item.notice)
    if item.occasion == Occasion.TAKEN_BACK:
        return _("Taken back: %(title)s") % {"title": what}
    return _("Act now: %(title)s") % {"title": what} if item.is_for_now else what


def _to_do(item: ChannelItem, day: date) -> str:
    if item.occasion == Occasion.TAKEN_BACK:
        return ""
    if item.notice.story.label not in SHOWN_LABELS:
        return _("Read it on the page: nothing of it is in this message.")
    act, due = act_of(item.notice, item), due_words(item.notice, day)
    return _("To do, %(due)s: %(act)s") % {"due": due, "act": act} if due else _("To do: %(act)s") % {"act": act}


def _place(council: Body, notice: Notice | None = None) -> str:
    if notice is None:
        return str(settings.SERVICE_URL + reverse("warn:listing", args=[council.code]))
    return str(settings.SERVICE_URL + reverse("warn:notice", args=[council.code, notice.pk]))


def _about(council: Body) -> dict[str, Any]:
    return {"council": {"code": council.code, "name": name_of(council)}}


def _listed(channel: Channel, items: Sequence[ChannelItem]) -> dict[str, Any]:
    """Return what a program gets besides the text."""
    council = channel.council
    listed = [_for_program(item, council) for item in items[:MOST_LISTED]]
    return {"type": KIND, **_about(council), "count": len(items), "warnings": listed}


def _for_program(item: ChannelItem, council: Body) -> dict[str, Any]:
    notice = item.notice
    may_say = notice.story.label in SHOWN_LABELS
    return {
        "number": notice.pk,
        "occasion": item.occasion.value,
        "title": title_of(notice) if may_say else what_of(notice),
        "names": sorted(name.name for name in notice.story.names.all()) if may_say else [],
        "label": f"TLP:{notice.story.label.upper().replace('-', '+')}",
        "priority": int(notice.priority),
        "priority_words": str(Priority(notice.priority).label),
        "due_on": notice.due_on.isoformat() if notice.due_on and may_say else None,
        "act": act_of(notice, item) if may_say and item.occasion != Occasion.TAKEN_BACK else "",
        "link": _place(council, notice),
        "at": notice.changed_at.isoformat(),
    }


def _written(kind: str, words: Words) -> dict[str, Any]:
    match kind:
        case ChannelKind.TEAMS:
            return _for_teams(words)
        case ChannelKind.SLACK:
            return _for_slack(words)
    return {"text": words.text, "link": words.link}


def _for_teams(words: Words) -> dict[str, Any]:
    """Return an Adaptive Card in a message, as Workflows and incoming webhooks take it.

    Runs of text know no Markdown, so that nothing in them becomes a link; links are actions.
    """
    body = [_runs({"text": words.heading, "weight": "Bolder", "size": "Medium"})]
    for line in words.lines:
        title = {"text": line.what, "weight": "Bolder", **({"color": "Attention"} if line.is_for_now else {})}
        items = [_runs(title), *([_runs({"text": line.act})] if line.act else [])]
        action = {"type": "Action.OpenUrl", "title": _("Open the warning"), "url": line.link}
        body.append({"type": "Container", "separator": True, "items": items, "selectAction": action})
    if words.more:
        body.append(_runs({"text": words.more}))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": words.heading,
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": _("All warnings"), "url": words.link}],
    }
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _runs(run: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", **run}]}


def _for_slack(words: Words) -> dict[str, Any]:
    """Return blocks, and beside them the text for notifications and for what takes no blocks."""
    blocks = [_section(f"*{_escaped(words.heading)}*")]
    for line in words.lines:
        says = f"<{line.link}|{_escaped(line.what)}>"
        blocks.append(_section(f"{says}\n{_escaped(line.act)}" if line.act else says))
    if words.more:
        blocks.append(_section(_escaped(words.more)))
    blocks.append(_section(f"<{words.link}|{_escaped(_('All warnings'))}>"))
    return {"text": _escaped(words.text), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _escaped(text: str) -> str:
    """Escape the three characters with which a text would name a link or call everybody in a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")
