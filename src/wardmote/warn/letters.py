"""What does a letter about warnings say? One letter for all that is due, each warning in three lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel.letters import in_one_line
from wardmote.register.models import Body
from wardmote.register.public import name_of

from .html_letters import HtmlLetter, SaidLine, SaidPart, as_html
from .models import Bulletin, BulletinState, Notice, Occasion, Priority
from .queries.notices import with_statements
from .queries.standing import SHOWN_LABELS
from .queries.untold import Item, When
from .remedies import remedy_of
from .words import answer_words, day_words, due_words, names_of

MOST_LINES = 15
LONGEST_TITLE, LONGEST_ACT = 150, 220


@dataclass(frozen=True)
class Written:
    """A letter as it is sent, in both its forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Part:
    title: str
    items: tuple[Item, ...]


def written(council: Body, items: Sequence[Item], when: When) -> Written:
    """Return the letter about these warnings, given the most urgent first."""
    parts = _parts(items)
    shown = {item.notice.pk for part in parts for item in part.items[:MOST_LINES]}
    told = {notice.pk: notice for notice in with_statements(Notice.objects.filter(pk__in=shown))}
    where = settings.SERVICE_URL + reverse("warn:listing", args=[council.code])
    choose = settings.SERVICE_URL + reverse("warn:hear", args=[council.code])
    said = [_said(part, told, council, when) for part in parts]
    text = [
        *(_part_text(part) for part in said),
        _("All warnings of %(council)s: %(link)s") % {"council": name_of(council), "link": where},
        _("Choose how you hear of them: %(link)s") % {"link": choose},
    ]
    subject = _subject(items, told[items[0].notice.pk])
    html = as_html(HtmlLetter(subject, name_of(council), tuple(said), where, choose))
    return Written(subject, "\n\n".join(text) + "\n", html)


