"""Would the website's content security policy stop a script that somebody else put into a page?"""

import re
from collections.abc import Callable

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Page, Website
from wardmote.engines.checks.judging_web import headers_shown, own_page
from wardmote.engines.checks.published.csp import Csp, read_csp
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_NAME = "Content-Security-Policy"
_NONCE = re.compile(r"'nonce-[^']*'", re.IGNORECASE)
_TRIAL = f"{_NAME}-Report-Only: default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"


def judge(site: Website) -> Finding:
    """Answer from all policies together: a script runs only if every one of them lets it (CSP Level 3)."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    policies = _policies(page)
    shown = _shown(page)
    if not policies:
        return _without(page)
    fix = (
        "Leave the policy as it is, and try a stricter one beside it: it stops nothing, and browsers tell in their "
        "consoles what it would stop. Name the servers that scripts come from, and give inline scripts a nonce. "
        f"When it would stop nothing that you need, send it as {_NAME}. Begin with: {_TRIAL}"
    )
    if not any(policy.limits_scripts for policy in policies):
        return Finding(
            Verdict.BAD, f"The policy lets scripts come from anywhere{_where(policies)}.", shown, Severity.LOW, fix
        )
    if weaknesses := _weaknesses(policies):
        return Finding(Verdict.WEAK, f"The policy {' and '.join(weaknesses)}.", shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, "The policy stops scripts that somebody else put into the page.", shown)


def _policies(page: Page) -> list[Csp]:
    texts = (*page.every(_NAME.lower()), *page.digest.csp)
    return [policy for text in texts for policy in read_csp(text)]


def _shown(page: Page) -> tuple[str, ...]:
    metas = tuple(f'<meta http-equiv="{_NAME}" content="{text}">' for text in page.digest.csp)
    return _without_nonces(headers_shown(page, _NAME, f"{_NAME}-Report-Only") + metas)


def _without_nonces(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what is another word with each answer."""
    return tuple(_NONCE.sub("'nonce-…'", line) for line in lines)


def _without(page: Page) -> Finding:
    if trial := _without_nonces(headers_shown(page, f"{_NAME}-Report-Only")):
        says = "A policy is tried out, but none is in force."
        fix = f"When the reports are quiet, send the policy as {_NAME}."
        return Finding(Verdict.WEAK, says, trial, Severity.LOW, fix)
    says = "No content security policy is sent."
    fix = (
        "Try a policy first: it stops nothing, and browsers tell in their consoles what it would stop. "
        f"When it would stop nothing that you need, send it as {_NAME}. Begin with: {_TRIAL}"
    )
    return Finding(Verdict.WEAK, says, (), Severity.LOW, fix)


def _where(policies: list[Csp]) -> str:
    sources = sorted({source for policy in policies for source in policy.open_sources})
    return f" ({', '.join(sources)})" if sources else ": it says nothing about them"


def _weaknesses(policies: list[Csp]) -> list[str]:
    """Return what every policy leaves open; one that closes it closes it for all."""
    open_ways: tuple[tuple[Callable[[Csp], bool], str], ...] = (
        (
            lambda policy: policy.scripts is None or policy.allows_inline,
            "lets scripts run that are written into the page",
        ),
        (lambda policy: policy.scripts is None or policy.allows_eval, "lets texts be run as scripts"),
        (lambda policy: policy.sources("object-src") is None, "says nothing about plug-ins (object-src)"),
        (lambda policy: "base-uri" not in policy.directives, "lets an attacker move the page's links (base-uri)"),
    )
    return [says for is_open, says in open_ways if all(is_open(policy) for policy in policies)]


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="A content security policy stops foreign scripts",
    why="If somebody manages to write into a page, the policy decides whether it becomes a script that reads along.",
    fix=f"Try a policy as {_NAME}-Report-Only first; send it in force when it would stop nothing that you need.",
    references=(
        Reference("Content Security Policy Level 3", "", "https://www.w3.org/TR/CSP3/"),
        Reference(
            "OWASP",
            "Content Security Policy",
            "https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html",
        ),
    ),
    caf=("B4.b",),
)
