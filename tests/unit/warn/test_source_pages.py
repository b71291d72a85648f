"""Who sees where warnings come from, who changes it, and do the pages say what is wrong?"""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.sources_made import AT, a_source
from tests.worlds import World, signed_in
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.sealing import unseal
from wardmote.warn.models import Source, SourceRun, Story, Way
from wardmote.warn.shipped_sources import load_sources, shipped
from wardmote.warn.source_jobs import read_source
from wardmote.warn.ways.arriving import SEALED_FOR

pytestmark = pytest.mark.django_db
ADDED: dict[str, Any] = {
    "title": "Maker's advisories",
    "way": "fetched",
    "address": "https://advisories.example.org/feed.xml",
    "secret": "s3cret",
    "label": "green",
    "every_h": 6,
    "silent_after_h": 100,
}
KEV = b"""{"catalogVersion": "1", "dateReleased": "2026-11-02T00:00:00Z", "vulnerabilities": [{"cveID": "CVE-2026-1234",
"vendorProject": "Civica", "product": "OpenRevenues", "vulnerabilityName": "Fault", "dateAdded": "2026-10-01"}]}"""


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    """A home of the test's own."""
    settings.WARDMOTE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def keeper(world: World, home: Path) -> Client:
    """The browser of an administrator."""
    return signed_in(world.someone(world.platform(), Role.ADMINISTRATOR, "Ada"))


@pytest.fixture
def reader(world: World) -> Client:
    """The browser of a WARP's operator."""
    return signed_in(world.someone(world.warp("wmwarp"), Role.WARP_OPERATOR))


def test_operators_and_the_programme_read_and_change_nothing(world: World, reader: Client) -> None:
    a_source()
    team = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    for client in (reader, team):
        assert client.get("/sources/").status_code == 200
        page = client.get("/sources/nvd/")
        assert page.status_code == 200
        assert "Switch it off" not in page.content.decode()
        assert client.get("/sources/add/").status_code == 403
        assert client.get("/sources/give/").status_code == 403
        assert client.post("/sources/nvd/switch/", {"is_on": "no"}).status_code == 403
        assert client.post("/sources/nvd/", {"every_h": 1, "silent_after_h": 1}).status_code == 403
        assert client.post("/sources/nvd/read/").status_code == 403


@pytest.mark.parametrize("role", [Role.LEAD, Role.VIEWER])
def test_nobody_of_a_council_learns_that_the_pages_are_there(world: World, role: Role) -> None:
    a_source()
    client = signed_in(world.someone(world.council("AAA"), role))
    for path in ("/sources/", "/sources/nvd/", "/sources/add/", "/sources/give/"):
        assert client.get(path).status_code == 404


def test_a_source_that_isnt_there_is_missing(keeper: Client) -> None:
    assert keeper.get("/sources/nothing/").status_code == 404
    assert keeper.post("/sources/nothing/switch/", {"is_on": "no"}).status_code == 404


def test_the_list_says_which_source_needs_somebody(keeper: Client) -> None:
    a_source("good")
    a_source("bad", alarms=[{"kind": "silent", "says": "Nothing came for 3 days."}], alarmed_at=AT)
    page = keeper.get("/sources/").content.decode()
    assert "1 source of warnings needs you to look" in page
    assert "Nothing came for 3 days." in page
    assert page.index("BAD") < page.index("GOOD")


def test_a_source_shows_its_readings_with_their_log(keeper: Client) -> None:
    source = a_source()
    SourceRun.objects.create(
        source=source, begun_at=AT, beat_at=AT, ended_at=AT, entries=1234, broken=7, log=["<b>7</b>: It has no CVE id."]
    )
    page = keeper.get("/sources/nvd/").content.decode()
    assert "1,234 entries" in page
    assert "&lt;b&gt;7&lt;/b&gt;: It has no CVE id." in page


