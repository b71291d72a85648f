"""Which pages are sometimes open to everybody that shouldn't be, and how is each known by what it shows?

A short and polite list: what belongs to one program is asked for only where the landing page shows signs of it, and not
where it shows that another is at work. A page counts only when its text shows what it is, so a server that answers
every path with a page shows none of these.
"""

import re
from dataclasses import dataclass

from wardmote.engines.checks.gather.http import Response


@dataclass(frozen=True)
class Sought:
    """A path and the mark by which its page is known; `kind` is the stable key of findings.

    It is asked for where the landing page or its headers hold one of `signs` (any page does, where there are none), and
    none of `others`; both are in lower case.
    """

    kind: str
    path: str
    mark: re.Pattern[bytes]
    signs: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()


# A path that no site has: whatever comes for it, comes for everything.
MADE_UP_PATH = "/wardmote-made-up-page"

_WORDPRESS = (b"wp-content/", b"wp-includes/", b"wp-json/")
_DRUPAL = (b"drupal", b"/sites/default/files/")
_PHP = (b".php", b"php/", b"phpsessid", *_WORDPRESS, *_DRUPAL)
_NOT_APACHE = (b"server: nginx", b"server: microsoft-iis", b"server: cloudflare", b"server: akamai")
SOUGHT = (
    Sought("repository", "/.git/HEAD", re.compile(rb"\Aref: refs/heads/[!-~]{1,200}\s*\Z")),
    Sought("settings", "/.env", re.compile(rb"^(?:APP_KEY|APP_ENV|DB_PASSWORD|DB_HOST|SECRET_KEY)=", re.MULTILINE)),
    Sought(
        "server-status",
        "/server-status",
        re.compile(rb"<title>Apache Status</title>|Apache Server Status for"),
        others=_NOT_APACHE,
    ),
    Sought("phpinfo", "/phpinfo.php", re.compile(rb"<title>(?:PHP [0-9.]{1,12} - )?phpinfo\(\)</title>"), _PHP),
    Sought("phpmyadmin", "/phpmyadmin/", re.compile(rb"<title>phpMyAdmin|name=[\"']pma_username[\"']"), _PHP),
    Sought("wordpress", "/wp-login.php", re.compile(rb"(?:id|name)=[\"']wp-submit[\"']"), _WORDPRESS),
    Sought("drupal", "/user/login", re.compile(rb"id=[\"']user-login(?:-form)?[\"']"), _DRUPAL),
)


def worth_asking(landing: Response) -> tuple[Sought, ...]:
    """Return what is to be asked for, by the signs on the landing page and in its headers."""
    headers = "\n".join(f"{name}: {value}" for name, value in landing.headers)
    text = headers.encode("utf-8", "replace").lower() + b"\n" + landing.body[:200_000].lower()
    return tuple(
        each
        for each in SOUGHT
        if (not each.signs or any(sign in text for sign in each.signs))
        and not any(other in text for other in each.others)
    )


def shows(sought: Sought, body: bytes) -> bool:
    """Whether a page's text has the mark."""
    return sought.mark.search(body[:100_000]) is not None
