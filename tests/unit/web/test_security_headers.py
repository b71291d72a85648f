"""What does every answer promise the browser, and does any page carry code of its own?"""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture import doors as matrix
from tests.worlds import World, signed_in
from wardmote.kernel.roles import Role

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
# What somebody uploaded is sent as a download, and can do nothing where a browser shows it all the same.
OF_UPLOADS = {"sandbox": "", "default-src": "'none'"}
# A picture that other sites show: it can do nothing, and may be kept for an hour.
BADGE = "GET open/badge/<str:token>.svg"
OF_BADGE = {"default-src": "'none'", "frame-ancestors": "'none'"}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# `otpauth` opens a person's authenticator app; `data` holds the picture of its key.
SCHEMES = {"", "https", "http", "data", "otpauth"}
# Something in each form, so that it counts as sent.
FORM = {"csrfmiddlewaretoken": "x"}
WHO = [matrix.NOBODY, "no-role", Role.LEAD, Role.WARP_OPERATOR, Role.PROGRAMME_TEAM, Role.PROGRAMME_CONTENT]


class Markup(HTMLParser):
    """Collects what a page does besides showing text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.unguarded: list[str] = []
        self._form: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note code, styles, addresses and forms without a token."""
        given = {name: value or "" for name, value in attrs}
        self.inline += [f"<{tag} {name}>" for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        # A page that waits may be loaded anew, but leads nowhere else by itself.
        waits = given.get("http-equiv") == "refresh" and given.get("content", "").isdecimal()
        if tag in ("style", "base", "iframe", "object", "embed", "meta") and given.get("http-equiv", tag) != "meta":
            self.inline += [] if waits else [f"<{tag}>"]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("<script>")
        self.addresses += [
            given[name] for name in ("href", "src", "action", "formaction", "xlink:href") if name in given
        ]
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._form = given.get("action", "here")
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self._form = None

    def handle_endtag(self, tag: str) -> None:
        """Note a form that ends without its token."""
        if tag == "form" and self._form is not None:
            self.unguarded.append(self._form)
            self._form = None


def answers(who: str) -> Iterator[tuple[str, Any]]:
    """Open every page and send every form, nearly empty, as one person; nothing of it lasts."""
    place = matrix.town()
    for door in matrix.doors():
        client = signed_in(place.people[who])
        with transaction.atomic():
            sent = (
                {"data": FORM | matrix.POSTED.get(door.name, {})} if door.method == "POST" and not door.is_api else {}
            )
            address = matrix._address(door, place.objects["own"])
            yield f"{door.method} {door.route}", getattr(client, door.method.lower())(address, **sent)
            transaction.set_rollback(True)


def check_headers(what: str, answer: Any) -> None:
    """Check what every answer carries, whatever it is."""
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    is_download = answer.headers.get("Content-Disposition", "").startswith("attachment")
    allowed = (POLICY, OF_UPLOADS) if is_download else (OF_BADGE,) if what == BADGE else (POLICY,)
    assert {name: value for name, _, value in parts} in allowed, what
    expected = EVERYWHERE | promised_beside(what)
    assert {name: answer.headers.get(name) for name in expected} == expected, what
    if what != BADGE:
        assert "no-store" in answer.headers["Cache-Control"], what
        assert "public" not in answer.headers["Cache-Control"], what


def promised_beside(what: str) -> dict[str, str]:
    """Return what an answer promises that a secret in its address opens: nobody is told the address."""
    if not what.startswith("GET open/"):
        return {}
    shown_elsewhere = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
    opened = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
    return opened | (shown_elsewhere if what == BADGE else {})


def check_markup(what: str, answer: Any) -> None:
    """Check that a page has no code of its own, and that its addresses stay where they belong."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
        return
    found = Markup(answer.content.decode())
    assert found.inline == [], what
    assert found.unguarded == [], what
    assert {urlsplit(address).scheme for address in found.addresses} <= SCHEMES, what


@pytest.mark.parametrize("who", WHO)
def test_every_answer_is_closed_to_frames_foreign_code_and_caches(who: str, db: None) -> None:
    seen = set()
    for what, answer in answers(who):
        check_headers(what, answer)
        check_markup(what, answer)
        seen.add(answer.status_code)
    assert {200, 302} <= seen


def test_the_walk_meets_pages_redirects_refusals_and_files(db: None) -> None:
    met = {(a.status_code, a.headers.get("Content-Type", "").partition(";")[0]) for _, a in answers(Role.LEAD)}
    assert {(200, "text/html"), (302, "text/html"), (403, "text/html"), (422, "text/html"), (200, "text/csv")} <= met


def test_a_page_with_code_of_its_own_would_be_found() -> None:
    page = '<p style="x"><a onclick="x" href="javascript:x">x</a><script>x</script><form method="post"></form>'
    leads_on = '<meta http-equiv="refresh" content="2"><meta http-equiv="refresh" content="2;url=https://x.example/">'
    found = Markup(page + leads_on)
    assert found.inline == ["<p style>", "<a onclick>", "<script>", "<meta>"]
    assert found.unguarded == ["here"]
    assert found.addresses == ["javascript:x"]


@pytest.mark.parametrize("asked", ["unknown", "broken", "forged"])
def test_an_error_page_is_as_closed_as_any_other(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    monkeypatch.setattr("wardmote.web.views.notices.render", None)
    answer = {
        "unknown": lambda: strict.get("/nowhere/"),
        "broken": lambda: strict.get("/cookies/"),
        "forged": lambda: strict.post("/language/"),
    }[asked]()
    assert answer.status_code == {"unknown": 404, "broken": 500, "forged": 403}[asked]
    check_headers(asked, answer)
    check_markup(asked, answer)


def test_no_shared_cache_keeps_a_download(world: World) -> None:
    council = world.council("AAA")
    answer = signed_in(world.someone(council, Role.LEAD)).get("/councils/AAA/activity.csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="activity-aaa.csv"'


@pytest.fixture
def styles(settings: Any, tmp_path: Path) -> Client:
    """A browser at a site whose static files lie in a folder of its own."""
    (tmp_path / "wardmote.css").write_text("p { color: red }")
    settings.STATIC_ROOT = tmp_path
    return Client()


def test_a_static_file_is_taken_for_what_it_says_it_is(styles: Client) -> None:
    answer = styles.get("/static/wardmote.css")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not answer.cookies


def test_a_static_file_is_as_closed_as_a_page(styles: Client) -> None:
    answer = styles.get("/static/wardmote.css")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/static/../secret-key", "/static/%2e%2e/secret-key", "/static/..%5csecret-key"])
def test_nothing_beside_the_static_files_is_given_out(styles: Client, tmp_path: Path, address: str) -> None:
    (tmp_path.parent / "secret-key").write_text("the key")
    answer = styles.get(address)
    assert answer.status_code == 404
    assert b"the key" not in answer.content


@pytest.fixture
def reloaded(world: World) -> Any:
    """What a lead gets who reloads the answer to a form, or comes back to its address after signing in again."""
    return signed_in(world.someone(world.council("AAA"), Role.LEAD)).get("/councils/AAA/people/invite/")


def test_an_address_that_takes_forms_only_says_so(reloaded: Any) -> None:
    assert (reloaded.status_code, reloaded.headers["Allow"]) == (405, "POST")
    check_headers("405", reloaded)


def test_an_address_that_takes_forms_only_answers_with_a_page(reloaded: Any) -> None:
    assert b"<h1" in reloaded.content
