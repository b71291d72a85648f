"""Does each way bring what is new, remember how far it came, and ask for no more than that?"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings

from tests.unit.warn.publisher import HOST, Page, Publisher, publishing
from tests.unit.warn.sources_made import AT, a_source
from wardmote.kernel.sealing import seal
from wardmote.warn.models import Source, SourceRun, Statement, Story, Way
from wardmote.warn.source_runs import read_source
from wardmote.warn.ways import nvd
from wardmote.warn.ways.arriving import SEALED_FOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(settings: LazySettings, tmp_path: Path) -> Iterator[Publisher]:
    """A publisher on loopback."""
    settings.WARDMOTE_HOME = tmp_path / "home"
    with publishing(settings, tmp_path) as found:
        yield found


def read(source: Source, at: datetime = AT) -> SourceRun:
    """Read a source."""
    source.refresh_from_db()
    run = read_source(source, lambda: at)
    assert run is not None
    source.refresh_from_db()
    return run


def of_nvd(number: int) -> dict[str, Any]:
    """Return an entry of the NVD."""
    return {
        "cve": {
            "id": f"CVE-2026-{number}",
            "published": "2026-10-01T00:00:00.000",
            "lastModified": "2026-10-02T00:00:00.000",
            "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": "It lets strangers in."}],
            "configurations": [
                {
                    "nodes": [
                        {
                            "operator": "OR",
                            "negate": False,
                            "cpeMatch": [
                                {
                                    "vulnerable": True,
                                    "criteria": "cpe:2.3:a:civica:openrevenues:*:*:*:*:*:*:*:*",
                                    "versionEndExcluding": "23.4",
                                    "matchCriteriaId": "x",
                                }
                            ],
                        }
                    ]
                }
            ],
        }
    }


def answer_of_nvd(path: str) -> Page:
    """Answer as the NVD does: two to a page, of five; and nothing where a span of time is asked for."""
    query = parse_qs(urlsplit(path).query)
    start = int(query["startIndex"][0])
    numbers = [] if "lastModStartDate" in query else list(range(1000 + start, min(1005, 1002 + start)))
    total = 0 if "lastModStartDate" in query else 5
    whole = {
        "resultsPerPage": len(numbers),
        "startIndex": start,
        "totalResults": total,
        "format": "NVD_CVE",
        "version": "2.0",
        "timestamp": "2026-11-02T00:00:00.000",
        "vulnerabilities": [of_nvd(number) for number in numbers],
    }
    return Page(json.dumps(whole).encode())


def test_the_nvd_is_asked_page_by_page_and_then_only_for_what_changed(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nvd, "PAUSE_S", 0)
    address = publisher.puts("/rest/json/cves/2.0", answer_of_nvd)
    source = a_source(way=Way.NVD, address=address, secret=seal("k3y", SEALED_FOR))
    run = read(source)
    assert (run.entries, run.is_whole, run.alarms) == (5, True, [])
    assert Story.objects.count() == 5
    assert [parse_qs(urlsplit(path).query)["startIndex"] for path, _ in publisher.asked] == [["0"], ["2"], ["4"]]
    assert {headers["apikey"] for _, headers in publisher.asked} == {"k3y"}
    publisher.asked.clear()
    again = read(source)
    query = parse_qs(urlsplit(publisher.asked[0][0]).query)
    assert "lastModStartDate" in query
    assert datetime.fromisoformat(query["lastModStartDate"][0]).tzinfo is not None
    assert (again.entries, again.is_whole, again.alarms) == (0, True, [])


def test_the_nvd_goes_on_where_it_was_left(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nvd, "PAUSE_S", 0)
    answered = []

    def twice(path: str) -> Page:
        answered.append(path)
        return answer_of_nvd(path) if len(answered) < 3 else Page(status=503)

    source = a_source(way=Way.NVD, address=publisher.puts("/rest", twice))
    run = read(source)
    assert (run.entries, run.is_whole, run.log) == (4, False, ["The server answered with status 503."])
    assert source.cursor["start"] == 4
    answered.clear()
    assert read(source).entries == 1
    assert Story.objects.count() == 5


def a_record(number: int) -> bytes:
    """Return a record of the CVE list."""
    found = {
        "dataType": "CVE_RECORD",
        "cveMetadata": {"cveId": f"CVE-2026-{number}", "state": "PUBLISHED", "dateUpdated": "2026-11-01T00:00:00Z"},
        "containers": {
            "cna": {
                "title": f"Fault {number}",
                "descriptions": [{"lang": "en", "value": "It lets\nstrangers in."}],
                "affected": [{"vendor": "Civica", "product": "OpenRevenues", "defaultStatus": "affected"}],
            }
        },
    }
    return json.dumps(found, indent=1).encode()


def test_of_the_cve_list_the_records_that_changed_are_fetched(publisher: Publisher) -> None:
    for number in (1000, 1001, 1002):
        publisher.puts(f"/cves/{number}.json", a_record(number))
    link = f"https://{HOST}/cves/{{}}.json"
    now = datetime.now(UTC)

    def change(ago: timedelta, *numbers: int, where: str = link) -> dict[str, Any]:
        listed = [{"cveId": f"CVE-2026-{number}", "githubLink": where.format(number)} for number in numbers]
        return {"fetchTime": (now - ago).isoformat(), "numberOfChanges": len(listed), "new": listed, "updated": []}

    log = [change(timedelta(minutes=5), 1001, 1002), change(timedelta(hours=2), 1000, 1001)]
    log += [change(timedelta(days=9), 999), change(timedelta(hours=1), 1003, where="https://inside.example.org/{}")]
    source = a_source(
        way=Way.CVE_LIST, address=publisher.puts("/cves/deltaLog.json", json.dumps(log).encode()), every_h=2
    )
    run = read(source)
    assert (run.entries, run.broken) == (3, 0)
    assert run.log == ["https://inside.example.org/1003 leads elsewhere, so it wasn't fetched."]
    publisher.asked.clear()
    assert read(source).log == ["It has nothing new."]
    assert [path for path, _ in publisher.asked] == ["/cves/deltaLog.json"]


def test_a_folder_s_files_are_read_once_and_again_when_they_change(settings: LazySettings, tmp_path: Path) -> None:
    settings.WARDMOTE_HOME = tmp_path
    source = a_source("ours", way=Way.FOLDER, every_h=1)
    folder = tmp_path / "advisories" / "ours"
    (folder / "2026").mkdir(parents=True)
    for number in (1000, 1001):
        (folder / "2026" / f"CVE-2026-{number}.json").write_bytes(a_record(number))
    (folder / "altered.json").write_bytes(a_record(1002))
    (folder / "altered.json.sha256").write_text("0" * 64)
    (folder / "README.md").write_text("no advisory")
    (folder / "link.json").symlink_to("/etc/passwd")
    run = read(source)
    assert (run.entries, run.broken) == (2, 1)
    assert run.log == ["altered.json: It doesn't agree with the hash beside it, so it wasn't taken."]
    assert read(source).entries == 0
    (folder / "2026" / "CVE-2026-1001.json").write_bytes(a_record(1001).replace(b"Fault", b"Great fault"))
    assert (read(source).entries, Story.objects.filter(title__startswith="Great").count()) == (1, 1)


def bundle(number: int) -> dict[str, Any]:
    """Return a vulnerability in STIX."""
    return {
        "type": "vulnerability",
        "spec_version": "2.1",
        "id": f"vulnerability--0c7b5b88-8ff7-4a4d-aa9d-feb398cd{number}",
        "created": "2026-10-01T00:00:00.000Z",
        "modified": "2026-10-01T00:00:00.000Z",
        "name": f"CVE-2026-{number}",
        "external_references": [{"source_name": "cve", "external_id": f"CVE-2026-{number}"}],
    }


def test_a_taxii_collection_is_read_page_by_page_and_from_there_on(publisher: Publisher) -> None:
    kind = {"Content-Type": "application/taxii+json;version=2.1"}

    def answer(path: str) -> Page:
        query = parse_qs(urlsplit(path).query)
        if "added_after" in query and "next" not in query:
            return Page(b"{}", headers=kind)
        number = 1001 if "next" in query else 1000
        more: dict[str, Any] = {} if "next" in query else {"more": True, "next": "2"}
        headers = kind | {"X-TAXII-Date-Added-Last": f"2026-10-01T00:00:0{number % 10}.000000Z"}
        return Page(json.dumps({"objects": [bundle(number)], **more}).encode(), headers=headers)

    address = publisher.puts("/api/collections/91a7b528/objects/", answer).removesuffix("objects/")
    source = a_source("taxii", way=Way.TAXII, address=address, secret=seal("us:pass", SEALED_FOR))
    run = read(source)
    assert (run.entries, run.is_whole, run.log) == (2, True, [])
    assert source.cursor == {"added_after": "2026-10-01T00:00:01.000000Z"}
    assert {headers["authorization"] for _, headers in publisher.asked} == {"Basic dXM6cGFzcw=="}
    again = read(source)
    assert (again.entries, again.alarms) == (0, [])
    assert Statement.objects.count() == 2


def test_a_taxii_server_that_refuses_us_is_said_in_the_log(publisher: Publisher) -> None:
    address = publisher.puts("/api/collections/1/objects/", Page(status=401)).removesuffix("objects/")
    run = read(a_source("taxii", way=Way.TAXII, address=address))
    assert run.log == ["The server doesn't know our name and password or token. (HTTP 401)"]
    assert not run.is_whole
