"""Can somebody who finds a weakness in the website see whom to tell?"""

from datetime import timedelta

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.web import Served, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import own_page
from wardmote.engines.checks.published.security_txt import SecurityTxt, Signature, read_security_txt
from wardmote.engines.checks.published.visible import shortened
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_PLACE = "/.well-known/security.txt"
_SOON = timedelta(days=30)
# A circle of redirects, and answers that are meant for us rather than for everybody.
_NOT_SAID = (0, 401, 403, 429)


def judge(site: Website) -> Finding:
    """Answer from the file at its well-known place (RFC 9116, sections 2 and 3)."""
    page = own_page(site)
    if isinstance(page, Finding) and page.verdict is Verdict.NOT_APPLICABLE:
        return page
    served = site.security_txt
    if isinstance(served, Unreachable):
        return unknown(served, "security.txt")
    if served is None:
        return Finding(Verdict.UNKNOWN, "Nothing is known: no encrypted page was seen.")
    if served.status in _NOT_SAID or served.status >= 500:
        return Finding(Verdict.UNKNOWN, f"Nothing is known: the server doesn't show us {served.url}.")
    found = read_security_txt(served.text)
    is_page = "html" in served.media_type.lower() or served.text.lstrip().startswith("<")
    if served.status != 200 or is_page or not found.has_fields:
        return Finding(Verdict.WEAK, "There is no security.txt.", (), Severity.LOW, _fix(site))
    return _judge(site, served, found)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _judge(site: Website, served: Served, found: SecurityTxt) -> Finding:
    lines = [line.strip() for line in served.text.splitlines() if line.strip()]
    shown = tuple(shortened(line, 300) for line in lines[:12])
    if found.expires and found.expires <= site.at:
        says = f"The security.txt ran out on {found.expires.day} {found.expires:%B %Y}, so nobody may rely on it."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _renew(site))
    if found.faults:
        return Finding(
            Verdict.BAD, f"The security.txt isn't valid. {found.faults[0].says}", shown, Severity.LOW, _fix(site)
        )
    if found.signature is Signature.BROKEN:
        says = "The security.txt is signed, but its signature is cut off."
        return Finding(Verdict.BAD, says, shown, Severity.LOW, "Sign the file anew, or publish it without a signature.")
    return _remarks(site, served, found, shown)


def _remarks(site: Website, served: Served, found: SecurityTxt, shown: tuple[str, ...]) -> Finding:
    if not served.url.endswith(_PLACE):
        says = "The security.txt isn't where finders look for it."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Serve it at https://{site.start}{_PLACE}.")
    if not served.media_type.lower().startswith("text/plain"):
        says = f"The security.txt is served as “{served.media_type}” and not as plain text."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, "Send with it: Content-Type: text/plain; charset=utf-8")
    names = (*site.own_names, site.domain.removeprefix("www."), _host(served.url))
    asked = {f"https://{name}{_PLACE}" for name in names}
    if found.canonical and not asked & set(found.canonical):
        says = "The security.txt says that it belongs to another address (Canonical)."
        return Finding(
            Verdict.WEAK, says, shown, Severity.LOW, f"Add to the file: Canonical: https://{site.start}{_PLACE}"
        )
    if found.expires and found.expires - site.at <= _SOON:
        says = f"The security.txt runs out on {found.expires.day} {found.expires:%B %Y}."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _renew(site))
    signed = "signed" if found.signature is Signature.SIGNED else "not signed"
    return Finding(
        Verdict.GOOD, f"Finders of a weakness may write to {found.contacts[0]}; the file is {signed}.", shown
    )


def _expires(site: Website) -> str:
    """Return the end of the next half-year, which is less than a year ahead and the same every night until then."""
    day = f"{site.at.year}-12-31" if site.at.month <= 6 else f"{site.at.year + 1}-06-30"
    return f"Expires: {day}T00:00:00Z"


def _renew(site: Website) -> str:
    return f"Look through the file, and give it a new day: {_expires(site)}"


def _fix(site: Website) -> str:
    lines = f"Contact: mailto:security@{site.domain.removeprefix('www.')} and {_expires(site)}"
    return f"Serve at https://{site.start}{_PLACE} as plain text, with a mailbox that somebody reads: {lines}"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="Finders of a weakness know whom to tell",
    why="Somebody who finds a hole and doesn't know whom to tell keeps silent, or tells everybody.",
    fix="Publish a security.txt with a contact and a day on which it ends.",
    references=(
        Reference("RFC 9116", "section 2"),
        Reference("RFC 9116", "section 3"),
        Reference(
            "NCSC",
            "Vulnerability Disclosure Toolkit",
            "https://www.ncsc.gov.uk/information/vulnerability-disclosure-toolkit",
        ),
    ),
    caf=("B4.d",),
)
