"""Are browsers told to come back over https alone?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Page, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import NO_WEBSITE, headers_shown
from wardmote.engines.checks.published.hsts import read_hsts
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_YEAR_S, _DAY_S = 31_536_000, 86_400
# How long a mistake lasts grows with each step, so the first is five minutes.
_STEPS_S = (300, _DAY_S, _YEAR_S)
_NAME = "Strict-Transport-Security"
_NAMES_BELOW = "Add includeSubDomains only when every name below, inside the council too, answers by https."


def judge(site: Website) -> Finding:
    """Answer from the first such header of each own page, as browsers do (RFC 6797, section 8.1)."""
    if not site.start:
        return NO_WEBSITE
    pages = _encrypted_pages(site)
    if not pages:
        if site.secure.trouble:
            return unknown(site.secure.trouble, _NAME)
        return Finding(Verdict.UNKNOWN, "Nothing is known: no encrypted page was seen.")
    if untrusted := [each.host for each in site.shaken if not each.handshake.is_trusted and site.is_own(each.host)]:
        says = f"Browsers pass over {_NAME} at {untrusted[0]} as long as they don't trust its certificate."
        return Finding(
            Verdict.WEAK, says, headers_shown(pages[0], _NAME), Severity.MEDIUM, "Mend the certificate first."
        )
    # The landing page counts first; with equal severity `max` keeps it.
    return max((_judge(page) for page in reversed(pages)), key=lambda finding: finding.severity)


def _encrypted_pages(site: Website) -> list[Page]:
    found = [page for page in (site.front, site.landing) if page is not None]
    by_host = {page.host: page for page in found if page.url.startswith("https://") and site.is_own(page.host)}
    return list(by_host.values())


def _judge(page: Page) -> Finding:
    shown, read = headers_shown(page, _NAME), read_hsts(page.first(_NAME.lower()))
    fix = _fix(page, 0)
    if not shown:
        says = f"{page.host} doesn't tell browsers to come back over https alone."
        return Finding(Verdict.WEAK, says, (), Severity.MEDIUM, fix)
    if read.fault:
        says = f"Browsers pass over the header of {page.host}: {read.fault}."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    age_s = read.max_age_s or 0
    if not age_s:
        says = f"{page.host} tells browsers to forget that it is encrypted (max-age=0)."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM, fix)
    if age_s < _YEAR_S:
        says = f"Browsers remember for {_days(age_s)} only that {page.host} is encrypted; a year is advised."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _fix(page, age_s, read.includes_subdomains))
    note = "" if read.includes_subdomains else " The names below it are not included."
    says = f"Browsers come back to {page.host} over https alone, for {_days(age_s)}.{note}"
    return Finding(Verdict.GOOD, says, shown)


def _fix(page: Page, age_s: int, includes_subdomains: bool = False) -> str:
    """Return the next step only: a browser that was told a year can't be told otherwise by whoever lost https."""
    first, *later = [step for step in _STEPS_S if step > age_s]
    header = f"{_NAME}: max-age={first}{'; includeSubDomains' * includes_subdomains}"
    words = [f"Send with every answer of https://{page.host}/: {header}"]
    if later:
        words.append(f"When nothing breaks, raise max-age to {' (a day), then to '.join(map(str, later))} (a year).")
    return "\n".join(words if includes_subdomains else [*words, _NAMES_BELOW])


def _days(age_s: int) -> str:
    days = age_s // _DAY_S
    return "1 day" if days == 1 else f"{days} days" if days else "less than a day"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="Browsers are told to use https alone (HSTS)",
    why="Without HSTS a visitor who types the name goes without encryption first, and can be led astray right there.",
    fix=f"Send {_NAME} with every encrypted answer: max-age=300 at first, then a day, then a year. {_NAMES_BELOW}",
    references=(
        Reference("RFC 6797", "section 6.1"),
        Reference("RFC 6797", "section 8.1"),
        Reference("GOV.UK Service Manual", "Using HTTPS", "https://www.gov.uk/service-manual/technology/using-https"),
    ),
    caf=("B3.b",),
)
