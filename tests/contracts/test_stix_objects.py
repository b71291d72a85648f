"""Do the reference library and OASIS's validator accept each object that we write, and do we judge as they do?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import io
import json
import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from wardmote.engines.advisories.facts import Broken, Label, Reference
from wardmote.engines.advisories.readers.stix_bundle import READER
from wardmote.engines.advisories.shelf import HEAD_BYTES
from wardmote.engines.advisories.stix.judging import judge
from wardmote.engines.advisories.stix.told import Publisher, Seen, Told, ToldProduct
from wardmote.engines.advisories.stix.writing import bundle_of, objects_of, sighting_of

stix2 = pytest.importorskip("stix2")
validator = pytest.importorskip("stix2validator")

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "stix" / "ics-attack.json"
AT = datetime(2026, 3, 4, 9, 30, 12, 345678, UTC)
WARP = Publisher(UUID("7b2b6b0a-8f0d-4a43-9d0e-0d3f3b7f5a10"), "Example WARP", AT, "desk@warp.example")
PRODUCTS = (
    ToldProduct("NetScaler ADC", "Citrix", "13.1-48.47", "cpe:2.3:a:citrix:netscaler_adc:13.1-48.47:*:*:*:*:*:*:*"),
    ToldProduct("Übersicht", version="2.0"),
)
TOLD = Told(
    id=UUID("0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d"),
    name="NetScaler gives strangers its memory",
    description="Attackers read sessions from it.\nThey use them.",
    what_to_do="Update to 13.1-49.15.\nEnd all sessions.\nTell us what you find.",
    publisher=WARP,
    created=AT,
    modified=AT.replace(day=5),
    label=Label.AMBER_STRICT,
    cves=("CVE-2023-4966", "CVE-2023-4967"),
    products=PRODUCTS,
    references=(Reference("https://vendor.example/ctx579459", "Vendor"),),
    note="Corrected: the fixed version.",
)
BUNDLE = UUID("11111111-2222-4333-8444-555555555555")
WARNINGS = [
    *(replace(TOLD, label=label) for label in Label),
    replace(TOLD, is_withdrawn=True),
    replace(TOLD, cves=(), products=(), references=(), note=""),
    replace(TOLD, cves=("CVE-2023-4966", "CVE-2023-4966"), products=PRODUCTS[1:] * 2),
]


@pytest.mark.parametrize("told", WARNINGS)
def test_the_reference_library_and_the_validator_accept_a_warning(told: Told) -> None:
    assert_accepted(objects_of(told))


@pytest.mark.parametrize("by", [None, WARP, replace(WARP, id=BUNDLE, name="Example Council")])
def test_the_reference_library_and_the_validator_accept_a_sighting(by: Publisher | None) -> None:
    things = objects_of(TOLD)
    (seen_at_work, *_) = (one["id"] for one in things if one["type"] == "vulnerability")
    seen = Seen(TOLD.id, seen_at_work, WARP, AT, Label.GREEN, AT, AT, 3, by, "In the logs of a member.")
    assert_accepted([*things, *sighting_of(seen)])
    assert ("where_sighted_refs" in sighting_of(seen)[-1]) == (by is not None)


def assert_accepted(things: list[dict[str, Any]]) -> None:
    """Ask both judges and our own about a bundle; its warnings count as faults, but for one."""
    bundle = bundle_of(things, BUNDLE)
    parsed = stix2.parse(bundle, allow_custom=False)
    for one in (stix2.parse(thing, allow_custom=False) for thing in things):
        assert one["id"]
    assert len(parsed["objects"]) == len({thing["id"] for thing in things})
    options = validator.ValidationOptions(version="2.1", strict=False, silent=True)
    logging.getLogger("stix2validator").setLevel(logging.ERROR)
    found = validator.validate_string(json.dumps(bundle), options)
    assert found.is_valid, found.errors
    # 302: a hash of the page that a reference leads to, which isn't ours and may change.
    assert [str(one) for one in found.warnings or () if "{302}" not in str(one)] == []
    assert [judge(thing).faults for thing in things if judge(thing).faults] == []


def test_the_id_of_software_is_the_one_that_the_standard_computes() -> None:
    for ours in (one for one in objects_of(TOLD) if one["type"] == "software"):
        theirs = stix2.v21.Software(**{key: ours[key] for key in ("name", "vendor", "version", "cpe") if key in ours})
        assert ours["id"] == theirs["id"]


def test_what_we_write_we_read_again() -> None:
    content = json.dumps(bundle_of(objects_of(TOLD), BUNDLE)).encode()
    assert READER.recognises(content[:HEAD_BYTES], "")
    found = [one for one in READER.read(io.BytesIO(content)) if not isinstance(one, Broken)]
    assert {ids for one in found for ids in one.ids} == set(TOLD.cves)
    vulnerabilities = [one for one in found if one.key.startswith("vulnerability--")]
    for one in vulnerabilities:
        assert {(each.product.name, each.spans[0].low) for each in one.affected} == {
            ("NetScaler ADC", "13.1-48.47"),
            ("Übersicht", "2.0"),
        }
        assert one.remedies[0].text == TOLD.what_to_do
        assert (one.label, one.publisher) == (Label.AMBER_STRICT, "Example WARP")


@pytest.mark.skipif(not SAMPLE.exists(), reason=f"there is no sample bundle at {SAMPLE}")
def test_the_sample_bundle_is_gone_through_without_a_fault() -> None:
    with SAMPLE.open("rb") as file:
        assert READER.recognises(file.read(HEAD_BYTES), SAMPLE.name)
        file.seek(0)
        assert list(READER.read(file)) == []


@pytest.mark.skipif(not SAMPLE.exists(), reason=f"there is no sample bundle at {SAMPLE}")
def test_no_object_of_the_sample_is_refused() -> None:
    things = json.loads(SAMPLE.read_text(encoding="utf-8"))["objects"]
    assert len(things) == 1826
    assert {fault for thing in things for fault in judge(thing).faults} == set()
    assert sum(bool(judge(thing).warnings) for thing in things) > 100