def title_of(notice: Notice) -> str:
    """Return what a warning is about, in one line that leads nowhere."""
    if notice.story.label not in SHOWN_LABELS:
        # What is labelled more strictly is read on the page alone: a letter lies in mailboxes for years.
        return _("A warning labelled %(label)s") % {"label": f"TLP:{notice.story.label.upper().replace('-', '+')}"}
    title = in_one_line(notice.story.title) or names_of(notice.story)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _parts(items: Sequence[Item]) -> list[_Part]:
    """Return what stands under which heading: new ones by priority, then reminders, then what was taken back."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(_heading(item), []).append(item)
    return [_Part(title, tuple(some)) for title, some in kinds.items()]


def _heading(item: Item) -> str:
    match item.occasion:
        case Occasion.REMINDER:
            return _("Reminders")
        case Occasion.TAKEN_BACK:
            return _("Taken back: nothing to do any more")
        case Occasion.BULLETIN:
            return _("What your WARP or the programme says")
        case Occasion.NUDGE:
            return _("Your WARP asks how these stand")
    return str(Priority(item.notice.priority).label)


def _said(part: _Part, told: dict[int, Notice], council: Body, when: When) -> SaidPart:
    lines = tuple(_three_lines(item, told[item.notice.pk], council, when) for item in part.items[:MOST_LINES])
    left = len(part.items) - len(lines)
    more = ngettext("and %(n)s more, on the page", "and %(n)s more, on the page", left) % {"n": left} if left else ""
    return SaidPart(part.title, lines, more)


def _part_text(part: SaidPart) -> str:
    lines = ["\n  ".join(piece for piece in (f"- {line.what}", line.act, line.link) if piece) for line in part.lines]
    return "\n".join([part.title.upper(), *lines, *([f"- {part.more}"] if part.more else [])])


def _three_lines(item: Item, notice: Notice, council: Body, when: When) -> SaidLine:
    """Return what it is, what to do by when, and where; of what was taken back, what it was and where."""
    names = names_of(notice.story)
    title = title_of(notice)
    what = title if not names or names in title else f"{title} ({names})"
    link = settings.SERVICE_URL + reverse("warn:notice", args=[council.code, notice.pk])
    return SaidLine(what, _why_back(item) if item.occasion == Occasion.TAKEN_BACK else _to_do(item, notice, when), link)


def _why_back(item: Item) -> str:
    """Return why its authors withdrew it, where a letter may say so."""
    for bulletin in reversed(item.bulletins):
        if bulletin.state == BulletinState.WITHDRAWN and bulletin.label in SHOWN_LABELS:
            return in_one_line(bulletin_words(bulletin))
    return ""


def _to_do(item: Item, notice: Notice, when: When) -> str:
    if item.occasion == Occasion.REMINDER and notice.answer and notice.until:
        says = answer_words(notice.answer, notice.until)
        if notice.until < when.day:
            return _("The day has passed (%(answer)s): say how it stands.") % {"answer": says}
        return _("You said: %(answer)s. Say when it is done.") % {"answer": says}
    if notice.story.label not in SHOWN_LABELS:
        return _("Read it on the page: nothing of it is in this letter.")
    remedy = in_one_line(_asked_for(item, notice))
    act = remedy if len(remedy) <= LONGEST_ACT else f"{remedy[: LONGEST_ACT - 1].rstrip()}…"
    due = due_words(notice, when.day)
    return _("To do, %(due)s: %(act)s") % {"due": due, "act": act} if due else _("To do: %(act)s") % {"act": act}


def _asked_for(item: Item, notice: Notice) -> str:
    """Return what to do: as the newest bulletin says that may be told in a letter, else as the sources do."""
    for bulletin in reversed(item.bulletins):
        if bulletin.label in SHOWN_LABELS:
            return bulletin_words(bulletin)
    return remedy_of(notice.story.shown_statements).act  # type: ignore[attr-defined]


def bulletin_words(bulletin: Bulletin) -> str:
    """Return what a bulletin asks for, what was corrected, or why it was withdrawn, with who says so."""
    told = {"name": name_of(bulletin.owner), "act": bulletin.act, "correction": bulletin.correction}
    if bulletin.state == BulletinState.WITHDRAWN:
        return _("%(name)s has withdrawn what it wrote: %(correction)s") % told
    if bulletin.correction:
        return _("%(name)s has corrected what it wrote (%(correction)s): %(act)s") % told
    return _("%(name)s says: %(act)s") % told


def _subject(items: Sequence[Item], first: Notice) -> str:
    """Return the most urgent thing, and how many more there are."""
    says = _first_words(items[0], first)
    left = len(items) - 1
    return (
        ngettext("%(first)s, and %(n)s more", "%(first)s, and %(n)s more", left)
        % {
            "first": says,
            "n": left,
        }
        if left
        else says
    )


def _first_words(item: Item, notice: Notice) -> str:
    title = title_of(notice)
    if item.is_urgent_too or item.occasion == Occasion.URGENT:
        return _("Act now: %(title)s") % {"title": title}
    if item.bulletins and item.occasion in (Occasion.BULLETIN, Occasion.TAKEN_BACK):
        return _news_words(item.bulletins[-1], item.occasion, title)
    if item.occasion == Occasion.TAKEN_BACK:
        return _("Taken back: %(title)s") % {"title": title}
    if item.occasion == Occasion.REMINDER:
        return _("Reminder: %(title)s") % {"title": title}
    if item.occasion == Occasion.NUDGE:
        return _("An answer is asked for: %(title)s") % {"title": title}
    if notice.due_on and notice.story.label in SHOWN_LABELS:
        return _("New warning, by %(day)s: %(title)s") % {"day": day_words(notice.due_on), "title": title}
    return _("New warning: %(title)s") % {"title": title}


def _news_words(bulletin: Bulletin, occasion: Occasion, title: str) -> str:
    """Return what became of a bulletin, as far as its name alone says it; the title is fit for a letter already."""
    if bulletin.state == BulletinState.WITHDRAWN:
        return _("Withdrawn: %(title)s") % {"title": title}
    if occasion == Occasion.TAKEN_BACK:
        return _("Taken back: %(title)s") % {"title": title}
    if bulletin.edition > 1:
        return _("Correction: %(title)s") % {"title": title}
    return _("More on a warning: %(title)s") % {"title": title}