def test_an_administrator_adds_a_source_and_its_key_is_sealed(keeper: Client) -> None:
    answer = keeper.post("/sources/add/", ADDED)
    assert (answer.status_code, answer["Location"]) == (302, "/sources/makers-advisories/")
    source = Source.objects.get()
    assert (source.way, source.label, source.every_h, source.silent_after_h) == (Way.FETCHED, "green", 6, 100)
    assert "s3cret" not in source.secret
    assert unseal(source.secret, SEALED_FOR) == "s3cret"
    assert "s3cret" not in keeper.get("/sources/makers-advisories/").content.decode()
    assert AuditEntry.objects.get(action="warning.source-added").after["host"] == "advisories.example.org"
    assert keeper.post("/sources/add/", ADDED).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "add"},
        {"title": "…"},
        {"way": "magic"},
        {"address": ""},
        {"address": "http://advisories.example.org/"},
        {"address": "https://127.0.0.1/"},
        {"address": "https://user@advisories.example.org/"},
        {"every_h": -1},
        {"silent_after_h": "often"},
        {"label": "public"},
    ],
)
def test_what_is_no_source_is_refused_with_what_was_typed(keeper: Client, wrong: dict[str, Any]) -> None:
    answer = keeper.post("/sources/add/", ADDED | wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Source.objects.exists()


def test_of_a_provider_the_domain_is_enough(keeper: Client) -> None:
    keeper.post("/sources/add/", ADDED | {"way": "csaf", "address": "Advisories.Example.org"})
    assert Source.objects.get().address == "advisories.example.org"


def test_a_source_is_switched_off_and_its_schedule_kept(keeper: Client) -> None:
    a_source(way=Way.FETCHED)
    keeper.post("/sources/nvd/switch/", {"is_on": "no"})
    keeper.post("/sources/nvd/", {"every_h": 5, "silent_after_h": 6})
    source = Source.objects.get()
    assert (source.is_on, source.every_h, source.silent_after_h) == (False, 5, 6)
    assert AuditEntry.objects.filter(action="warning.source-changed").count() == 2
    assert keeper.post("/sources/nvd/", {"every_h": "x", "silent_after_h": 6}).status_code == 422


def test_a_source_is_read_when_asked(keeper: Client) -> None:
    source = a_source()
    keeper.post("/sources/nvd/read/")
    assert DBTaskResult.objects.get().args_kwargs["args"] == [source.pk]


def test_a_file_is_read_once_and_removed_when_it_is_in(keeper: Client, home: Path) -> None:
    source = a_source("by-hand")
    file = SimpleUploadedFile("../../kev.json", KEV)
    answer = keeper.post("/sources/give/", {"source": "by-hand", "file": file})
    assert answer["Location"] == "/sources/by-hand/"
    [stored] = (home / "advisories" / "by-hand").iterdir()
    assert stored.name.endswith("kev.json")
    assert read_source.func(source.pk) == "1 entries, 1 changed, 0 broken"
    assert Story.objects.get().exploited_on
    assert not stored.exists()
    assert read_source.func(source.pk) == "0 entries, 0 changed, 0 broken"


@pytest.mark.parametrize("content", [b"", b"hello", b"MZ\x90\x00", b"<html></html>"])
def test_a_file_of_no_kind_that_we_know_is_refused(keeper: Client, home: Path, content: bytes) -> None:
    a_source("by-hand")
    file = SimpleUploadedFile("kev.json", content)
    assert keeper.post("/sources/give/", {"source": "by-hand", "file": file}).status_code == 422
    assert not DBTaskResult.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_shipped_sources_are_loaded_once_and_an_administrator_s_change_stays() -> None:
    assert load_sources(at=AT) == len(shipped())
    Source.objects.filter(key="cisa-kev").update(is_on=False, every_h=99, title="Ours")
    assert load_sources(at=AT) == 0
    source = Source.objects.get(key="cisa-kev")
    assert (source.is_on, source.every_h, source.title) == (False, 99, "Ours")
    assert all(one.address.startswith("https://") for one in Source.objects.exclude(way=Way.GIVEN))


def test_an_administrators_home_says_how_many_sources_need_a_look(world: World) -> None:
    keeper = world.someone(world.platform(), Role.ADMINISTRATOR)
    assert "Look at 1 source" not in signed_in(keeper).get("/").text
    a_source(alarmed_at=AT, alarms=["It is silent."])
    page = signed_in(keeper).get("/").text
    assert "Look at 1 source of warnings" in page
    assert "/sources/" in page
