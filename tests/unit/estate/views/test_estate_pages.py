"""Do the estate's pages teach, save, refuse in words and lose nothing that was typed?"""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.estate.models import Service, System
from wardmote.estate.queries.estate import facts_of, services_of, systems_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body

AddService = Callable[[str], Service]
ListSystem = Callable[..., System]
ESTATE = "/councils/elm/estate/"
XSS = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def words(answer: Any) -> str:
    """Return a page's text without markup, in single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def boxes(answer: Any, *, ticked: bool = False) -> list[str]:
    """Return the values of the page's check boxes."""
    found = re.findall(r'type="checkbox" value="([^"]*)"( checked)?', answer.content.decode())
    return [value for value, is_checked in found if is_checked or not ticked]


def test_an_empty_list_teaches_what_to_do(browser: Client) -> None:
    said = words(browser.get(ESTATE))
    assert "Tick the services that your council gives: it takes two minutes." in said
    assert "Tick your services" in said


def test_a_reader_sees_the_lists_and_no_way_to_change_them(
    world: World, council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    list_system("Maps", add_service("planning"))
    reader = signed_in(world.someone(council, Role.VIEWER))
    answer = reader.get(ESTATE)
    assert "We give 1 service on 1 system" in words(answer)
    assert "/estate/systems/" not in answer.content.decode()
    for page in ("services/add/", "systems/add/", "systems/upload/"):
        refusal = reader.get(ESTATE + page)
        assert refusal.status_code == 403
        assert "Ask your cyber lead to make you a contributor" in words(refusal)


def test_a_councillor_is_told_that_the_role_doesnt_include_it(world: World, council: Body) -> None:
    answer = signed_in(world.someone(council, Role.COUNCILLOR)).get(ESTATE)
    assert (answer.status_code, "Your role in this council doesn't include that." in words(answer)) == (403, True)


def test_a_dissolved_councils_lists_can_be_read_but_not_changed(world: World) -> None:
    gone = world.council("ash", end_date=world.at.date())
    browser = signed_in(world.someone(gone, Role.LEAD))
    page = browser.get("/councils/ash/estate/")
    assert page.status_code == 200
    assert "Tick your services" not in words(page)
    refusal = browser.post("/councils/ash/estate/services/add/", {"keys": ["planning"]})
    assert "has been dissolved" in words(refusal)
    assert not services_of(gone).exists()


@pytest.mark.parametrize(("role", "is_offered"), [(Role.LEAD, True), (Role.VIEWER, True), (Role.COUNCILLOR, False)])
def test_the_councils_page_leads_here_for_those_who_may_read(
    world: World, council: Body, role: Role, is_offered: bool
) -> None:
    page = signed_in(world.someone(council, role)).get("/councils/elm/")
    assert (f'href="{ESTATE}"' in page.content.decode()) == is_offered


def test_the_catalogue_offers_first_what_districts_give_and_leaves_out_what_is_listed(
    browser: Client, add_service: AddService
) -> None:
    add_service("elections")
    page = browser.get(f"{ESTATE}services/add/")
    first, _, others = page.content.decode().partition("<details")
    assert 'value="planning"' in first
    assert 'value="adult-social-care"' not in first
    assert 'value="adult-social-care"' in others
    assert "elections" not in boxes(page)


def test_ticked_services_are_listed(browser: Client, council: Body) -> None:
    sent = {"keys": ["planning", "adult-social-care"], "own_name": ""}
    page = browser.post(f"{ESTATE}services/add/", sent, follow=True)
    assert "2 services added." in words(page)
    again = browser.post(f"{ESTATE}services/add/", sent, follow=True)
    assert "On your list already, so not added again: Planning and building control, Adult social care." in words(again)
    assert services_of(council).count() == 2


def test_what_was_ticked_stays_ticked_beside_an_error(browser: Client, council: Body) -> None:
    sent = {"keys": ["planning", "adult-social-care"], "own_name": "a;b"}
    page = browser.post(f"{ESTATE}services/add/", sent)
    assert page.status_code == 422
    assert "Leave semicolons out of the service's name" in words(page)
    assert boxes(page, ticked=True) == ["planning", "adult-social-care"]
    assert 'value="a;b"' in page.content.decode()
    assert "<details" in page.content.decode().partition(" open>")[0]
    assert not services_of(council).exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tick at least one service, or name one of your own."),
        ({"keys": ["witchcraft"]}, "One of the services isn't in our list. Choose again."),
        ({"own_name": "x" * 121}, "The name must be 120 characters or fewer"),
    ],
)
def test_an_unfit_choice_of_services_is_answered_in_words(browser: Client, sent: dict[str, Any], sentence: str) -> None:
    page = browser.post(f"{ESTATE}services/add/", sent)
    assert page.status_code == 422
    assert sentence in words(page)
    assert "Error: Which services do you give?" in words(page)


