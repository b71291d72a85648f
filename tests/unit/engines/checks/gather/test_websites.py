"""Is a website visited over few connections, never at an address that isn't permitted, and never for long?"""

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.engines.checks.gather.made_certificates import self_signed, server_context
from tests.unit.engines.checks.gather.town import (
    DNS,
    GOOD,
    GOOD_PAGE,
    HOME,
    TO_HTTPS,
    WEB_CHECKS,
    Visitor,
    leads,
    site_of,
)
from tests.unit.engines.checks.gather.web_server import page, said
from tests.unit.engines.checks.stated import Given, StatedResolver
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.facts.web import OpenPage, Served, TlsOffer, Website
from wardmote.engines.checks.gather.browser import MOST_CONNECTIONS
from wardmote.engines.checks.gather.gatherers import website as websites
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.reach import Reach

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")  # they are what is tested


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Visitor(tmp_path_factory.mktemp("web"))


def test_a_good_site_is_good_throughout_over_five_connections(visitor: Visitor) -> None:
    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD})

    assert town.verdicts == {check.id: "good" for check in WEB_CHECKS}
    assert isinstance(town.site, Website)
    assert (town.site.connections, town.connections, town.came) == (2, 5, 5)
    assert town.servers[f"https {HOME}"].paths.count("/") == 1


def test_the_bare_name_leads_to_www_and_www_is_what_is_judged(visitor: Visitor) -> None:
    www = "127.0.44.2"
    answers = {f"http {HOME}": TO_HTTPS, f"https {HOME}": leads("https://www.example.gov.uk/"), f"https {www}": GOOD}

    town = visitor.visit(answers, {**DNS, "www.example.gov.uk A": [www]})

    assert isinstance(town.site, Website)
    assert town.site.landing is not None
    assert town.site.landing.url == "https://www.example.gov.uk/"
    assert [each.host for each in town.site.shaken] == ["example.gov.uk", "www.example.gov.uk"]
    assert (town.verdicts["hsts"], town.verdicts["security_txt"], town.connections) == ("weak", "good", 7)


def test_a_name_without_an_address_is_looked_for_at_www(visitor: Visitor) -> None:
    town = visitor.visit({f"https {HOME}": GOOD}, {"www.example.gov.uk A": [HOME]})

    assert isinstance(town.site, Website)
    assert (town.site.start, town.verdicts["certificate"]) == ("www.example.gov.uk", "good")


def test_a_name_with_www_makes_nothing_but_its_page_of_the_name_above_it(visitor: Visitor) -> None:
    above = "127.0.44.4"
    answers = {f"http {HOME}": TO_HTTPS, f"https {HOME}": TO_HTTPS, f"https {above}": GOOD}
    given: Given = {"www.example.gov.uk A": [HOME], "example.gov.uk A": [above]}

    town = visitor.visit(answers, given, domain="www.example.gov.uk")

    assert isinstance(town.site, Website)
    assert town.site.landing is not None
    assert town.site.landing.url == "https://example.gov.uk/"
    assert (set(town.servers[f"https {above}"].paths), town.servers[f"https {above}"].connections) == ({"/"}, 1)
    assert (town.site.open_pages, town.verdicts["open_admin_pages"]) == ((), "not-applicable")


def test_what_one_council_says_of_a_name_isnt_told_to_another() -> None:
    async def visits() -> list[Website | Unreachable]:
        reach = Reach()
        told = [Told(is_parked=True), Told(is_parked=False)]
        asking = [Sources(StatedResolver({}), reach=reach, told=each, at=datetime.now(UTC)) for each in told]
        return [await websites.gather("example.gov.uk", sources) for sources in asking]

    first, second = asyncio.run(visits())
    assert isinstance(first, Website)
    assert isinstance(second, Website)
    assert (first.is_parked, second.is_parked) == (True, False)


def test_no_address_at_all_is_no_website(visitor: Visitor) -> None:
    town = visitor.visit({}, {})

    assert set(town.verdicts.values()) == {"not-applicable"}
    assert town.connections == 0


