"""Does the website show a page that a fresh server shows, or a list of its files?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Website
from wardmote.engines.checks.judging_web import address_shown, own_page
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# How the pages of fresh servers are titled or headed.
_DEFAULT = re.compile(
    r"(?:Welcome to nginx.{0,40}|Apache2? (?:Debian|Ubuntu|Default).{0,60}|It works!?"
    r"|IIS (?:Windows|[0-9]).{0,30}|IIS[0-9]{1,2}"
    r"|Test Page for (?:the )?(?:Apache|Nginx|HTTP).{0,80}|HTTP Server Test Page.{0,80}|Apache Tomcat/.{0,30}"
    r"|Default (?:Web Site|Parallels Plesk|PLESK).{0,40}|Domain Default page|Web Server's Default Page"
    r"|Caddy works!|Microsoft Azure App Service.{0,40}|Your web app is running.{0,60})",
    re.IGNORECASE,
)
_LISTING = re.compile(r"(?:Index of /.{0,180}|Directory listing for /.{0,180})", re.IGNORECASE)


def judge(site: Website) -> Finding:
    """Answer from the landing page's title and first heading."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    if not page.digest.is_html:
        return Finding(Verdict.UNKNOWN, "Nothing is known: the landing page is no text that we read.")
    words = (page.digest.title, page.digest.heading)
    shown = tuple(dict.fromkeys(f"{address_shown(page.url)}: “{text}”" for text in words if text))
    if any(_LISTING.fullmatch(text) for text in words):
        fix = (
            "Turn off the listing of folders (Options -Indexes, autoindex off), and take away what isn't for everybody."
        )
        return Finding(Verdict.BAD, "The website shows a list of its files.", shown, Severity.MEDIUM, fix)
    if any(_DEFAULT.fullmatch(text) for text in words):
        says = "The website shows the page of a server that nobody has set up yet."
        fix = "Put the website there, or take the server away and delete its DNS records."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, "The website shows a page of its own.", shown[: bool(page.digest.title)])


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="A page of the council's own is shown",
    why="A server that nobody has set up is a server that nobody looks after.",
    fix="Set the server up, or take it away.",
    references=(
        Reference(
            "OWASP",
            "Directory listing",
            "https://owasp.org/www-project-web-security-testing-guide/",
        ),
    ),
    caf=("A3.a", "B4.b"),
)