def test_a_service_is_renamed_and_removed(browser: Client, council: Body, add_service: AddService) -> None:
    service = add_service("planning")
    place = f"{ESTATE}services/{service.pk}/"
    page = browser.post(place, {"name": "Plans", "owner": "Head of planning"}, follow=True)
    assert "Saved: Plans." in words(page)
    assert "Remove Plans?" in words(browser.get(f"{place}remove/"))
    assert "Plans has been removed." in words(browser.post(f"{place}remove/", follow=True))
    assert "Plans was removed already." in words(browser.post(f"{place}remove/", follow=True))
    assert browser.get(place).status_code == 404
    assert not services_of(council).exists()


def test_a_name_in_use_is_refused_beside_what_was_typed(browser: Client, add_service: AddService) -> None:
    service = add_service("planning")
    add_service("Harbour")
    page = browser.post(f"{ESTATE}services/{service.pk}/", {"name": "Harbour", "owner": "Somebody"})
    assert page.status_code == 409
    assert "Another service has this name already. Choose a different name." in words(page)
    assert 'value="Somebody"' in page.content.decode()


def sent_system(*services: Service, **changes: str) -> dict[str, Any]:
    facts = {"name": "Maps", "kind": "corporate", "hosting": "own", "supplier": "", "owner": "", "description": ""}
    return facts | {"services": [service.pk for service in services]} | changes


def test_a_system_is_added_changed_and_removed(browser: Client, council: Body, add_service: AddService) -> None:
    planning = add_service("planning")
    assert "Added: Maps." in words(browser.post(f"{ESTATE}systems/add/", sent_system(planning), follow=True))
    again = browser.post(f"{ESTATE}systems/add/", sent_system(planning), follow=True)
    assert "Maps is on your list already. Nothing was added twice." in words(again)
    system = systems_of(council).get()
    place = f"{ESTATE}systems/{system.pk}/"
    assert boxes(browser.get(place), ticked=True) == [str(planning.pk)]
    browser.post(place, sent_system(kind="outside", supplier="Maps & Sons"))
    assert (facts_of(systems_of(council).get()).supplier, facts_of(system).services) == ("Maps & Sons", ())
    assert "Remove Maps?" in words(browser.get(f"{place}remove/"))
    assert "Maps has been removed." in words(browser.post(f"{place}remove/", follow=True))
    assert "Maps was removed already." in words(browser.post(f"{place}remove/", follow=True))


def test_nothing_typed_about_a_system_is_lost(browser: Client, council: Body, add_service: AddService) -> None:
    planning = add_service("planning")
    sent = sent_system(planning, name="", kind="", supplier="Maps Ltd", description="Ask Bea.")
    page = browser.post(f"{ESTATE}systems/add/", sent)
    said = words(page)
    assert page.status_code == 422
    assert "Enter a name for the system" in said
    assert "Choose what the system is to the council" in said
    assert "Ask Bea." in said
    assert 'value="Maps Ltd"' in page.content.decode()
    assert boxes(page, ticked=True) == [str(planning.pk)]