def test_two_names_at_one_address_never_meet_there_at_the_same_moment(visitor: Visitor) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        await GOOD(path, writer)

    town = visitor.visit(
        {f"http {HOME}": leads("https://www.example.gov.uk/"), f"https {HOME}": answer},
        {**DNS, "www.example.gov.uk A": [HOME]},
    )

    assert town.servers[f"https {HOME}"].most_at_once == 1
    assert town.verdicts["https_reachable"] == "good"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://inside.example.gov.uk/",
        "http://[::ffff:10.0.0.1]/",
        "http://10.1/",
    ],
)
def test_a_private_address_is_never_contacted_after_a_redirect(visitor: Visitor, target: str) -> None:
    given: Given = {**DNS, "inside.example.gov.uk A": ["10.0.0.1"], "inside.example.gov.uk AAAA": ["fd00::1"]}

    town = visitor.visit({f"http {HOME}": leads(target), f"https {HOME}": leads(target)}, given)

    assert isinstance(town.site, Website)
    assert town.site.landing is None
    assert town.site.secure.trouble is not None
    assert town.verdicts["https_reachable"] == "unknown"
    # Every connection that was made came to our own two servers.
    assert town.connections == town.came


@pytest.mark.parametrize(
    "target", ["https://example.gov.uk:8443/", "ftp://example.gov.uk/", "gopher://127.0.0.1:6379/_X"]
)
def test_another_port_or_scheme_is_never_contacted(visitor: Visitor, target: str) -> None:
    town = visitor.visit({f"http {HOME}": leads(target), f"https {HOME}": leads(target)})

    assert isinstance(town.site, Website)
    assert isinstance(town.site.secure.trouble, Unreachable)
    assert town.site.secure.trouble.reason is Reason.STOPPED
    assert town.connections == town.came


def test_redirects_in_a_circle_are_seen(visitor: Visitor) -> None:
    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": leads("/")})

    assert isinstance(town.site, Website)
    assert town.site.secure.goes_round
    assert town.verdicts["https_reachable"] == "bad"


def test_a_circle_that_a_cookie_would_end_is_unknown(visitor: Visitor) -> None:
    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": leads("/", "Set-Cookie: been=here\r\n")})

    assert town.verdicts["https_reachable"] == "unknown"


def test_an_endless_way_ends_after_ten_hops(visitor: Visitor) -> None:
    async def further(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(page(status="302 Found", head=f"Location: {path}x\r\n").encode())

    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": further})

    assert isinstance(town.site, Website)
    assert town.site.secure.goes_round
    assert len(town.site.secure.hops) == 11


def test_a_way_through_many_servers_costs_no_more_than_eight_connections(visitor: Visitor) -> None:
    names = {f"s{at}.example.gov.uk A": [f"127.0.45.{at}"] for at in range(1, 12)}
    answers = {f"https 127.0.45.{at}": leads(f"https://s{at + 1}.example.gov.uk/") for at in range(1, 11)}

    town = visitor.visit(
        {f"http {HOME}": TO_HTTPS, f"https {HOME}": leads("https://s1.example.gov.uk/"), **answers}, {**DNS, **names}
    )

    assert town.connections == town.came <= MOST_CONNECTIONS
    assert town.verdicts["https_reachable"] == "unknown"


@pytest.mark.parametrize("head", ["Connection: close\r\n", ""])
def test_no_site_costs_more_than_eight_connections(visitor: Visitor, tmp_path: Path, head: str) -> None:
    files = site_of({"/": GOOD_PAGE}, head)
    old = server_context(self_signed("example.gov.uk"), tmp_path)
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1

    town = visitor.visit({f"http {HOME}": files, f"https {HOME}": files}, tls=old)

    assert town.connections == town.came <= MOST_CONNECTIONS
    assert town.verdicts["certificate"] == "bad"
    assert all(seen.most_at_once == 1 for seen in town.servers.values())
    assert isinstance(town.offer, TlsOffer)
    assert {"TLSv1.1", "TLSv1.3"} <= set(town.offer.accepted)


def test_a_page_behind_a_bad_certificate_is_judged_all_the_same(visitor: Visitor, tmp_path: Path) -> None:
    tls = server_context(self_signed("example.gov.uk"), tmp_path)

    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD}, tls=tls)

    assert (town.verdicts["certificate"], town.verdicts["hsts"], town.verdicts["csp"]) == ("bad", "weak", "good")


