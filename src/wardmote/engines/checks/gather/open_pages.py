"""Which pages are sometimes open to everybody that shouldn't be, and how is each known by what it shows?

A short and polite list. A page counts only when its text shows what it is: a server that answers every path with a page
shows none of these.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Sought:
    """A path and the mark by which its page is known; `kind` is the stable key of findings."""

    kind: str
    path: str
    mark: re.Pattern[bytes]


# A path that no site has: whatever comes for it, comes for everything.
MADE_UP_PATH = "/wardmote-made-up-page"

SOUGHT = (
    Sought("repository", "/.git/HEAD", re.compile(rb"\Aref: refs/heads/[!-~]{1,200}\s*\Z")),
    Sought("settings", "/.env", re.compile(rb"^(?:APP_KEY|APP_ENV|DB_PASSWORD|DB_HOST|SECRET_KEY)=", re.MULTILINE)),
    Sought("server-status", "/server-status", re.compile(rb"<title>Apache Status</title>|Apache Server Status for")),
    Sought("phpinfo", "/phpinfo.php", re.compile(rb"<title>(?:PHP [0-9.]{1,12} - )?phpinfo\(\)</title>")),
    Sought("phpmyadmin", "/phpmyadmin/", re.compile(rb"<title>phpMyAdmin|name=[\"']pma_username[\"']")),
    Sought("wordpress", "/wp-login.php", re.compile(rb"id=[\"']wp-submit[\"']|name=[\"']wp-submit[\"']")),
    Sought("drupal", "/user/login", re.compile(rb"id=[\"']user-login(?:-form)?[\"']")),
)


def shows(sought: Sought, body: bytes) -> bool:
    """Whether a page's text has the mark."""
    return sought.mark.search(body[:100_000]) is not None
