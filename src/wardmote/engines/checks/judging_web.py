"""Is there a page to judge at a domain's website, and if there is none, what does a check say instead?"""

import re

from wardmote.engines.checks.facts.web import Page, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.published.visible import shortened
from wardmote.engines.checks.verdicts import Finding, Verdict

NO_WEBSITE = Finding(Verdict.NOT_APPLICABLE, "There is no website at this name.")
_SESSION = re.compile(r"(;[a-z_]{0,20}session[a-z_]{0,20}=|/\([SF]\()[^/?#)]+", re.IGNORECASE)
_VALUE = re.compile(r"=[^&#]+")
_MOST_SHOWN, _MOST_HEADERS, _LONGEST_SHOWN = 5, 10, 4_000


def own_page(site: Website) -> Page | Finding:
    """Return the page that visitors land on, or what there is to say where the domain shows none of its own."""
    if not site.start:
        return NO_WEBSITE
    visit = site.secure if site.secure.landing or not site.plain.landing else site.plain
    if site.landing is None:
        if visit.trouble:
            return unknown(visit.trouble, f"the page at {visit.start}")
        return Finding(Verdict.UNKNOWN, "Nothing is known: the site's redirects lead to no page.")
    if not site.is_own(site.landing.host):
        return Finding(
            Verdict.NOT_APPLICABLE, f"The name only leads on to {site.landing.host}, which has checks of its own."
        )
    if site.landing.status >= 400:
        return Finding(Verdict.UNKNOWN, f"Nothing is known: the site shows us an error ({site.landing.status}).")
    return site.landing


def headers_shown(page: Page, *names: str) -> tuple[str, ...]:
    """Return the headers of these names as they were sent."""
    lines = [f"{name}: {value}" for name in names for value in page.every(name.lower())]
    return tuple(shortened(line, _LONGEST_SHOWN) for line in lines[:_MOST_HEADERS])


def address_shown(url: str) -> str:
    """Return an address without what is made up for one visit, or is nobody's business: sessions and answers in it."""
    place, mark, asked = _SESSION.sub(r"\1…", url).partition("?")
    return place + mark + _VALUE.sub("=…", asked)


def some(texts: list[str]) -> tuple[str, ...]:
    """Return as many texts as a person reads."""
    return tuple(shortened(text, _LONGEST_SHOWN) for text in dict.fromkeys(texts))[:_MOST_SHOWN]
