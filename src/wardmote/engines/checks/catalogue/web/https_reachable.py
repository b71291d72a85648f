"""Does everybody who asks for the website come to an encrypted page, by an encrypted way?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Reason
from wardmote.engines.checks.facts.web import Visit, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import NO_WEBSITE, address_shown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(site: Website) -> Finding:
    """Answer from the two ways in, by http and by https, and where each ends."""
    if not site.start:
        return NO_WEBSITE
    if not site.secure.has_answered:
        return _without_https(site)
    if finding := _troubled(site.secure):
        return finding
    if any(hop.is_plain for hop in site.secure.hops):
        says = "The encrypted way in leads to a page that isn't encrypted."
        fix = f"Serve the page itself over https instead of redirecting to {_first_plain(site.secure)}."
        return Finding(Verdict.BAD, says, _way(site.secure), Severity.HIGH, fix)
    if site.is_parked and site.landing and site.is_own(site.landing.host) and site.landing.status < 400:
        says = "The name is said to be parked, but a page is shown here."
        fix = "Take the page down or redirect the name to the main website; or say that the name is in use."
        return Finding(Verdict.WEAK, says, _way(site.secure), Severity.LOW, fix)
    return _by_http(site)


def _without_https(site: Website) -> Finding:
    trouble = site.secure.trouble
    if site.plain.has_answered and trouble and trouble.reason in (Reason.NETWORK, Reason.MALFORMED):
        says = "The website can't be reached over https, only without encryption."
        fix = f"Get a certificate for {site.start}, serve the website at https://{site.start}/ and redirect http there."
        return Finding(Verdict.BAD, says, _way(site.plain), Severity.HIGH, fix)
    if trouble:
        return unknown(trouble, f"https://{site.start}/")
    return Finding(Verdict.UNKNOWN, f"Nothing is known about https://{site.start}/.")


def _troubled(visit: Visit) -> Finding | None:
    if visit.goes_round:
        says = "The redirects go in a circle, so no browser comes to a page."
        return Finding(
            Verdict.BAD, says, _way(visit), Severity.MEDIUM, "End the circle: let one address show the page."
        )
    return unknown(visit.trouble, f"where {address_shown(visit.hops[-1].leads_to)} leads") if visit.trouble else None


def _by_http(site: Website) -> Finding:
    plain = site.plain
    if not plain.has_answered:
        if plain.trouble and plain.trouble.reason is Reason.TIMEOUT:
            return Finding(
                Verdict.GOOD, "The website is encrypted; nothing answers without encryption.", _way(site.secure)
            )
        return Finding(Verdict.GOOD, "The website is encrypted, and only so.", _way(site.secure))
    if plain.hops[-1].is_plain and plain.hops[-1].status < 400 and not plain.goes_round and not plain.trouble:
        says = "Whoever comes without encryption is left without it: http isn't redirected to https."
        fix = f"Redirect every request for http://{site.start}/ to https://{site.start}/ with status 301."
        return Finding(Verdict.WEAK, says, _way(plain), Severity.MEDIUM, fix)
    if finding := _troubled(plain):
        return finding
    if sum(hop.is_plain for hop in plain.hops) > 1:
        says = "The way from http to https passes more than one address without encryption."
        fix = f"Redirect http://{site.start}/ straight to https://{site.start}/ with status 301."
        return Finding(Verdict.WEAK, says, _way(plain), Severity.LOW, fix)
    return Finding(Verdict.GOOD, "The website is encrypted, and whoever comes by http is led there.", _way(plain))


def _first_plain(visit: Visit) -> str:
    return next(address_shown(hop.url) for hop in visit.hops if hop.is_plain)


def _way(visit: Visit) -> tuple[str, ...]:
    return tuple(f"{address_shown(hop.url)} → {hop.status} {address_shown(hop.leads_to)}".strip() for hop in visit.hops)


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="The website is encrypted",
    why="Without encryption anybody on the way can read what residents send, and change what they are shown.",
    fix="Serve the website over https alone, and redirect http to it.",
    references=(
        Reference("RFC 9110", "section 4.2.2"),
        Reference("GOV.UK Service Manual", "Using HTTPS", "https://www.gov.uk/service-manual/technology/using-https"),
        Reference("NCSC", "TLS guidance", "https://www.ncsc.gov.uk/guidance/using-tls-to-protect-data"),
    ),
    caf=("B3.b",),
)
