"""Does the encrypted landing page fetch or send anything without encryption?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Page, PlainReference, Website
from wardmote.engines.checks.judging_web import address_shown, own_page, some
from wardmote.engines.checks.published.csp import read_csp
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(site: Website) -> Finding:
    """Answer from the addresses in the page's own text; what scripts fetch later isn't seen (Mixed Content)."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    if not page.url.startswith("https://"):
        return Finding(Verdict.NOT_APPLICABLE, "The landing page itself isn't encrypted.")
    if not page.digest.is_html:
        return Finding(Verdict.UNKNOWN, "Nothing is known: the landing page is no text that we read.")
    found = page.digest.plain_references
    active = [reference for reference in found if reference.is_active]
    if active:
        says = f"The page loads or sends {_count(active)} without encryption: browsers block it, or warn."
        return Finding(Verdict.BAD, says, _shown(active), Severity.MEDIUM, _fix(active))
    if found and not _is_upgraded(page):
        says = f"The page shows {_count(list(found))} that is fetched without encryption."
        return Finding(Verdict.WEAK, says, _shown(list(found)), Severity.LOW, _fix(list(found)))
    if not page.is_whole:
        return Finding(Verdict.UNKNOWN, "Nothing is known: the landing page could not be read whole.")
    return Finding(Verdict.GOOD, "All that the landing page names is fetched over https.")


def _is_upgraded(page: Page) -> bool:
    texts = (*page.every("content-security-policy"), *page.digest.csp)
    return any("upgrade-insecure-requests" in policy.directives for text in texts for policy in read_csp(text))


def _count(found: list[PlainReference]) -> str:
    return "1 thing" if len(found) == 1 else f"{len(found)} things"


def _shown(found: list[PlainReference]) -> tuple[str, ...]:
    return some([f"<{reference.tag}> {address_shown(reference.url)}" for reference in found])


def _fix(found: list[PlainReference]) -> str:
    return f"Write https instead: https{address_shown(found[0].url)[len('http') :]}"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="The page mixes in nothing unencrypted",
    why="A script or a form without encryption lets somebody on the way change the page or read what is sent.",
    fix="Write https in the addresses of everything that the page loads.",
    references=(Reference("Mixed Content", "", "https://www.w3.org/TR/mixed-content/"),),
    caf=("B3.b",),
)
