"""Do the official CAF files, as the Cabinet Office's WebCAF keeps them, come in whole?

Their wording is Crown copyright and no part of this repository. `WARDMOTE_SAMPLES` names the folder of sample files;
unless it says otherwise, `shared/data` beside the checkout.
"""

import os
from functools import cache
from pathlib import Path

import pytest

from wardmote.engines.frameworks import FrameworkError
from wardmote.engines.frameworks.importing import Wording, compare, read_wording
from wardmote.engines.frameworks.importing.published import published_counts
from wardmote.engines.frameworks.library import load_outline, profiles
from wardmote.engines.frameworks.outcomes import Status
from wardmote.engines.frameworks.outline_reading import with_statements

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "caf"
VERSIONS = ("3.2", "4.0")

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"there are no official CAF files in {SAMPLES}")


def name_of(version: str) -> str:
    """Return the name under which the file of a version is published."""
    return f"cyber-assessment-framework-v{version}.yaml"


@cache
def official(version: str) -> Wording:
    """Return the official wording of a version."""
    return read_wording((SAMPLES / name_of(version)).read_bytes(), name_of(version), load_outline)


def test_version_3_2_comes_in_without_a_fault() -> None:
    wording = official("3.2")

    assert list(wording.counts.values()) == [154, 111, 184]
    assert len(wording.statements) == 39
    assert wording.faults == ()


def test_version_4_0_comes_in_whole_and_its_one_fault_is_said() -> None:
    wording = official("4.0")

    assert list(wording.counts.values()) == [183, 148, 224]
    assert len(wording.statements) == 41
    (fault,) = wording.faults
    assert fault.line == 601
    assert 'The id "A4.a.11" is on line 594 too' in fault.says


@pytest.mark.parametrize("version", VERSIONS)
def test_every_other_id_is_the_files_own(version: str) -> None:
    text = (SAMPLES / name_of(version)).read_text(encoding="utf-8")
    ids = [statement.id for several in official(version).statements.values() for statement in several]

    assert len(ids) == len(set(ids))
    assert [one for one in ids if f" {one}:\n" not in text] == ([] if version == "3.2" else ["A4.a.11-2"])


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wording_fits_the_outline(version: str) -> None:
    wording = official(version)

    filled = with_statements(load_outline("caf", version), wording.statements, wording.source)

    assert sum(len(outcome.statements) for outcome in filled.outcomes.values()) == wording.total


@pytest.mark.parametrize("version", VERSIONS)
def test_the_counts_speak_of_every_outcome(version: str) -> None:
    outline = load_outline("caf", version)
    counts = published_counts("caf", version)

    assert list(counts) == list(outline.outcomes)
    for outcome in outline.outcomes.values():
        assert [level for level in Status if counts[outcome.id][level]] == list(outcome.levels)


def test_the_profiles_of_the_file_are_those_that_we_ship() -> None:
    assert official("3.2").minimums == {one.key: dict(one.minimum) for one in profiles("caf", "3.2")}


@pytest.mark.parametrize(("version", "other"), [("3.2", "4.0"), ("4.0", "3.2")])
def test_a_file_under_the_name_of_the_other_version_is_refused(version: str, other: str) -> None:
    with pytest.raises(FrameworkError, match=f"there is no outcome .* in caf {other}"):
        read_wording((SAMPLES / name_of(version)).read_bytes(), name_of(other), load_outline)


def test_a_statement_taken_out_of_the_file_is_missed() -> None:
    text = (SAMPLES / name_of("4.0")).read_text(encoding="utf-8")
    start, end = text.index("                A2.b.5:"), text.index("                A2.b.6:")
    short = (text[:start] + text[end:]).encode()

    wording = read_wording(short, name_of("4.0"), load_outline)

    says = "A2.b: the published framework has 5 partially achieved statements, this file has 4."
    assert says in [fault.says for fault in wording.faults]
    assert compare(official("4.0"), wording).removed == ("A2.b.5",)


def test_no_official_statement_stands_in_the_repository() -> None:
    """Crown copyright is imported, never shipped: look for every statement in every text of ours."""
    folders = ("src", "docs", "tests", "scripts", "benchmarks")
    kinds = {".py", ".toml", ".md", ".html", ".txt", ".csv", ".json", ".yaml"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    ours = " ".join(" ".join(path.read_text(encoding="utf-8", errors="replace").split()) for path in files).lower()
    statements = {
        " ".join(statement.says.split()).lower()
        for version in VERSIONS
        for several in official(version).statements.values()
        for statement in several
    }
    assert len(ours) > 100_000
    assert [says for says in statements if says in ours] == []
