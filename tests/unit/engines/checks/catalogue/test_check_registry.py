"""Is a check found by its file alone, and does it say all that its page needs?"""

import sys
import tomllib
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.stated import finding_of
from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.domain import CaaRecords
from wardmote.engines.checks.gather.gathering import gatherers
from wardmote.engines.checks.judging import judge
from wardmote.engines.checks.registry import check_of, checks, checks_in
from wardmote.engines.checks.verdicts import Finding, Verdict
from wardmote.engines.frameworks import load_outline

ONE_MORE = '''"""Does the domain have a short name?"""
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts.domain import CaaRecords
from wardmote.engines.checks.verdicts import Finding, Verdict

def judge(caa: CaaRecords) -> Finding:
    return Finding(Verdict.GOOD if len(caa.domain) < 10 else Verdict.WEAK, "Measured.")

CHECK = Check(module=__name__, asks=CaaRecords, judge=judge, title="Short", why="To type.", fix="Choose a short one.")
'''
# The law asks for it, and the CAF doesn't speak of it.
WITHOUT_OUTCOME = {"accessibility_statement"}

ITS_CASES = """
[[cases]]
domain = "x.uk"
given = { "x.uk CAA" = ['0 issue "letsencrypt.org"'] }
verdict = "good"

[[cases]]
domain = "a-long-name.uk"
given = {}
verdict = "weak"

[[cases]]
given = { "* *" = "timeout" }
verdict = "unknown"
"""


def test_adding_a_check_is_adding_a_file_and_its_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "a_shelf_of_checks"
    (shelf / "names").mkdir(parents=True)
    (shelf / "__init__.py").write_text("")
    (shelf / "names" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    package = import_module("a_shelf_of_checks")
    assert checks_in(package) == ()

    (shelf / "names" / "short_name.py").write_text(ONE_MORE)
    invalidate_caches()
    (check,) = checks_in(package)

    assert (check.id, check.area) == ("short_name", "names")
    for case in tomllib.loads(ITS_CASES)["cases"]:
        assert finding_of(check, case).verdict.value == case["verdict"]
    assert judge(check, CaaRecords("a-long-name.uk")) == Finding(Verdict.WEAK, "Measured.", fix="Choose a short one.")
    for name in [name for name in sys.modules if name.startswith("a_shelf_of_checks")]:
        monkeypatch.delitem(sys.modules, name)


def test_ids_are_unique_and_lead_to_their_check() -> None:
    ids = [check.id for check in checks()]
    assert len(set(ids)) == len(ids)
    assert check_of("caa_present").asks is CaaRecords


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_check_says_why_and_what_to_do_and_where_it_is_written(check: Check[Any]) -> None:
    assert check.title
    assert check.why.endswith(".")
    assert check.fix.endswith(".")
    assert check.references
    assert all(reference.url.startswith("https://") for reference in check.references)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_check_names_outcomes_that_the_caf_has(check: Check[Any]) -> None:
    outcomes = set(load_outline("caf", "3.2").outcomes)
    assert bool(check.caf) != (check.id in WITHOUT_OUTCOME)
    assert set(check.caf) <= outcomes


@pytest.mark.parametrize("check", [c for c in checks() if c.area in ("dns", "mail")], ids=lambda check: check.id)
def test_somebody_gathers_the_fact_that_a_check_asks_for(check: Check[Any]) -> None:
    assert check.asks in gatherers()


@pytest.mark.parametrize("reason", list(Reason))
def test_what_could_not_be_learnt_is_unknown_and_never_missing(reason: Reason) -> None:
    finding = judge(check_of("caa_present"), Unreachable(reason))

    assert finding.verdict is Verdict.UNKNOWN
    assert finding.says.startswith("Nothing is known: ")
    assert finding.fix == ""


def test_a_reference_to_an_rfc_knows_its_address() -> None:
    assert Reference("RFC 8659", "section 4.1").url == "https://www.rfc-editor.org/rfc/rfc8659#section-4.1"
    assert Reference("RFC 9116").url == "https://www.rfc-editor.org/rfc/rfc9116"
    assert Reference("Guidance", "", "https://example.gov.uk/").url == "https://example.gov.uk/"
