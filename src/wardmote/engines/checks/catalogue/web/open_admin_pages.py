"""Are pages open to everybody that are meant for those who run the website?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.web import OpenPage, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import own_page
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# What each kind of page is, and how bad it is that everybody can see it.
_KINDS = {
    "settings": ("a file with settings and passwords", Severity.CRITICAL),
    "repository": ("the website's source code", Severity.HIGH),
    "phpmyadmin": ("the sign-in page of its database", Severity.HIGH),
    "phpinfo": ("a page with all settings of PHP", Severity.MEDIUM),
    "server-status": ("a page that shows who is visiting", Severity.MEDIUM),
    "wordpress": ("the sign-in page of WordPress", Severity.LOW),
    "drupal": ("the sign-in page of Drupal", Severity.LOW),
}


def judge(site: Website) -> Finding:
    """Answer from the pages that showed what they are; a mere answer of 200 counts for nothing."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    found = site.open_pages
    if isinstance(found, Unreachable):
        return unknown(found, "pages that should be closed")
    if not found:
        return Finding(Verdict.GOOD, "None of the pages that we looked for is open.")
    severity = max(_KINDS[each.kind][1] for each in found)
    says = f"Everybody can see {' and '.join(dict.fromkeys(_KINDS[each.kind][0] for each in found))}."
    shown = tuple(sorted(each.url for each in found))
    verdict = Verdict.WEAK if severity is Severity.LOW else Verdict.BAD
    return Finding(verdict, says, shown, severity, _fix(found, severity))


def _fix(found: tuple[OpenPage, ...], severity: Severity) -> str:
    worst = next(each for each in found if _KINDS[each.kind][1] is severity)
    if severity is Severity.LOW:
        return f"Let only your own networks, or those who use a second factor, come to {worst.url}"
    more = " Change every password that was in it." if worst.kind in ("settings", "repository") else ""
    return f"Close this to everybody: {worst.url}.{more}"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="No page for administrators is open",
    why="A sign-in page in the open is tried day and night, and left-over files tell attackers how to come in.",
    fix="Take left-over files away, and let only your own networks come to pages for administrators.",
    references=(
        Reference(
            "NCSC",
            "Secure system administration",
            "https://www.ncsc.gov.uk/collection/secure-system-administration",
        ),
    ),
    caf=("B2.c", "B4.b"),
)
