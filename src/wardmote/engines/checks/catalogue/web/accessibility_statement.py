"""Does the landing page lead to the accessibility statement that the law asks for?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Website
from wardmote.engines.checks.judging_web import address_shown, own_page, some
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(site: Website) -> Finding:
    """Answer from the links whose words or address speak of accessibility, in English or in Welsh."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    if site.is_parked:
        return Finding(Verdict.NOT_APPLICABLE, "The name is said to be parked.")
    if not page.digest.is_html:
        return Finding(Verdict.UNKNOWN, "Nothing is known: the landing page is no text that we read.")
    if page.digest.accessibility_links:
        says = "The landing page leads to a statement about accessibility."
        return Finding(Verdict.GOOD, says, some([address_shown(link) for link in page.digest.accessibility_links]))
    if not page.is_whole:
        return Finding(Verdict.UNKNOWN, "Nothing is known: the landing page could not be read whole.")
    says = "No link on the landing page speaks of accessibility."
    return Finding(Verdict.WEAK, says, (), Severity.LOW)


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="An accessibility statement can be found",
    why="Residents with a disability need to know what works for them and whom to tell if something doesn't; "
    "regulations of 2018 oblige public bodies to publish a statement.",
    fix="Publish an accessibility statement, and link to it from every page, for example in the footer.",
    references=(
        Reference(
            "The Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
            "regulation 8",
            "https://www.legislation.gov.uk/uksi/2018/952/contents",
        ),
        Reference(
            "GOV.UK",
            "Accessibility statements",
            "https://www.gov.uk/guidance/make-your-website-or-app-accessible-and-publish-an-accessibility-statement",
        ),
    ),
)
