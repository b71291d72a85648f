"""How does a letter about warnings look in HTML? The same words as in plain text, and nothing that is fetched."""

from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True)
class SaidLine:
    """One warning in three lines: what it is, what to do by when (nothing where it was taken back), and where."""

    what: str
    act: str
    link: str


@dataclass(frozen=True)
class SaidPart:
    """What stands under one heading; `more` says how many aren't shown."""

    title: str
    lines: tuple[SaidLine, ...]
    more: str


@dataclass(frozen=True)
class HtmlLetter:
    """What a letter shows."""

    subject: str
    council: str
    parts: tuple[SaidPart, ...]
    where: str
    choose: str


def as_html(letter: HtmlLetter) -> str:
    """Return the letter as one page without images, scripts or anything from elsewhere."""
    return render_to_string("warn/letters/warnings.html", {"letter": letter})
