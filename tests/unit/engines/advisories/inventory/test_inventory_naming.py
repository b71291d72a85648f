"""Are lines that people wrote split as they are meant, and is the right product proposed, or none?"""

import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.inventory.catalogue import Known, shipped
from wardmote.engines.advisories.inventory.naming import Written, read_line
from wardmote.engines.advisories.inventory.proposing import propose

CASES = Path(__file__).resolve().parents[4] / "cases" / "naming"
LINES = [line for path in sorted(CASES.glob("*.toml")) for line in tomllib.loads(path.read_text())["line"]]
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.95


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line["written"]))
def test_the_version_is_read(line: dict[str, str]) -> None:
    assert read_line(line["written"]).version == line["version"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Civica OpenRevenues v23", Written("Civica", "OpenRevenues", "23")),
        ("Microsoft SQL Server 2019 (15.0.4153.1) x64", Written("Microsoft", "SQL Server 2019", "15.0.4153.1")),
        ("Citrix NetScaler ADC 13.1-48.47", Written("Citrix", "NetScaler ADC", "13.1-48.47")),
        ("Windows Server 2016 Standard", Written("", "Windows Server 2016", "")),
        ("FortiOS v7.2.5 build1517", Written("", "FortiOS", "7.2.5")),
        ("7-Zip 19.00 (x64)", Written("", "7-Zip", "19.00")),
        ("AutoCAD 2023", Written("", "AutoCAD", "2023")),
        ("  \t ", Written("", "", "")),
        ("2019", Written("", "2019", "")),
    ],
)
def test_a_line_is_split_into_vendor_product_and_version(text: str, written: Written) -> None:
    assert read_line(text) == written


def test_a_vendor_that_somebody_adds_is_known() -> None:
    assert read_line("Acme Parking 4.2", ["Acme"]) == Written("Acme", "Parking", "4.2")


def test_what_is_proposed_is_right() -> None:
    right = wrong = missed = 0
    told = []
    for line in LINES:
        found = propose(read_line(line["written"]), shipped())
        first = found[0].product if found else ""
        right += bool(first) and first == line["product"]
        wrong += bool(first) and first != line["product"]
        missed += not first and bool(line["product"])
        told += [(line["written"], first, line["product"])] if first != line["product"] else []
    precision, recall = right / (right + wrong), right / (right + missed)
    sys.stdout.write(f"\n{len(LINES)} lines: precision {precision:.3f}, recall {recall:.3f}; differing: {told}\n")
    assert len(LINES) >= 80
    assert precision >= LEAST_PRECISION, told
    assert recall >= LEAST_RECALL, told


def test_two_products_of_one_name_are_both_proposed() -> None:
    twins = (Known("a", "Alpha", "Beacon", "x"), Known("b", "Beta", "Beacon", "x"))
    assert [found.product for found in propose(read_line("Beacon 3"), twins)] == ["a", "b"]
    assert propose(read_line("Beta Beacon 3", ["Beta"]), twins)[0].product == "b"


def test_a_number_in_a_name_is_never_taken_for_another() -> None:
    found = {each.product for each in propose(read_line("Windows 11"), shipped())}
    assert found == {"windows-11"}


@given(st.text(max_size=600))
def test_no_line_is_too_strange(text: str) -> None:
    for proposal in propose(read_line(text), shipped()):
        assert 0 <= proposal.confidence <= 1
        assert proposal.why


def test_a_hostile_line_takes_no_time() -> None:
    for text in ("1." * 100_000, "v" * 100_000, "(" * 100_000, "a " * 100_000, "java " * 50_000):
        read_line(text)


def test_the_catalogue_is_well_formed() -> None:
    catalogue = shipped()
    assert len(catalogue) >= 150
    assert len({known.id for known in catalogue}) == len(catalogue)
    for known in catalogue:
        assert known.vendor
        assert known.name
        assert known.category
        assert known.id == known.id.lower().strip("-")
        assert len(set(known.aliases)) == len(known.aliases)
        for cpe in known.cpe:
            part, vendor, product = cpe.split(":")
            assert part in "aoh"
            assert vendor == vendor.lower()
            assert product == product.lower()
            assert " " not in cpe
        for end in known.ends:
            assert end.cycle
            assert date(2010, 1, 1) < end.on < date(2040, 1, 1)
            assert end.source.startswith("https://")


def test_no_alias_stands_for_two_products() -> None:
    seen: dict[str, str] = {}
    for known in shipped():
        for alias in known.aliases:
            assert seen.setdefault(alias.lower(), known.id) == known.id, alias


def test_the_last_days_of_well_known_cycles_are_right() -> None:
    ends = {(known.id, end.cycle): end.on for known in shipped() for end in known.ends}
    assert ends["windows-server-2012-r2", "2012 R2"] == date(2023, 10, 10)
    assert ends["windows-10-22h2", "22H2"] == date(2025, 10, 14)
    assert ends["sql-server-2014", "2014"] == date(2024, 7, 9)
    assert ends["windows-server-2016", "2016"] == date(2027, 1, 12)
