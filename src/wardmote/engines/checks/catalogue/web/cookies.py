"""Are the website's cookies kept to encrypted ways and out of the reach of scripts?"""

from dataclasses import replace

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import Website
from wardmote.engines.checks.judging_web import own_page, some
from wardmote.engines.checks.published.cookies import Cookie, read_cookie
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(site: Website) -> Finding:
    """Answer from the cookies that the landing page sets (RFC 6265, section 4.1)."""
    page = own_page(site)
    if isinstance(page, Finding):
        return page
    found = [cookie for text in page.every("set-cookie") if (cookie := read_cookie(text))]
    cookies = sorted(found, key=str)
    if not cookies:
        return Finding(Verdict.GOOD, "The landing page sets no cookies.")
    return _bad(cookies) or _weak(cookies) or Finding(Verdict.GOOD, "Cookies are well protected.", _shown(cookies))


def _bad(cookies: list[Cookie]) -> Finding | None:
    if open_ones := [cookie for cookie in cookies if cookie.is_session_like and not cookie.is_secure]:
        says = f"{_sentence(open_ones)} may travel without encryption, and looks like a key to somebody's session."
        return Finding(Verdict.BAD, says, _shown(open_ones), Severity.MEDIUM, _fix(open_ones))
    if refused := [cookie for cookie in cookies if cookie.is_refused]:
        says = f"Browsers refuse {_names(refused)}: what it asks for needs Secure."
        return Finding(Verdict.BAD, says, _shown(refused), Severity.LOW, _fix(refused))
    return None


def _weak(cookies: list[Cookie]) -> Finding | None:
    if open_ones := [cookie for cookie in cookies if cookie.is_session_like and not cookie.is_http_only]:
        says = f"Scripts can read {_names(open_ones)}, which looks like a key to somebody's session."
        return Finding(Verdict.WEAK, says, _shown(open_ones), Severity.MEDIUM, _fix(open_ones))
    if open_ones := [cookie for cookie in cookies if not cookie.is_secure]:
        says = f"{_sentence(open_ones)} may travel without encryption."
        return Finding(Verdict.WEAK, says, _shown(open_ones), Severity.LOW, _fix(open_ones))
    if open_ones := [cookie for cookie in cookies if cookie.is_session_like and not cookie.same_site]:
        says = f"{_sentence(open_ones)} doesn't say whether other sites' requests may carry it (SameSite)."
        return Finding(Verdict.WEAK, says, _shown(open_ones), Severity.LOW, _fix(open_ones))
    return None


def _names(cookies: list[Cookie]) -> str:
    names = some([cookie.steady_name for cookie in cookies])
    return f"the cookie {names[0]}" if len(names) == 1 else f"each of the cookies {', '.join(names)}"


def _sentence(cookies: list[Cookie]) -> str:
    names = _names(cookies)
    return names[0].upper() + names[1:]


def _shown(cookies: list[Cookie]) -> tuple[str, ...]:
    return some([str(cookie) for cookie in cookies])


def _fix(cookies: list[Cookie]) -> str:
    """Return the first cookie with what it lacks: scripts may need to read one that is no key to a session."""
    first, better = cookies[0], replace(cookies[0], is_secure=True)
    if first.is_session_like:
        better = replace(better, is_http_only=True, same_site=first.same_site or "lax")
    return f"Set it so: {str(better).removeprefix('Set-Cookie: ')}"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="Cookies are protected",
    why="Whoever gets hold of a session's cookie is signed in as somebody else.",
    fix="Set cookies with Secure, and those of sessions with HttpOnly and SameSite=Lax as well.",
    references=(
        Reference("RFC 6265", "section 4.1.2"),
        Reference(
            "GOV.UK Service Manual",
            "Working with cookies",
            "https://www.gov.uk/service-manual/technology/working-with-cookies-and-similar-technologies",
        ),
    ),
    caf=("B4.b",),
)
