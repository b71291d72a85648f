"""Does the web server tell everybody which version of which program it runs?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Page, Website
from wardmote.engines.checks.judging_web import own_page, some
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_TELLING = (
    "server",
    "x-powered-by",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-generator",
    "x-drupal-version",
    "x-powered-cms",
)
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,6}")
# Versions that their makers no longer mend; a seller of long support may.
_DEAD = (
    (re.compile(r"PHP/(?:[0-7]\.|8\.[01](?![0-9]))"), "PHP before 8.2"),
    (re.compile(r"Microsoft-IIS/(?:[1-7]\.|8\.)"), "IIS before 10"),
    (re.compile(r"Apache/(?:1\.|2\.[0-2](?![0-9]))"), "Apache before 2.4"),
    (re.compile(r"OpenSSL/[01]\."), "OpenSSL before 3"),
)


def judge(site: Website) -> Finding:
    """Answer from the headers that name programs (RFC 9110, section 10.2.4)."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    told = _told(page)
    texts = [f"{name.title()}: {value[:200]}" for name, value in told]
    names = " and ".join(some([name.title() for name, _ in told]))
    fix = f"Leave out the version, or the whole header: {names}"
    if dead := [words for pattern, words in _DEAD if any(pattern.search(value) for _, value in told)]:
        says = f"The server says that it runs {' and '.join(dead)}, which its makers no longer mend."
        return Finding(Verdict.BAD, says, some(texts), Severity.MEDIUM, f"Update the program first. {fix}")
    if told:
        return Finding(
            Verdict.WEAK, "The server tells which version of a program it runs.", some(texts), Severity.LOW, fix
        )
    return Finding(Verdict.GOOD, "The server doesn't tell which versions it runs.", some(_quiet(page)))


def _told(page: Page) -> list[tuple[str, str]]:
    return [(name, value) for name, value in page.headers if name in _TELLING and _VERSION.search(value)]


def _quiet(page: Page) -> list[str]:
    return [f"{name.title()}: {value[:200]}" for name, value in page.headers if name in _TELLING]


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="The server keeps its versions to itself",
    why="A version in a header tells attackers which known weaknesses to try, and helps nobody else.",
    fix="Take version numbers out of the headers.",
    references=(Reference("RFC 9110", "section 10.2.4"),),
    caf=("B4.b",),
)
