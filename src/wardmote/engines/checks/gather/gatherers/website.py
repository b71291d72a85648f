"""What does a visitor meet at the domain's website, on the way there and on the page at its end?"""

from dataclasses import replace

from wardmote.engines.checks.facts import Absent, Reason, Unreachable
from wardmote.engines.checks.facts.web import OpenPage, Page, Served, Website
from wardmote.engines.checks.gather.addresses import some_address_of
from wardmote.engines.checks.gather.browser import KEPT_FOR_PROBES, MOST_CONNECTIONS, WHOLE_S, Browser
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.http import Response
from wardmote.engines.checks.gather.open_pages import MADE_UP_PATH, shows, worth_asking
from wardmote.engines.checks.gather.places import place_of
from wardmote.engines.checks.published.page import read_page
from wardmote.engines.checks.published.visible import visible

_LONGEST_EXTRA = 60_000
_SECURITY_TXT = ("/.well-known/security.txt", "/security.txt")


async def gather(domain: str, sources: Sources) -> Website | Unreachable:
    """Visit the domain, once in a run however many facts are wanted of it."""
    return await sources.reach.once(("website", domain, sources.told.is_parked), lambda: _website(domain, sources))


async def _website(domain: str, sources: Sources) -> Website | Unreachable:
    start = await _start(domain, sources)
    if isinstance(start, Unreachable):
        return start
    if not start:
        return Website(domain, sources.at, is_parked=sources.told.is_parked)
    async with Browser(sources, most_connections=MOST_CONNECTIONS - KEPT_FOR_PROBES, whole_s=WHOLE_S) as browser:
        plain = await browser.visit(f"http://{start}/")
        secure = await browser.visit(f"https://{start}/")
        site = Website(domain, sources.at, start, sources.told.is_parked, plain, secure)
        site = replace(
            site,
            front=_page(browser, secure.start, with_text=False),
            landing=_page(browser, secure.landing or plain.landing),
        )
        security_txt = await _security_txt(browser, site)
        open_pages = await _open_pages(browser, site)
        shaken = tuple(browser.shaken.values())
        used = browser.connections
    return replace(site, security_txt=security_txt, open_pages=open_pages, shaken=shaken, connections=used)


async def _start(domain: str, sources: Sources) -> str | Unreachable:
    """Return the name at which the website begins: www below the domain where the domain has no address."""
    for name in (domain,) if domain.startswith("www.") else (domain, f"www.{domain}"):
        found = await some_address_of(name, sources)
        if isinstance(found, Unreachable):
            return found
        if not isinstance(found, Absent):
            return name
    return ""


def _page(browser: Browser, url: str, *, with_text: bool = True) -> Page | None:
    answer = browser.known(url)
    if not isinstance(answer, Response):
        return None
    if not with_text or answer.is_encoded:
        return Page(url, answer.status, answer.headers, is_whole=False)
    digest = read_page(answer.body, answer.first("content-type"))
    return Page(url, answer.status, answer.headers, digest, answer.is_whole)


async def _open_pages(browser: Browser, site: Website) -> tuple[OpenPage, ...] | Unreachable:
    """Ask the landing page's host for pages that shouldn't be open, if the host is the domain's own."""
    place = place_of(site.landing.url) if site.landing else None
    landing = browser.known(site.landing.url) if site.landing else None
    if place is None or not isinstance(landing, Response) or not site.is_own(place.host):
        return ()
    origin = f"{place.scheme}://{place.host}"
    made_up = await browser.fetch(f"{origin}{MADE_UP_PATH}", most=_LONGEST_EXTRA)
    if isinstance(made_up, Unreachable):
        return made_up
    found: list[OpenPage] = []
    for sought in worth_asking(landing):
        answer = await browser.fetch(f"{origin}{sought.path}", most=_LONGEST_EXTRA)
        if isinstance(answer, Unreachable):
            return tuple(found) or answer
        if answer.status == 200 and shows(sought, answer.body) and not shows(sought, made_up.body):
            found.append(OpenPage(f"{origin}{sought.path}", sought.kind))
    return tuple(found)


async def _security_txt(browser: Browser, site: Website) -> Served | Unreachable | None:
    """Ask for security.txt where RFC 9116 puts it, then where it used to be; redirects are followed."""
    if site.secure.trouble or not site.secure.landing:
        return site.secure.trouble
    landing = place_of(site.secure.landing)
    host = landing.host if landing and site.is_own(landing.host) else site.start
    nothing: Served | None = None
    for path in _SECURITY_TXT:
        visit = await browser.visit(f"https://{host}{path}")
        answer = browser.known(visit.landing)
        if not isinstance(answer, Response):
            return visit.trouble or Served(visit.start, 0)
        if answer.is_encoded:
            return Unreachable(Reason.MALFORMED, "it comes compressed although we asked for it plain")
        served = Served(visit.landing, answer.status, _text(answer), answer.first("content-type"))
        if _is_a_text(served):
            return served
        nothing = nothing or served
    return nothing


def _is_a_text(served: Served) -> bool:
    return served.status == 200 and "html" not in served.media_type.lower() and not served.text.lstrip().startswith("<")


def _text(answer: Response) -> str:
    return visible(answer.body[:_LONGEST_EXTRA].decode("utf-8", "replace")) if answer.status == 200 else ""


GATHERER = Gatherer(gives=Website, gather=gather)
