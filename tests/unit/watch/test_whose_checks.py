"""Does every page about domains, checks and reports stay shut to whoever it isn't for, whatever the address names?

Pages are found by walking the rooms' addresses: a new one is asked here as soon as it is there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from tests.unit.watch.whole import BAD, EXPLAINED, Watched, rows_of, watched
from tests.worlds import World, signed_in
from wardmote.estate.urls import urlpatterns as estate_pages
from wardmote.kernel.roles import Role
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import Body, Membership, Person
from wardmote.watch.models import LinkKind
from wardmote.watch.report_urls import urlpatterns as report_pages
from wardmote.watch.urls import urlpatterns as check_pages

METHODS = ("GET", "POST")
# What an address names besides the council; those below differ from page to page.
NAMED: dict[str, Callable[[Watched], object]] = {
    "number": lambda of: of.domain.pk,
    "pk": lambda of: of.domain.pk,
    "check": lambda of: BAD,
    "visit": lambda of: of.waiting.pk,
    "link": lambda of: of.link(LinkKind.BADGE).pk,
    "webhook": lambda of: of.webhook.pk,
    "kind": lambda of: "supplier",
    "batch": lambda of: of.batch,
    "slug": lambda of: "sendgrid",
}
OF_PAGE: dict[tuple[str, str], Callable[[Watched], object]] = {
    ("watch:withdraw", "check"): lambda of: EXPLAINED,
    ("mail-reports:machine", "number"): lambda of: of.machine.pk,
    ("mail-reports:remove", "number"): lambda of: of.delivery.pk,
    ("mail-reports:shut_door", "number"): lambda of: of.link(LinkKind.REPORTS).pk,
}
# What nobody has: these name no row of a council.
NOBODYS = {"check": "nothing", "kind": "nothing", "slug": "nobody"}
# A refusal in words comes before anything is looked up; doors.txt says who gets one, and to whom a page isn't there.
SHUT = {403, 404, 405}
SECRET_OF_ELM = "elm.gov.uk"


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@dataclass(frozen=True)
class Page:
    """One page, and what its address names."""

    name: str
    names: tuple[str, ...]

    def named(self, of: Watched) -> dict[str, object]:
        """Return what the address names of this council."""
        return {key: OF_PAGE.get((self.name, key), NAMED[key])(of) for key in self.names}

    def address(self, code: str, named: dict[str, object]) -> str:
        """Return the address with these objects in it."""
        return reverse(self.name, kwargs={"code": code, **named})


def pages(key: str = "") -> list[Page]:
    """Return every page, or those whose address names this."""
    shelves: dict[str, Sequence[object]] = {"watch": check_pages, "mail-reports": report_pages, "estate": estate_pages}
    found = [
        Page(f"{room}:{route.name}", tuple(sorted(set(route.pattern.converters) - {"code"})))
        for room, shelf in shelves.items()
        for route in shelf
        if isinstance(route, URLPattern) and (room != "estate" or "domain" in str(route.name))
    ]
    return [page for page in found if not key or key in page.names]


def knock(client: Client, page: Page, code: str, named: dict[str, object]) -> Iterator[tuple[str, Any]]:
    """Ask a page by both methods, each as if it were the first to be asked."""
    for method in METHODS:
        with transaction.atomic():
            yield method, client.generic(method, page.address(code, named))
            transaction.set_rollback(True)


def is_shut(response: Any) -> bool:
    """Say whether the page told nothing: it refuses, isn't there, takes no such request, or asks who this is."""
    if response.status_code == 302:
        return "/accounts/login/" in str(response.headers["Location"])
    return response.status_code in SHUT


def opened(client: Client, asked: list[Page], code: str, of: Watched, **over: object) -> list[str]:
    """Return which pages opened, by name and method with the status."""
    return [
        f"{page.name} {method} {response.status_code}"
        for page in asked
        for method, response in knock(client, page, code, page.named(of) | over)
        if not is_shut(response)
    ]


@dataclass
class Town:
    """Two councils with one of everything each."""

    world: World
    elm: Watched
    moe: Watched

    def left(self, person: Person, **over: Any) -> Person:
        """End what the person is."""
        Membership.objects.filter(person=person).update(**over)
        return person

    def someone(self, body: Body, role: Role) -> Person:
        """Make somebody with a role."""
        return self.world.someone(body, role, f"The {role.value}")

    def operator(self) -> Person:
        """Make the operator of the WARP that both belong to."""
        return self.someone(self.world.warp("warp", self.elm.council, self.moe.council), Role.WARP_OPERATOR)


STRANGERS: dict[str, Callable[[Town], Person | None]] = {
    "nobody": lambda _town: None,
    "somebody without a role": lambda town: town.world.person("Nora Norole"),
    "another council's lead": lambda town: town.moe.lead,
    "another council's leader": lambda town: town.someone(town.moe.council, Role.LEADER),
    "the council's councillor": lambda town: town.someone(town.elm.council, Role.COUNCILLOR),
    "the council's assurer": lambda town: town.someone(town.elm.council, Role.ASSURER),
    "the administrator": lambda town: town.someone(town.world.platform(), Role.ADMINISTRATOR),
    "the programme": lambda town: town.someone(town.world.programme(), Role.PROGRAMME_TEAM),
    "the WARP's operator": lambda town: town.operator(),
    "a lead whose membership lapsed": lambda town: town.left(town.elm.lead, lapses_on=town.world.at.date()),
    "a lead who left": lambda town: town.left(town.elm.lead, ended_at=town.world.at),
}


