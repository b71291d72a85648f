"""Does the command read advisories out of files and folders, and say how sources stand?"""

import json
from pathlib import Path
from typing import Any

import pytest

from wardmote.warn.models import Source, SourceRun, Statement, Story

pytestmark = pytest.mark.django_db
KEV = {
    "catalogVersion": "1",
    "dateReleased": "2026-11-02T00:00:00Z",
    "vulnerabilities": [
        {
            "cveID": f"CVE-2026-{number}",
            "vendorProject": "Civica",
            "product": "OpenRevenues",
            "vulnerabilityName": "Fault",
            "dateAdded": "2026-10-01",
        }
        for number in range(1000, 1030)
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a catalogue, and what lies beside one."""
    found = tmp_path / "in"
    (found / "below").mkdir(parents=True)
    (found / "below" / "kev.json").write_text(json.dumps(KEV))
    (found / "below" / "kev.json.sha256").write_text("0")
    return found


def test_a_folder_is_read_once(wardmote: Any, folder: Path) -> None:
    done = wardmote("advisories", "import", str(folder))
    assert done.code == 0
    assert done.out.startswith("✔ 30 entries of 1 files: 30 new or changed, 0 can't be read")
    assert Story.objects.count() == 30
    assert Statement.objects.filter(source__key="by-hand").count() == 30
    again = wardmote("advisories", "import", str(folder), "--json").json
    assert (again["entries"], again["changed"], again["is_whole"]) == (30, 0, True)


def test_a_file_is_read_for_the_source_that_is_named(wardmote: Any, folder: Path) -> None:
    wardmote("advisories", "import", "--source", "cisa-kev", str(folder))
    assert set(Statement.objects.values_list("source__key", flat=True)) == {"cisa-kev"}
    refused = wardmote("advisories", "import", "--source", "nobody", str(folder))
    assert refused.code == 1
    assert "wardmote advisories sources" in refused.err


def test_what_cannot_be_read_is_said_and_costs_no_other(wardmote: Any, folder: Path) -> None:
    (folder / "a.json").write_text("hello")
    (folder / "b.json").write_text('{"catalogVersion": "1", "vulnerabilities": [')
    done = wardmote("advisories", "import", str(folder))
    assert done.code == 1
    assert "a.json: a.json is of no kind that we can read" in done.out
    assert "b.json" in done.out
    assert Story.objects.count() == 30


def test_sources_are_listed_with_what_is_wrong(wardmote: Any, folder: Path) -> None:
    wardmote("advisories", "import", str(folder))
    done = wardmote("advisories", "sources")
    assert done.code == 0
    assert "with an alarm" in done.out.splitlines()[0]
    Source.objects.filter(key="nvd").update(alarms=[{"kind": "silent", "says": "Nothing came."}])
    said = wardmote("advisories", "sources", "--json")
    assert said.code == 1
    assert next(row for row in said.json if row["key"] == "nvd")["alarms"] == ["Nothing came."]
    assert SourceRun.objects.count() == 1