def test_a_page_that_comes_for_everything_is_no_open_page(visitor: Visitor) -> None:
    async def same(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(page("ref: refs/heads/main\n").encode())

    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": same})

    assert isinstance(town.site, Website)
    assert town.site.open_pages == ()


def test_an_open_page_is_known_by_what_it_shows(visitor: Visitor) -> None:
    shown = {"/.git/HEAD": "ref: refs/heads/main\n", "/.env": "APP_NAME", "/wp-login.php": '<input id="wp-submit">'}

    home = f"{GOOD_PAGE}<link href='/wp-content/x.css'>"

    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": site_of({"/": home, **shown})})

    assert isinstance(town.site, Website)
    assert town.site.open_pages == (
        OpenPage("https://example.gov.uk/.git/HEAD", "repository"),
        OpenPage("https://example.gov.uk/wp-login.php", "wordpress"),
    )


def test_what_belongs_to_one_program_is_asked_for_only_where_it_shows(visitor: Visitor) -> None:
    quiet = visitor.visit({f"https {HOME}": site_of({"/": GOOD_PAGE}, "Server: nginx\r\n")})
    drupal = visitor.visit({f"https {HOME}": site_of({"/": GOOD_PAGE}, "X-Generator: Drupal 11\r\n")})

    asked, more = (set(town.servers[f"https {HOME}"].paths) for town in (quiet, drupal))
    assert {"/.git/HEAD", "/.env"} <= asked
    assert asked.isdisjoint({"/wp-login.php", "/user/login", "/phpmyadmin/", "/server-status"})
    assert more - asked == {"/user/login", "/phpmyadmin/", "/phpinfo.php", "/server-status"}


def test_a_security_txt_that_is_kept_elsewhere_is_followed(visitor: Visitor) -> None:
    other = "127.0.44.3"

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        to = leads("https://other.example/.well-known/security.txt") if path.endswith("security.txt") else GOOD
        await to(path, writer)

    town = visitor.visit(
        {f"http {HOME}": TO_HTTPS, f"https {HOME}": answer, f"https {other}": GOOD}, {**DNS, "other.example A": [other]}
    )

    assert isinstance(town.site, Website)
    assert isinstance(town.site.security_txt, Served)
    assert town.site.security_txt.url == "https://other.example/.well-known/security.txt"
    assert (town.verdicts["security_txt"], town.verdicts["open_admin_pages"]) == ("good", "good")


async def _endless(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"<a href='http://" * 4_096)
        await writer.drain()


async def _silent(path: str, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _dripping(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _hanging_up(path: str, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


HOSTILE = {
    "endless": _endless,
    "silent": _silent,
    "dripping": _dripping,
    "hanging up": _hanging_up,
    "flooding": said("HTTP/1.1 200 OK\r\n" + "X-Y: z\r\n" * 10_000 + "\r\n"),
    "rubbish": said(bytes(range(256)) * 40 + b"\r\n\r\n"),
    "chunked rubbish": said("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n"),
    "nowhere": leads("http://[::1"),
    "everywhere": leads("//@:::?#"),
    "bomb": said(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + b"\x1f\x8b" * 10),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_a_server_does_the_visit_ends_without_a_fault(visitor: Visitor, kind: str) -> None:
    town = visitor.visit({f"http {HOME}": HOSTILE[kind], f"https {HOME}": HOSTILE[kind]}, line_s=0.4)

    assert town.took_s < 6
    assert town.connections == town.came <= MOST_CONNECTIONS
    assert "bad" not in {town.verdicts[id_] for id_ in ("https_reachable", "hsts", "csp", "cookies", "security_txt")}


def test_a_site_has_so_much_time_and_no_more(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(path: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.25)
        await GOOD(path, writer)

    monkeypatch.setattr(websites, "WHOLE_S", 1.0)
    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": slow}, line_s=20.0)

    assert 0.9 < town.took_s < 2.5
    assert isinstance(town.site, Website)
    assert isinstance(town.site.open_pages, Unreachable)
    assert (town.verdicts["open_admin_pages"], town.verdicts["csp"]) == ("unknown", "good")
