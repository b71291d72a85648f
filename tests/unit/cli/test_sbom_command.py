"""Does the command take a list of software for the council that it names, and say what it can't take?"""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.estate.listed_items import cyclonedx, size_of, told
from tests.worlds import World
from wardmote.estate.actions.load_catalogue import load_catalogue
from wardmote.estate.models import Item, System
from wardmote.kernel.models import AuditEntry
from wardmote.register.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def bom(elmton: World, tmp_path: Path) -> Path:
    load_catalogue(at=elmton.at)
    file = tmp_path / "portal.json"
    parts = [{"name": f"p{n}", "version": "1", "purl": f"pkg:npm/p{n}@1"} for n in range(25)]
    file.write_bytes(cyclonedx({"name": "OpenRevenues", "publisher": "Civica", "version": "23"}, *parts))
    return file


@pytest.fixture
def council(elmton: World) -> Body:
    return Body.objects.get(code="ELMTON")


def test_a_parts_list_is_shown_kept_and_kept_once(wardmote: Any, bom: Path, council: Body) -> None:
    done = wardmote("sbom", "import", str(bom), "--council", "elmton")
    assert done.code == 0, done.err
    assert "and 6 more." in done.out
    assert "✔ CycloneDX 1.5: 26 new, 0 changed, 0 as before, 0 removed; 0 wait" in done.out
    assert told(council)["Civica OpenRevenues 23"] == ("openrevenues", "23")
    assert set(Item.objects.values_list("batch", flat=True)) == {"portal.json"}
    again = wardmote("sbom", "import", str(bom), "--council", "elmton", "--json").json
    assert (again["added"], again["same"], again["is_kept"], again["list"]) == (0, 26, True, "portal.json")
    assert AuditEntry.objects.filter(action="estate.items-replaced", body_id=council.pk).count() == 1


def test_a_list_belongs_to_a_system_and_has_a_name(wardmote: Any, elmton: World, bom: Path, council: Body) -> None:
    system = System.objects.create(council=council, name="Portal", kind="mission", added_at=elmton.at)
    done = wardmote("sbom", "import", str(bom), "--council", "ELMTON", "--system", "portal", "--list", "weekly")
    assert done.code == 0
    assert set(Item.objects.values_list("batch", "system")) == {("weekly", system.pk)}


def test_a_dry_run_keeps_nothing(wardmote: Any, bom: Path) -> None:
    done = wardmote("sbom", "import", str(bom), "--council", "elmton", "--dry-run")
    assert "CycloneDX 1.5: 26 lines read, nothing kept." in done.out
    assert not Item.objects.exists()


def test_what_of_a_list_cannot_be_read_is_said_and_the_rest_is_kept(wardmote: Any, bom: Path, council: Body) -> None:
    bom.write_bytes(cyclonedx({"name": "a", "version": "1"}, {"version": "2"}, {"type": "file", "name": "b"}))
    done = wardmote("sbom", "import", str(bom), "--council", "elmton")
    assert done.code == 1
    assert "components[1]: This entry has no name." in done.err
    assert "1 entries that are plain files were left out." in done.out
    assert set(told(council)) == {"a 1"}


@pytest.mark.parametrize(
    ("arguments", "content", "sentence"),
    [
        (["--council", "nowhere"], None, "There is no council with the code nowhere."),
        (["--council", "elmton", "--system", "x"], None, "isn't on the council's list of systems"),
        (["--council", "elmton", "--list", "seen"], None, "Give the list another name"),
        (["--council", "elmton"], b"{", "This is not valid JSON"),
        (["--council", "elmton"], b"", "The file is empty."),
        (["--council", "elmton"], b"product\n" + b"".join(b"%d\n" % n for n in range(20_001)), "20,000 lines"),
    ],
    ids=size_of,
)
def test_a_list_that_cannot_be_taken_is_refused_in_words(
    wardmote: Any, bom: Path, arguments: list[str], content: bytes | None, sentence: str
) -> None:
    if content is not None:
        bom.write_bytes(content)
    done = wardmote("sbom", "import", str(bom), *arguments)
    assert done.code != 0
    assert sentence in " ".join(done.err.split())
    assert not Item.objects.exists()