@pytest.fixture
def town(world: World) -> Town:
    """Fill both councils; both share their results with the programme, as is usual."""
    return Town(world, watched(world, world.council("elm")), watched(world, world.council("moe")))


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_opens_to_a_stranger(town: Town, who: str) -> None:
    """Neither by its own address nor by one that names the neighbour where the page names its council."""
    person = STRANGERS[who](town)
    client, before = signed_in(person), list(rows_of(town.elm.council))
    assert opened(client, pages(), "elm", town.elm) == []
    named = [page for page in pages() if set(page.names) - set(NOBODYS)]
    assert opened(client, named, "moe", town.elm) == []
    assert list(rows_of(town.elm.council)) == before


def test_every_address_of_these_tests_leads_somewhere(town: Town) -> None:
    """Were an address here wrong, every stranger would be told that it isn't there, and the tests above would pass."""
    unknown = {key for page in pages() for key in page.names} - set(NAMED)
    assert not unknown, f"Say in NAMED what {unknown} is in an address"
    client = signed_in(town.elm.lead)
    found = {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in opened(client, pages(), "elm", town.elm)}
    assert {page.name for page in pages()} - {line.split()[0] for line in found} == set()
    assert max(found.values()) < 500


@pytest.mark.parametrize("key", NAMED)
def test_what_belongs_to_another_council_isnt_found_within_ones_own(town: Town, key: str) -> None:
    """The neighbour's lead is at home there, and names one thing of `elm`."""
    client, before = signed_in(town.moe.lead), list(rows_of(town.elm.council))
    for page in pages(key):
        foreign = NOBODYS.get(key, page.named(town.elm)[key])
        assert opened(client, [page], "moe", town.moe, **{key: foreign}) == []
    assert list(rows_of(town.elm.council)) == before


def test_a_form_that_names_what_belongs_to_another_council_changes_nothing(town: Town) -> None:
    client, elm = signed_in(town.moe.lead), town.elm
    before = [list(rows_of(of.council)) for of in (town.elm, town.moe)]
    for name, args, sent in (
        ("watch:offers", [], {"decision": "add", "offers": elm.offer.pk}),
        ("watch:offers", [], {"decision": "dismiss", "offers": elm.offer.pk}),
        ("watch:make_link", ["supplier"], {"domain": elm.domain.pk, "days": "30"}),
        ("watch:make_link", ["badge"], {"domain": elm.domain.pk}),
    ):
        response = client.post(reverse(name, args=["moe", *args]), sent, follow=True)
        assert response.status_code in (200, 422)
        assert SECRET_OF_ELM not in response.content.decode()
    assert [list(rows_of(of.council)) for of in (town.elm, town.moe)] == before


@pytest.mark.parametrize(
    "name",
    ["watch:changes", "watch:links", "mail-reports:overview", "mail-reports:sources_csv", "mail-reports:tls"],
)
def test_a_page_that_is_asked_for_another_councils_domain_shows_nothing_of_it(town: Town, name: str) -> None:
    client = signed_in(town.moe.lead)
    response = client.get(reverse(name, args=["moe"]), {"domain": town.elm.domain.pk})
    assert response.status_code in (200, 404)
    assert SECRET_OF_ELM not in response.content.decode()


@pytest.mark.parametrize("name", ["watch:domain", "watch:finding"])
def test_a_page_that_is_asked_for_another_councils_look_shows_nothing_of_it(town: Town, name: str) -> None:
    moe = town.moe
    args = ["moe", moe.domain.pk, *([BAD] if name == "watch:finding" else [])]
    plain = signed_in(moe.lead).get(reverse(name, args=args)).content.decode()
    asked = signed_in(moe.lead).get(reverse(name, args=args), {"visit": town.elm.done.pk}).content.decode()
    assert "The record is gone." not in asked
    assert SECRET_OF_ELM not in asked
    assert len(asked) < len(plain) * 2


def _knock(address: str, kind: LinkKind) -> Any:
    if kind == LinkKind.REPORTS:
        return Client().post(address, b"<feedback/>", content_type="application/xml")
    return Client().get(address)


@pytest.mark.parametrize("kind", LinkKind)
def test_a_secret_opens_the_address_of_its_own_kind_only(town: Town, kind: LinkKind) -> None:
    """And shows its own council only."""
    for other in LinkKind:
        address = reverse(f"opened:{other.value}", args=[town.elm.secrets[kind]])
        response = _knock(address, other)
        assert (response.status_code == 404) == (other != kind), address
        assert "moe" not in response.content.decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "checks/domains/{}/findings"),
        ("POST", "checks/domains/{}/visits"),
        ("PUT", "estate/domains/{}"),
        ("POST", "estate/domains/{}/verify"),
        ("DELETE", "estate/domains/{}"),
    ],
)
def test_an_operation_doesnt_find_another_councils_domain(town: Town, method: str, path: str) -> None:
    by, elm = town.world.viewer(town.moe.lead), town.elm
    _token, secret = issue_token(by=by, name="x", scopes=list(SCOPES), days=30, at=town.world.at)
    before = list(rows_of(elm.council))
    for code in ("moe", "elm"):
        address = f"/api/v1/councils/{code}/{path.format(elm.domain.pk)}"
        headers = {"Authorization": f"Bearer {secret}"}
        response = Client().generic(method, address, "{}", content_type="application/json", headers=headers)
        assert response.status_code == 404, response.content
    assert list(rows_of(elm.council)) == before
