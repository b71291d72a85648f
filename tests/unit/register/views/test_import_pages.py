"""Does the page that takes a newer register refuse what isn't one, and apply exactly what it showed?"""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.architecture.doors import town
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, BodyRecord, RegisterImport

HEADER = b"code,gss,name,kind,nation,domain,population,latitude,longitude\n"
ELM = b"ELM,E07000207,Elmbridge Borough Council,district,England,elmbridge.gov.uk,138754,51.3,-0.4\n"
TABLE = HEADER + ELM
XSS = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
DAY = "2027-04-01"


@pytest.fixture
def keeper(world: World) -> Client:
    """The browser of somebody who keeps the register."""
    return signed_in(world.someone(world.programme(), Role.PROGRAMME_CONTENT))


def send(keeper: Client, content: bytes = TABLE, name: str = "new.csv", day: str = DAY) -> Any:
    """Send a table."""
    return keeper.post("/register/import/", {"table": SimpleUploadedFile(name, content), "valid_from": day})


def words(answer: Any) -> str:
    """Return a page's text without markup, in single spaces."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(text).split())


def rows() -> list[object]:
    """Return everything that the register holds."""
    return [list(model.objects.order_by("pk").values()) for model in (Body, BodyRecord, RegisterImport)]


UNFIT = {
    "larger than 2 MB": (HEADER + b"x" * 2_000_001, "The file is larger than 2 MB."),
    "not UTF-8": (TABLE.replace(b"Elmbridge Borough", b"Elmbr\xefdge"), "The file isn't UTF-8 text."),
    "UTF-16": (TABLE.decode().encode("utf-16"), "The file isn't UTF-8 text."),
    "a NUL byte": (TABLE.replace(b"Borough", b"\x00"), "This isn't a CSV file."),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "The file isn't UTF-8 text."),
    "empty": (b"", "The file is empty. Choose another."),
    "a blank line": (b"\n", "Line 1: these columns are missing: code, gss, name, kind, nation."),
    "other columns": (b"name,town\nA,B\n", "Line 1: these columns are missing: code, gss, kind, nation."),
    "too few values": (HEADER + b"ELM,E07000207\n", "Line 2: this row doesn't have as many values"),
    "too many values": (HEADER + ELM.strip() + b",more\n", "Line 2: this row doesn't have as many values"),
    "5,001 rows": (
        HEADER + b"".join(b"C%d,,Council %d,district,England,,,,\n" % (i, i) for i in range(5001)),
        "The table has more than 5000 rows.",
    ),
    "the same code twice": (TABLE + ELM.replace(b"E07000207", b""), "The code ELM stands in the table twice."),
    "the same code in another case": (TABLE + ELM.replace(b"ELM,E07000207", b"elm,"), "The code ELM stands"),
    "the same GSS code twice": (TABLE + ELM.replace(b"ELM", b"XXX"), "The gss E07000207 stands in the table twice."),
    "a code that leaves its box": (TABLE.replace(b"ELM", b"../etc"), "Line 2: the code '../etc' must be"),
    "a kind that isn't": (TABLE.replace(b"district", b"burgh"), "Line 2: the kind 'burgh' isn't known."),
    "no name": (TABLE.replace(b"Elmbridge Borough Council", b""), "Line 2: the name must have from 2 to 120"),
    "a long name": (TABLE.replace(b"Borough", b"B" * 120), "Line 2: the name must have from 2 to 120"),
    "a domain with code": (TABLE.replace(b"elmbridge.gov.uk", b"<b>.gov.uk"), "isn't a domain name."),
    "a number that isn't": (TABLE.replace(b"51.3", b"north"), "Line 2: latitude must be a number; it is 'north'."),
    "nowhere on Earth": (TABLE.replace(b"51.3", b"nan"), "Line 2: latitude must lie between -90 and 90"),
    "a population that isn't": (TABLE.replace(b"138754", b"-3"), "Line 2: the population must be a whole number"),
    "an open quote": (TABLE.replace(b"Elmbridge Borough", b'"Elmbridge'), "Line"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_isnt_a_register_is_refused_in_words(keeper: Client, case: str) -> None:
    content, sentence = UNFIT[case]
    before = rows()
    answer = send(keeper, content)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "<title>Error: Import a newer register" in answer.content.decode()
    assert rows() == before


def test_a_form_without_a_file_or_a_day_says_what_is_missing(keeper: Client) -> None:
    answer = keeper.post("/register/import/", {"valid_from": ""})
    assert answer.status_code in (200, 422)
    answer = keeper.post("/register/import/", {"valid_from": "1 April"})
    assert answer.status_code == 422
    assert "Choose a CSV file" in words(answer)
    assert "Enter the day as year-month-day, like 2027-04-01" in words(answer)
    assert not RegisterImport.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../x.csv", "..\\..\\x.csv", "/etc/x.csv", "C:\\x.csv", "../../../../tmp/x.csv", "%2e%2e%2fx.csv"]
)
def test_a_files_name_is_a_word_not_a_path(
    keeper: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    settings.MEDIA_ROOT = settings.FILE_UPLOAD_TEMP_DIR = inside
    assert send(keeper, TABLE, name).status_code == 302
    kept = RegisterImport.objects.get()
    assert "/" not in kept.name
    assert "\\" not in kept.name
    assert kept.name.endswith("x.csv")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_table_too_large_for_memory_leaves_no_file_behind(keeper: Client, tmp_path: Path, settings: Any) -> None:
    """It is refused by its length, before anybody reads it: a wrong token or no sign-in changes nothing about that."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for sender in (keeper, Client(), Client(enforce_csrf_checks=True)):
        answer = send(sender, HEADER + b"x" * 2_700_000)
        assert answer.status_code == 413
        assert "A file may have at most 2 MB" in words(answer)
    assert list(tmp_path.iterdir()) == []
    assert not RegisterImport.objects.exists()


