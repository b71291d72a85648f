"""Does a validator that somebody else wrote accept what we publish?"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.advisories.csaf.csaf_made import AT, notice
from tests.unit.engines.advisories.csaf.test_csaf_writing import SHAPES, SHELF
from wardmote.engines.advisories.csaf.publishing import tree
from wardmote.engines.advisories.csaf.writing import write
from wardmote.engines.advisories.facts import Label

csaf = pytest.importorskip("csaf", reason="the package csaf isn't installed")


@pytest.mark.parametrize("changes", [changes for changes, _ in SHAPES.values()], ids=SHAPES)
def test_the_csaf_package_finds_each_document_valid(changes: dict[str, Any]) -> None:
    judged = import_module("csaf.csaf.v20._validator")
    report = judged.validate(json.loads(write(notice(**changes))))
    assert [(result.id, result.errors) for result in report.results if not result.passed and not result.skipped] == []
    assert report.overall_valid


def test_the_csaf_package_finds_each_folder_of_the_tree_whole(tmp_path: Path) -> None:
    """It expects the columns of changes.csv the other way round than the standard's example (section 7.1.13)."""
    for name, data in tree([notice(id=f"X-{label}", label=label) for label in Label], SHELF, at=AT).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for folder in ("white", "green", "amber", "amber-strict", "red"):
        result = csaf.audit_tree(str(tmp_path / ".well-known" / "csaf" / folder))
        assert result.advisory_count == 1
        assert [violation for violation in result.violations if violation.rule != "changes-csv"] == []
