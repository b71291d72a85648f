"""Does the website keep other sites from framing it, and browsers from guessing and from telling where they were?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Page, Website
from wardmote.engines.checks.judging_web import headers_shown, own_page
from wardmote.engines.checks.published.csp import read_csp
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_SHOWN = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
# Policies that tell every other site the whole address of the page that a visitor came from.
_TELLING = ("unsafe-url", "no-referrer-when-downgrade")
_POLICIES = (
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)


def judge(site: Website) -> Finding:
    """Answer from what browsers do with the landing page's headers, and not from their mere presence."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    shown = headers_shown(page, *_SHOWN)
    bad = [each for each in (_void_frame_options(page), _telling(page)) if each]
    if bad:
        return Finding(Verdict.BAD, " ".join(says for says, _ in bad), shown, Severity.MEDIUM, _fix(bad))
    weak = [each for each in (_unframed(page), _guessing(page)) if each]
    if weak:
        return Finding(Verdict.WEAK, " ".join(says for says, _ in weak), shown, Severity.LOW, _fix(weak))
    return Finding(
        Verdict.GOOD, "Other sites can't frame the page, and browsers neither guess nor tell too much.", shown
    )


def _fix(found: list[tuple[str, str]]) -> str:
    return f"Send with every page: {'; and '.join(header for _, header in found)}"


def _ancestors(page: Page) -> bool:
    """Whether a policy says who may frame the page; one that names everybody doesn't."""
    policies = [policy for text in page.every("content-security-policy") for policy in read_csp(text)]
    stated = [policy.directives["frame-ancestors"] for policy in policies if "frame-ancestors" in policy.directives]
    return any(not {"*", "http:", "https:"} & set(sources) for sources in stated)


def _frame_options(page: Page) -> set[str]:
    values = ",".join(page.every("x-frame-options"))
    return {value.strip().lower() for value in values.split(",") if value.strip()}


def _void_frame_options(page: Page) -> tuple[str, str] | None:
    options = _frame_options(page)
    if not options or _ancestors(page) or options in ({"deny"}, {"sameorigin"}):
        return None
    # Browsers refuse to frame a page with contradicting values, unless none of them is known.
    if options & {"deny", "sameorigin"}:
        return None
    says = f"Browsers pass over X-Frame-Options: {', '.join(sorted(options))[:80]}, so any site can frame the page."
    return says, "Content-Security-Policy: frame-ancestors 'self'"


def _unframed(page: Page) -> tuple[str, str] | None:
    if _ancestors(page) or _frame_options(page):
        return None
    return "Any site can put the page into a frame.", "Content-Security-Policy: frame-ancestors 'self'"


def _guessing(page: Page) -> tuple[str, str] | None:
    # Browsers look at the first value alone (Fetch Standard, "determine nosniff").
    if page.first("x-content-type-options").partition(",")[0].strip().lower() == "nosniff":
        return None
    return "Browsers may take files for scripts that aren't meant as such.", "X-Content-Type-Options: nosniff"


def _telling(page: Page) -> tuple[str, str] | None:
    stated = ",".join([*page.every("referrer-policy"), page.digest.referrer]).lower()
    known = [word.strip() for word in stated.split(",") if word.strip() in _POLICIES]
    # Browsers take the last value that they know; without one they tell other sites the name alone.
    if not known or known[-1] not in _TELLING:
        return None
    says = f"Other sites are told the whole address that a visitor comes from ({known[-1]})."
    return says, "Referrer-Policy: strict-origin-when-cross-origin"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="Browsers are told to protect visitors",
    why="A page that can be framed can be made to take clicks that a visitor meant for another, "
    "and addresses of pages can hold what is personal.",
    fix="Send X-Content-Type-Options: nosniff and Content-Security-Policy: frame-ancestors 'self' with every page.",
    references=(
        Reference("RFC 7034"),
        Reference("Referrer Policy", "", "https://www.w3.org/TR/referrer-policy/"),
        Reference("Fetch Standard", "nosniff", "https://fetch.spec.whatwg.org/"),
    ),
    caf=("B4.b",),
)