def test_a_name_that_is_a_formula_stays_text(keeper: Client) -> None:
    formula = '=HYPERLINK("https://evil.example";"Elmbridge")'
    row = ELM.replace(b"Elmbridge Borough Council", b'"' + formula.replace('"', '""').encode() + b'"')
    page = keeper.get(send(keeper, HEADER + row).headers["Location"])
    assert formula in words(page)
    assert 'href="https://evil.example' not in page.content.decode()


def test_nothing_changes_until_what_was_shown_is_applied(keeper: Client, world: World) -> None:
    world.council("ELM", short_name="Elmbridge", name="Elmbridge Council", domain="elmbridge.gov.uk", region="")
    before = rows()[:2]
    address = send(keeper, TABLE + b"NEW,,New Council,unitary,England,new.gov.uk,,,\n").headers["Location"]
    shown = words(keeper.get(address))
    assert rows()[:2] == before
    assert "This table adds 1 bodies and changes 1" in shown
    assert "New Council (NEW)" in shown
    assert "name Elmbridge Council Elmbridge Borough Council" in shown
    assert "population 120000 138754" in shown
    answer = keeper.post(address, {"apply": "yes"}, follow=True)
    assert "The register has been changed: 2 " in words(answer)
    record = BodyRecord.objects.get(body__code="ELM", valid_to__isnull=True)
    assert (record.name, record.population) == ("Elmbridge Borough Council", 138754)
    assert BodyRecord.objects.get(body__code="NEW").name == "New Council"


def test_a_table_is_applied_once(keeper: Client) -> None:
    address = send(keeper).headers["Location"]
    keeper.post(address)
    before, entries = rows(), AuditEntry.objects.count()
    again = keeper.post(address)
    assert again.status_code == 409
    assert "This table has already been applied or discarded." in words(again)
    assert (rows(), AuditEntry.objects.count()) == (before, entries)
    assert "Apply these changes" not in words(keeper.get(address))


def test_a_discarded_table_is_never_applied(keeper: Client) -> None:
    address = send(keeper).headers["Location"]
    assert "Nothing has changed." in words(keeper.post(address, {"discard": "yes"}, follow=True))
    assert keeper.post(address).status_code == 409
    assert not Body.objects.filter(code="ELM").exists()


def test_an_applied_table_cant_be_said_to_be_discarded(keeper: Client) -> None:
    address = send(keeper).headers["Location"]
    keeper.post(address)
    answer = keeper.post(address, {"discard": "yes"}, follow=True)
    assert "Nothing has changed." not in words(answer)
    assert "already been applied" in words(answer)


