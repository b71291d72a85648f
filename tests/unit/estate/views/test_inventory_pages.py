"""Do the pages about the inventory teach, list, name, change, refuse in words, and keep councils apart?"""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.estate.listed_items import cyclonedx, sent, size_of, told, typed, workbook
from tests.worlds import World, signed_in
from wardmote.estate.actions.load_catalogue import load_catalogue
from wardmote.estate.inventory_files import COLUMNS
from wardmote.estate.line_facts import LineFacts
from wardmote.estate.models import Item, Lifecycle, Product, System
from wardmote.estate.queries.inventory import cycle_of, ending_soon
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer

pytestmark = pytest.mark.django_db
ESTATE = "/councils/elm/estate/"
HERE = f"{ESTATE}inventory/"
XSS = "<script>alert('x')</script>"


@pytest.fixture
def catalogue(world: World) -> None:
    load_catalogue(at=world.at)


def words(answer: Any) -> str:
    """Return a page's text without markup, in single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def upload(browser: Client, content: bytes, name: str = "list.csv", **said: Any) -> Any:
    return browser.post(f"{HERE}file/", {"file": SimpleUploadedFile(name, content), **said}, follow=True)


def one(written: str) -> Item:
    return Item.objects.get(written=written, removed_at__isnull=True)


def test_an_empty_inventory_says_what_it_is_for_and_how_to_start(browser: Client) -> None:
    page = browser.get(HERE)
    assert page.status_code == 200
    assert "No software listed yet" in words(page)
    assert "Send a file" in words(page)
    assert HERE in browser.get(ESTATE).content.decode()


@pytest.mark.usefixtures("catalogue")
def test_typed_lines_lead_to_the_one_that_needs_a_person(browser: Client, council: Body) -> None:
    page = browser.post(f"{HERE}add/", {"lines": "Civica OpenRevenues 23\n\nOld tax thing 1"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{HERE}names/{one('Old tax thing 1').pk}/"
    assert "2 lines added. Now say which products they are, where we aren't sure." in words(page)
    assert "Which product is “Old tax thing 1”?" in words(page)
    overview = words(browser.get(HERE))
    assert "We list 2 products" in overview
    assert "Of 1 we don't know yet what it is" in overview
    assert "Civica OpenRevenues 23" in overview


def test_each_typed_line_that_is_not_fit_is_named(browser: Client, council: Body) -> None:
    page = browser.post(f"{HERE}add/", {"lines": f"a\n{'x' * 301}\n{XSS}"})
    assert page.status_code == 422
    assert "Line 2: The line must be 300 characters or fewer." in words(page)
    assert XSS not in page.content.decode()
    assert browser.post(f"{HERE}add/", {"lines": " \n"}).status_code == 422
    assert browser.post(f"{HERE}add/", {"lines": "\n".join(f"p{n}" for n in range(201))}).status_code == 422
    assert told(council) == {}


@pytest.mark.usefixtures("catalogue")
def test_products_are_ticked_by_category_with_a_version(browser: Client, council: Body) -> None:
    assert "Revenues and benefits" in words(browser.get(f"{HERE}tick/"))
    where = f"{HERE}tick/?category=revenues-and-benefits"
    product = Product.objects.get(key="openrevenues")
    page = browser.get(where)
    assert "Civica OpenRevenues" in words(page)
    done = browser.post(where, {"products": [product.pk], f"version-{product.pk}": "23"}, follow=True)
    assert "1 line added." in words(done)
    assert told(council) == {"Civica OpenRevenues 23": ("openrevenues", "23")}
    assert "on your list" in words(browser.get(where))
    assert browser.post(where, {}).status_code == 422
    assert browser.post(where, {"products": ["999999"]}).status_code == 422
    assert browser.post(where, {"products": [product.pk], f"version-{product.pk}": "1" * 121}).status_code == 422


@pytest.mark.usefixtures("catalogue")
def test_a_line_is_named_from_what_is_proposed_and_the_next_one_follows(
    browser: Client, ada: Viewer, council: Body
) -> None:
    typed(ada, council, "Civica Open Revenus 23", "Zeta thing 1")
    where = f"{HERE}names/{one('Civica Open Revenus 23').pk}/"
    page = browser.get(f"{HERE}names/", follow=True)
    assert page.redirect_chain[-1][0] == where
    assert re.search(r"\d\d% sure\. It is spelt nearly as", words(page))
    assert "2 lines to name" in words(page)
    sure = Product.objects.get(key="openrevenues")
    assert re.search(rf'value="{sure.pk}" checked', page.content.decode())
    done = browser.post(where, {"product": sure.pk, "version": "23.4"}, follow=True)
    assert done.redirect_chain[-1][0] == f"{HERE}names/{one('Zeta thing 1').pk}/"
    assert "Kept: Civica Open Revenus 23 is Civica OpenRevenues." in words(done)
    assert told(council)["Civica Open Revenus 23"] == ("openrevenues", "23.4")
    nothing = browser.post(f"{HERE}names/{one('Zeta thing 1').pk}/", {"product": "none"}, follow=True)
    assert nothing.redirect_chain[-1][0] == HERE
    assert "Zeta thing 1 is not a product" in words(nothing)
    assert "We know what all of them are." in words(nothing)


@pytest.mark.usefixtures("catalogue")
def test_another_product_is_sought_or_written_by_hand(browser: Client, ada: Viewer, council: Body) -> None:
    typed(ada, council, "Zeta thing 1")
    where = f"{HERE}names/{one('Zeta thing 1').pk}/"
    product = Product.objects.get(key="nec-revenues")
    assert browser.post(where, {"product": product.pk}).status_code == 422
    page = browser.get(where, {"q": "northgate iworld"})
    assert "NEC Revenues and Benefits" in words(page)
    assert "Nothing in the catalogue is called “blah”" in words(browser.get(where, {"q": "blah"}))
    assert browser.post(where, {"product": "other", "name": ""}).status_code == 422
    browser.post(where, {"product": "other", "vendor": "Zeta", "name": "Thing", "version": "1"})
    assert one("Zeta thing 1").edition is not None
    line = browser.post(f"{where}?q=northgate+iworld", {"product": product.pk, "version": ""}, follow=True)
    assert line.redirect_chain[-1][0] == f"{HERE}{one('Zeta thing 1').pk}/"
    assert told(council) == {"Zeta thing 1": ("nec-revenues", "")}


@pytest.mark.usefixtures("catalogue")
def test_a_table_from_excel_or_as_csv_is_taken_with_its_columns(
    browser: Client, council: Body, list_system: Callable[..., System]
) -> None:
    care = list_system("Care")
    table = (
        ("Publisher", "Software", "Version", "System", "Notes", "Exposed"),
        ("Civica", "OpenRevenues", 23, "care", "for tax", "Yes"),
        ("", "Mosaic", "22.1", "", "", ""),
    )
    done = upload(browser, workbook(*table), "cmdb.xlsx")
    assert "Read as Excel: 2 new lines" in words(done)
    line = one("Civica OpenRevenues 23")
    assert (line.system, line.note, line.is_exposed, line.batch, line.source) == (
        care,
        "for tax",
        True,
        "cmdb.xlsx",
        "table",
    )
    text = "".join(";".join(map(str, row)) + "\r\n" for row in table[:2]).encode("cp1252")
    again = upload(browser, text, batch="cmdb.xlsx")
    assert "Read as CSV: 0 new lines, 0 changed, 1 as before, 1 removed." in words(again)
    assert told(council) == {"Civica OpenRevenues 23": ("openrevenues", "23")}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"vendor,version\nx,1\n", "Line 1: no column is called “product”."),
        (b"product\n", "The table has no rows below its first line."),
        (b"product,exposed\nx,maybe\n", "Line 2: exposed is “maybe”. It must be yes or no."),
        (b"product,system\nx,Nowhere\n", "Line 2: “Nowhere” isn't on your list of systems."),
        (b"product,vendor\n,y\n", "Line 2: the product is missing."),
        (b"product\nx,y\n", "Line 2: this row has more values than line 1 has columns."),
        (b"product\n" + b"x" * 301, "Line 2: The line must be 300 characters or fewer."),
        (b"%PDF-1.7 ...", "This is no list of software that we know."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "The file is locked, or in the old .xls form."),
        (b'{"a": 1, "a": 2}', "The key “a” stands twice"),
        (b'{"some": "thing"}', "The file is no CycloneDX or SPDX document"),
        (b"[" * 100_000, "Line 1: no column is called “product”."),
        (b'{"a":' * 100_000, "nested deeper than 64 levels"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "nested deeper than 64 levels"),
        (b'<!DOCTYPE bom [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "document type"),
        (b"PK\x03\x04 xl/workbook.xml broken", "This is not an Excel workbook (.xlsx), or it is damaged."),
        (cyclonedx(), "The file lists no software that we can read."),
    ],
    ids=size_of,
)
def test_a_file_that_is_not_fit_is_refused_with_what_to_do(
    browser: Client, council: Body, content: bytes, sentence: str
) -> None:
    page = upload(browser, content)
    assert page.status_code == 422
    assert sentence in words(page)
    assert told(council) == {}


def test_a_bomb_in_a_zip_is_refused_before_it_is_in_memory(browser: Client, council: Body) -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bom.json", b" " * 49_000_000)
    page = upload(browser, packed.getvalue(), "bom.zip")
    assert page.status_code == 422
    assert "The file unpacks to more than 200 times its size" in words(page)


def test_more_lines_than_an_inventory_takes_are_refused_whole(browser: Client, council: Body) -> None:
    page = upload(browser, b"product\n" + b"".join(b"p%d\n" % n for n in range(20_001)))
    assert page.status_code == 409
    assert "An inventory takes 20,000 lines, and this would make 20,001." in words(page)
    assert not Item.objects.exists()


def test_a_parts_list_is_taken_without_its_files_and_says_what_can_not_be_read(browser: Client, council: Body) -> None:
    content = cyclonedx(
        {"type": "library", "name": "requests", "version": "2.0", "purl": "pkg:pypi/requests@2.0"},
        {"type": "file", "name": "/etc/passwd"},
        {"type": "library"},
    )
    page = upload(browser, content, "bom.json", batch="Portal")
    assert "Read as CycloneDX 1.5: 1 new lines" in words(page)
    assert "1 entry that is a file was left out." in words(page)
    assert "1 entry can't be read:" in words(page)
    assert one("requests 2.0").batch == "Portal"


def test_a_line_is_changed_compared_and_removed(
    browser: Client, ada: Viewer, council: Body, list_system: Callable[..., System], catalogue: None
) -> None:
    typed(ada, council, "Mosaic 22")
    care, where = list_system("Care"), f"{HERE}{one('Mosaic 22').pk}/"
    page = browser.get(where).content.decode()
    edition = re.search(r'name="edition" value="(\w+)"', page)
    assert edition
    entered = {"version": "23", "system": care.pk, "is_exposed": "on", "note": "n", "edition": edition[1]}
    assert "Saved: Mosaic 22." in words(browser.post(where, entered, follow=True))
    assert told(council) == {"Mosaic 22": ("mosaic", "23")}
    clash = browser.post(where, entered | {"version": "24"})
    assert clash.status_code == 409
    assert "Somebody changed this line while you had it open." in words(clash)
    assert "What is saved now, where it differs from what you entered: Version (optional) 23" in words(clash)
    assert browser.post(where, {"system": 99_999_999}).status_code == 422
    assert "It leaves your list" in words(browser.get(f"{where}remove/"))
    assert "Mosaic 22 has been removed." in words(browser.post(f"{where}remove/", follow=True))
    assert "Mosaic 22 was removed already." in words(browser.post(f"{where}remove/", follow=True))
    assert browser.get(where).status_code == 404


def test_a_whole_list_is_removed_at_once(browser: Client, ada: Viewer, council: Body) -> None:
    typed(ada, council, "kept")
    sent(ada, council, "agent", [LineFacts("a"), LineFacts("b")])
    where = f"{HERE}lists/{one('a').pk}/remove/"
    assert where in browser.get(HERE).content.decode()
    assert "2 lines leave your inventory" in words(browser.get(where))
    assert "2 lines removed." in words(browser.post(where, follow=True))
    assert set(told(council)) == {"kept"}
    assert browser.get(f"{HERE}lists/{one('kept').pk}/remove/").status_code == 404


@pytest.mark.usefixtures("catalogue")
def test_what_gets_no_updates_soon_is_named_with_the_day_and_who_says_so(
    browser: Client, ada: Viewer, council: Body
) -> None:
    typed(ada, council, "PHP 8.1.2", "PHP 8.40", "Windows Server 2012", "PostgreSQL 14.2", "Windows Server 2022")
    found = ending_soon(council, date(2026, 11, 23))
    assert [(one.product.key, one.cycle) for one in found] == [
        ("windows-server-2012", "2012"),
        ("php", "8.1"),
        ("postgresql", "14"),
    ]
    page = words(browser.get(HERE))
    assert "Without security updates now or within a year" in page
    assert "Ended on 31 December 2025" in page


@pytest.mark.parametrize(
    ("version", "cycle"),
    [
        ("7.4.33", "7.4"),
        ("7.40", None),
        ("7.4", "7.4"),
        ("7.4-rc1", "7.4"),
        ("", None),
        ("7", None),
        ("7.4.9.1", "7.4.9"),
    ],
)
def test_a_version_stands_in_the_most_exact_cycle(version: str, cycle: str | None) -> None:
    cycles = [Lifecycle(cycle="7.4", ends_on=date(2026, 1, 1)), Lifecycle(cycle="7.4.9", ends_on=date(2026, 1, 1))]
    found = cycle_of(Product(key="php"), version, cycles)
    assert (found.cycle if found else None) == cycle


def test_the_download_reads_back_and_no_cell_is_a_formula(browser: Client, ada: Viewer, council: Body) -> None:
    typed(ada, council, "=cmd|' /C calc'!A0", "+1 thing", "@x", "-y", "Mosaic 22")
    answer = browser.get(f"{ESTATE}inventory.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="inventory-elm.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert set(COLUMNS) < set(rows[0])
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]
    assert "5 new lines" in words(upload(browser, answer.content, "back.csv"))
    assert Item.objects.filter(batch="back.csv", written="=cmd|' /C calc'!A0").exists()


def test_the_list_is_searched_and_cut_into_pages(browser: Client, ada: Viewer, council: Body) -> None:
    typed(ada, council, *(f"product {n:03}" for n in range(51)), XSS)
    page = browser.get(HERE)
    assert "Page 1 of 2" in words(page)
    assert "product 050" in words(browser.get(HERE, {"page": "2"}))
    found = browser.get(HERE, {"q": "product 007"})
    assert "product 007" in words(found)
    assert "product 008" not in words(found)
    assert "No line holds “zebra”." in words(browser.get(HERE, {"q": "zebra"}))
    assert XSS not in browser.get(HERE, {"q": XSS}).content.decode()


def test_the_overview_asks_as_much_for_many_lines_as_for_one(browser: Client, ada: Viewer, council: Body) -> None:
    typed(ada, council, "a 1")
    with CaptureQueriesContext(connection) as few:
        browser.get(HERE)
    typed(ada, council, *(f"b {n}" for n in range(40)))
    with CaptureQueriesContext(connection) as many:
        browser.get(HERE)
    assert len(many) <= len(few) + 1


PAGES = ["", "add/", "tick/", "file/", "names/", "names/{pk}/", "{pk}/", "{pk}/remove/", "lists/{pk}/remove/"]


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_readers_read_and_writers_write(world: World, ada: Viewer, council: Body, role: Role) -> None:
    sent(ada, council, "list", [LineFacts("a")])
    client, pk = signed_in(world.someone(council, role, "Pat")), one("a").pk
    for page in PAGES:
        expected = 200 if role in READS_ANSWERS and (page in ("", "{pk}/") or role in WRITES_ANSWERS) else 403
        answer = client.get(HERE + page.format(pk=pk))
        assert answer.status_code == (302 if page == "names/" and expected == 200 else expected), page
    assert client.get(f"{ESTATE}inventory.csv").status_code == (200 if role in READS_ANSWERS else 403)
    if role not in WRITES_ANSWERS:
        for page in ("add/", "{pk}/", "{pk}/remove/", "names/{pk}/", "lists/{pk}/remove/"):
            assert client.post(HERE + page.format(pk=pk), {"lines": "x", "product": "none"}).status_code == 403
        assert "Remove this line" not in words(client.get(f"{HERE}{pk}/"))
    assert "a" in told(council)


def test_two_councils_never_see_each_others_lines(world: World, browser: Client, council: Body) -> None:
    other = world.council("bex")
    ben = world.viewer(world.someone(other, Role.CONTRIBUTOR, "Ben"))
    sent(ben, other, "Secret list", [LineFacts("Secret thing 1")])
    pk = Item.objects.get().pk
    for page in PAGES:
        assert browser.get(f"/councils/bex/estate/inventory/{page.format(pk=pk)}").status_code in (403, 404), page
        if "{pk}" in page:
            assert browser.get(HERE + page.format(pk=pk)).status_code == 404, page
            assert browser.post(HERE + page.format(pk=pk), {"product": "none"}).status_code == 404, page
    assert "Secret" not in words(browser.get(HERE, {"q": "secret"}))
    assert "Secret" not in browser.get(f"{ESTATE}inventory.csv").content.decode()
    assert Item.objects.get().removed_at is None


def test_a_number_that_no_database_holds_names_no_line(browser: Client) -> None:
    assert browser.get(f"{HERE}{10**30}/").status_code == 404
    assert json.dumps(told(Body.objects.get(code="elm"))) == "{}"
