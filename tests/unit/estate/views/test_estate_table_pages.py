"""Does the page that takes a table add exactly what it showed, and do both downloads say what is listed?"""

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.estate.actions.remove_service import remove_service
from wardmote.estate.models import Service, System
from wardmote.estate.queries.estate import facts_of, systems_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer

AddService = Callable[[str], Service]
ListSystem = Callable[..., System]
ESTATE = "/councils/elm/estate/"
UPLOAD = f"{ESTATE}systems/upload/"
TABLE = "name,kind,hosting,supplier,owner,services\nMaps,corporate,cloud,Maps & Sons,Head of IT,Harbour\n"


def words(answer: Any) -> str:
    """Return a page's text without markup, in single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def send(browser: Client, content: str | bytes) -> Any:
    """Send a table."""
    raw = content.encode() if isinstance(content, str) else content
    return browser.post(UPLOAD, {"table": SimpleUploadedFile("systems.csv", raw)})


def confirm(browser: Client, shown: Any) -> Any:
    """Press the button of the page that shows what would be added."""
    found = re.search(r'name="content" value="([^"]*)"', shown.content.decode())
    assert found
    # As browsers do with lines of a form's values.
    return browser.post(UPLOAD, {"content": html.unescape(found[1]).replace("\n", "\r\n")}, follow=True)


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def test_a_table_is_shown_before_anything_is_added(
    browser: Client, council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    harbour = add_service("Harbour")
    list_system("Payroll")
    shown = send(browser, TABLE + "PAYROLL,mission,,,,\n")
    said = words(shown)
    assert "This table adds 1 system" in said
    assert "1 is on your list already and stays as it is: PAYROLL." in said
    assert "Maps & Sons" in said
    assert systems_of(council).count() == 1
    done = confirm(browser, shown)
    assert "1 system added. 1 was on your list already and stays as it is." in words(done)
    facts = facts_of(System.objects.get(name="Maps"))
    assert (facts.hosting, facts.supplier, facts.owner, facts.services) == (
        "cloud",
        "Maps & Sons",
        "Head of IT",
        (harbour.pk,),
    )


def test_a_table_sent_twice_adds_nothing_twice(browser: Client, council: Body, add_service: AddService) -> None:
    add_service("Harbour")
    shown = send(browser, TABLE)
    confirm(browser, shown)
    assert "0 systems added. 1 was on your list already" in words(confirm(browser, shown))
    assert "This table adds nothing" in words(send(browser, TABLE))
    assert systems_of(council).count() == 1


def test_lines_inside_a_cell_and_signs_of_markup_survive_the_way_through_the_browser(
    browser: Client, council: Body
) -> None:
    confirm(browser, send(browser, 'name,kind,description\r\n"A & B ""<C>""",mission,"one\r\ntwo"\r\n'))
    facts = facts_of(systems_of(council).get())
    assert (facts.name, facts.description.splitlines()) == ('A & B "<C>"', ["one", "two"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose another."),
        (b"\xef\xff", "The file isn't UTF-8 text."),
        (b"x" * 2_000_001, "The file is larger than 2 MB."),
        ("name,kind\nMaps,shiny\n,mission\n", "Line 2: kind is “shiny”."),
        ("name,kind\nMaps,shiny\n,mission\n", "Line 3: the name is missing."),
        (TABLE, "Line 2: “Harbour” isn't on your list of services."),
    ],
)
def test_a_table_that_isnt_fit_is_refused_in_words(
    browser: Client, council: Body, content: str | bytes, sentence: str
) -> None:
    page = send(browser, content)
    assert (page.status_code, sentence in words(page)) == (422, True)
    assert not systems_of(council).exists()


def test_no_file_at_all_is_asked_for(browser: Client) -> None:
    page = browser.post(UPLOAD, {})
    assert (page.status_code, "Choose a CSV file" in words(page)) == (422, True)


def test_a_table_that_stopped_being_fit_adds_nothing_of_it(
    world: World, ada: Viewer, browser: Client, council: Body, add_service: AddService
) -> None:
    harbour = add_service("Harbour")
    shown = send(browser, TABLE + "GIS,mission,,,,\n")
    remove_service(by=ada, service=harbour, at=world.at)
    page = confirm(browser, shown)
    assert (page.status_code, "“Harbour” isn't on your list of services" in words(page)) == (409, True)
    assert "Choose a CSV file" not in words(page)
    assert not systems_of(council).exists()


def test_a_long_table_is_shown_in_part_and_added_whole(browser: Client, council: Body) -> None:
    shown = send(browser, "name,kind\n" + "".join(f"System {n},mission\n" for n in range(300)))
    assert "This table adds 300 systems" in words(shown)
    assert "And 250 more." in words(shown)
    assert len(shown.content) < 100_000
    confirm(browser, shown)
    assert systems_of(council).count() == 300


def test_the_lists_can_be_downloaded_and_hold_no_formulas(
    browser: Client, council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    harbour, planning = add_service("Harbour"), add_service("planning")
    list_system("=cmd()", harbour, planning, supplier="@Firm")
    services, systems = browser.get(f"{ESTATE}services.csv"), browser.get(f"{ESTATE}systems.csv")
    assert services["Content-Type"] == "text/csv; charset=utf-8"
    assert services["Content-Disposition"] == 'attachment; filename="services-elm.csv"'
    assert rows_of(services) == [
        ["name", "key", "owner", "systems"],
        ["Harbour", "", "", "'=cmd()"],
        ["Planning and building control", "planning", "", "'=cmd()"],
    ]
    assert rows_of(systems)[1] == [
        "'=cmd()",
        "mission",
        "unknown",
        "'@Firm",
        "",
        "Harbour; Planning and building control",
        "",
    ]
    assert "This table adds nothing" in words(send(browser, systems.content))


def test_readers_download_and_others_dont(world: World, council: Body) -> None:
    reader = signed_in(world.someone(council, Role.LEADER))
    councillor = signed_in(world.someone(council, Role.COUNCILLOR))
    for what in ("services", "systems"):
        assert reader.get(f"{ESTATE}{what}.csv").status_code == 200
        assert councillor.get(f"{ESTATE}{what}.csv").status_code == 403