@pytest.mark.parametrize("act", ["apply", "discard"])
def test_a_table_that_isnt_there_is_answered_in_words(keeper: Client, act: str) -> None:
    answer = keeper.post("/register/import/999/", {act: "yes"})
    assert answer.status_code == 404
    assert "We can't find that table" in words(answer)


MISFITS = {
    "before the newest record": (ELM.replace(b"Borough", b"District"), "2025-06-01"),
    "the code in another case": (ELM.replace(b"ELM,E07000207", b"elm,"), DAY),
    "the GSS code of another": (ELM.replace(b"ELM", b"NEW"), DAY),
    "the code of a staff body": (ELM.replace(b"ELM,E07000207", b"programme,"), DAY),
    "the code of a fictional body": (ELM.replace(b"ELM,E07000207", b"demo-elm,"), DAY),
    "an end before the start": (b"", DAY),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_table_that_doesnt_fit_the_register_never_ends_in_a_fault(keeper: Client, world: World, case: str) -> None:
    """Whether at the upload, at the look or at the act: a sentence, and a register as it was."""
    world.council("demo-elm", demonstration=True)
    for name, since in ((b"Council", "2025-01-01"), (b"Borough Council", "2026-01-01")):
        table = HEADER + ELM.replace(b"Borough Council", name)
        keeper.post(send(keeper, table, day=since).headers["Location"])
    row, day = MISFITS[case]
    table = HEADER + row
    if not row:
        table = (
            HEADER.strip()
            + b",start_date,end_date\n"
            + ELM.replace(b"ELM,E07000207", b"ODD,").strip()
            + b",2027-01-01,2026-01-01\n"
        )
    before = rows()[:2]
    keeper.raise_request_exception = False
    answer = send(keeper, table, day=day)
    if answer.status_code == 302:
        address = answer.headers["Location"]
        assert keeper.get(address).status_code in (200, 409, 422)
        answer = keeper.post(address)
    assert answer.status_code in (403, 409, 422), words(answer)[:400]
    assert rows()[:2] == before


@pytest.fixture
def planted(keeper: Client) -> None:
    """A council whose name tries to be code has been applied."""
    quoted = b'"' + XSS.replace('"', '""').encode() + b'"'
    address = send(keeper, TABLE.replace(b"Elmbridge Borough Council", quoted), "<b onclick=x>.csv", DAY)
    keeper.post(address.headers["Location"])


@pytest.mark.parametrize(
    "page",
    ["/councils/", "/councils/?q=alert", "/councils/ELM/", "/map/", "/map/?as_at=2027-05-01", "/api/v1/councils"],
)
def test_a_name_that_is_code_is_only_shown(keeper: Client, planted: None, page: str) -> None:
    text = keeper.get(page).content.decode()
    assert "alert" in text
    if page.startswith("/api/"):
        return
    assert "<script>alert" not in text
    assert "<img" not in text
    assert not re.search(r"<[^>]*\sonerror=", text)
    assert "<b onclick" not in text


def test_a_look_shows_a_name_that_is_code_as_text(keeper: Client) -> None:
    quoted = b'"' + XSS.replace('"', '""').encode() + b'"'
    answer = send(keeper, TABLE.replace(b"Elmbridge Borough Council", quoted), "<b onclick=x>.csv")
    text = keeper.get(answer.headers["Location"]).content.decode()
    assert html.escape(XSS, quote=False) in text.replace("&#39;", "'").replace("&#34;", '"')
    assert "&lt;b onclick=x&gt;.csv" in text
    assert "<b onclick" not in text


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html;x", "//evil.example", "ftp://x"])
def test_a_website_that_isnt_one_is_refused(keeper: Client, website: str) -> None:
    table = HEADER.strip() + b",website\n" + ELM.strip() + b"," + website.encode() + b"\n"
    answer = send(keeper, table)
    assert answer.status_code == 422
    assert "Line 2: the website must start with https:// or http://." in words(answer)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROGRAMME_CONTENT, Role.ADMINISTRATOR)])
def test_others_arent_let_near_the_register(world: World, role: Role) -> None:
    answer = send(signed_in(town().people[role]))
    assert answer.status_code == 403
    assert "Only the programme's content team and system administrators change the register." in words(answer)
    assert not RegisterImport.objects.filter(name="new.csv").exists()