def test_a_colleagues_change_is_shown_beside_ones_own(browser: Client, add_service: AddService) -> None:
    planning = add_service("planning")
    browser.post(f"{ESTATE}systems/add/", sent_system())
    place = f"{ESTATE}systems/{System.objects.get().pk}/"
    mine = sent_system(supplier="Mine Ltd", edition=edition_in(browser.get(place)))
    browser.post(place, sent_system(planning, hosting="cloud", edition=mine["edition"]))
    page = browser.post(place, mine)
    said = words(page)
    assert page.status_code == 409
    assert "Somebody changed this system while you had it open." in said
    assert "Where does it run? In a cloud that we rent" in said
    assert "Which services stand on it? (optional) Planning and building control" in said
    assert "Supplier (optional) nothing" in said
    assert 'value="Mine Ltd"' in page.content.decode()
    assert System.objects.get().hosting == "cloud"
    again = browser.post(place, mine | {"edition": edition_in(page)}, follow=True)
    assert "Saved: Maps." in words(again)
    assert (System.objects.get().hosting, System.objects.get().supplier) == ("own", "Mine Ltd")


def edition_in(page: Any) -> str:
    found = re.search(r'name="edition" value="(\w{16})"', page.content.decode())
    assert found
    return found[1]


def test_a_service_without_a_system_leads_to_a_form_where_it_is_ticked(
    browser: Client, add_service: AddService
) -> None:
    planning = add_service("planning")
    where = f"{ESTATE}systems/add/?service={planning.pk}"
    assert where in browser.get(ESTATE).content.decode()
    assert boxes(browser.get(where), ticked=True) == [str(planning.pk)]


def test_examples_follow_the_councils_services(browser: Client, add_service: AddService) -> None:
    assert "What your services often stand on" not in words(browser.get(f"{ESTATE}systems/add/"))
    add_service("elections")
    assert "electoral management, postal vote checks" in words(browser.get(f"{ESTATE}systems/add/"))


def test_names_that_are_code_are_shown_as_words(
    browser: Client, council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    service = add_service("Harbour")
    Service.objects.filter(pk=service.pk).update(name=XSS, owner=XSS)
    system = list_system(XSS, supplier=XSS)
    pages = ["", "systems/add/", f"services/{service.pk}/", f"services/{service.pk}/remove/"]
    pages += [f"systems/{system.pk}/", f"systems/{system.pk}/remove/"]
    for page in pages:
        text = browser.get(ESTATE + page).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("page", ["services/{}/", "services/{}/remove/", "systems/{}/", "systems/{}/remove/"])
def test_another_councils_rows_are_not_there(world: World, browser: Client, page: str) -> None:
    other = world.council("oak")
    service = Service.objects.create(council=other, name="Theirs", added_at=world.at)
    system = System.objects.create(council=other, name="Theirs", kind="mission", added_at=world.at)
    pk = service.pk if "services" in page else system.pk
    for number in (pk, 10**30):
        assert browser.get(ESTATE + page.format(number)).status_code == 404
    assert browser.post(ESTATE + page.format(pk), {"name": "Mine", "kind": "mission"}).status_code == 404
    service.refresh_from_db()
    system.refresh_from_db()
    assert (service.name, service.removed_at, system.name, system.removed_at) == ("Theirs", None, "Theirs", None)


def test_many_systems_come_in_pages_that_stay_small(
    world: World, browser: Client, council: Body, add_service: AddService
) -> None:
    for key in ("planning", "parking", "elections", "licensing"):
        add_service(key)
    System.objects.bulk_create(
        System(council=council, name=f"System {n:03}", kind="mission", added_at=world.at) for n in range(120)
    )
    page = browser.get(ESTATE)
    assert "Page 1 of 3" in words(page)
    assert len(page.content) < 100_000
    assert "System 119" in words(browser.get(f"{ESTATE}?page=3"))
