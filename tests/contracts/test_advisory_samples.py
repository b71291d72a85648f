"""Is every sample of an advisory that other people published recognised by the right reader, and read to its end?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import os
from itertools import islice
from pathlib import Path

import pytest

from wardmote.engines.advisories.facts import Advisory, Broken, Kind
from wardmote.engines.advisories.readers import kev_catalogue, nvd_feed
from wardmote.engines.advisories.shelf import HEAD_BYTES, reader_of, readers

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data"))
# Lists of cases and schemas, which are no advisories.
NOT_ADVISORIES = {"cpe_vectors.json", "testcases.json", "README.md"}


def kind_of(path: Path) -> Kind:
    """Return what a sample is, by the folder that it lies in."""
    folders = path.relative_to(SAMPLES).parts
    return {"kev": Kind.KEV, "nvd": Kind.NVD, "csaf": Kind.CSAF}.get(folders[1], Kind.STIX)


FILES = sorted(
    path
    for folder in ("advisories", "stix")
    for path in (SAMPLES / folder).rglob("*")
    if path.is_file() and path.name not in NOT_ADVISORIES and "schema" not in path.name
)
# The cases of OASIS's validator are broken on purpose: they have only to be recognised.
WHOLE = [path for path in FILES if "validator" not in path.parts]

pytestmark = pytest.mark.skipif(not FILES, reason=f"there are no sample advisories in {SAMPLES}")


def head_of(path: Path) -> bytes:
    """Return a file's first bytes."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_sample_is_recognised_by_its_own_reader_alone(path: Path) -> None:
    kind, head = kind_of(path), head_of(path)
    if kind not in {reader.kind for reader in readers()}:
        pytest.skip(f"there is no reader of {kind}")
    assert [reader.kind for reader in readers() if reader.recognises(head, path.name)] == [kind]
    assert [reader.kind for reader in readers() if reader.recognises(head, "")] == [kind]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_each_whole_sample_is_read_without_a_broken_entry(path: Path) -> None:
    reader = reader_of(head_of(path), path.name)
    if reader is None or reader.kind is Kind.STIX:
        pytest.skip("bundles hold much that is no advisory")
    with path.open("rb") as file:
        found = list(reader.read(file))
    assert found
    assert [one for one in found if isinstance(one, Broken)] == []
    assert len({one.key for one in found if isinstance(one, Advisory)}) == len(found)


@pytest.mark.parametrize("name", ["cpe_vectors.json", "csaf/csaf_json_schema.json", "csaf/validator/testcases.json"])
def test_what_is_no_advisory_is_nobodys(name: str) -> None:
    path = SAMPLES / "advisories" / name
    assert reader_of(head_of(path), path.name) is None


def test_the_catalogue_holds_what_it_counts() -> None:
    with (SAMPLES / "advisories/kev/known_exploited_vulnerabilities.json").open("rb") as file:
        found = [one for one in kev_catalogue.read(file) if isinstance(one, Advisory)]
    assert len(found) == 1_404
    assert all(one.exploited and one.exploited.due_on and one.affected[0].product.vendor for one in found)
    assert sum(one.exploited.for_ransomware for one in found if one.exploited) > 200


@pytest.mark.parametrize("year", [1999, 2023])
def test_every_criterion_of_nvd_is_read(year: int) -> None:
    with (SAMPLES / f"advisories/nvd/cves-{year}.json.gz").open("rb") as file:
        found = [one for one in nvd_feed.read(file) if isinstance(one, Advisory)]
    assert len(found) == 200
    unread = [
        one for advisory in found for one in advisory.affected if not one.spans and one.unread != "No version is named."
    ]
    assert unread == []
    devices = [one for advisory in found for one in advisory.affected if one.running_on]
    # 87 configurations of 2023 bind to a platform, seven of them the same product to the same one.
    assert len(devices) == (80 if year == 2023 else 0)


def test_the_first_entry_is_there_before_the_last_is_read() -> None:
    with (SAMPLES / "advisories/kev/known_exploited_vulnerabilities.json").open("rb") as file:
        assert len(list(islice(kev_catalogue.read(file), 3))) == 3
        assert file.tell() < 500_000
