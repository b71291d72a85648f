"""Is every document that other people published read, and judged as the standard's own cases say?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, Registry

from wardmote.engines.advisories.csaf.judging import judge
from wardmote.engines.advisories.csaf.parsing import parse
from wardmote.engines.advisories.csaf.reading import advisories
from wardmote.engines.advisories.csaf.shapes import validator
from wardmote.engines.advisories.facts import Advisory, Kind, ReadingError, Span, Status
from wardmote.engines.advisories.shelf import HEAD_BYTES, reader_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "advisories" / "csaf"
PUBLISHED = sorted((*SAMPLES.glob("cisa/*.json"), *SAMPLES.glob("examples/**/*.json")))
VALIDATOR = SAMPLES / "validator"

pytestmark = pytest.mark.skipif(not PUBLISHED, reason=f"there are no CSAF documents in {SAMPLES}")


def cases() -> list[tuple[str, str, bool]]:
    """Return test, file and whether it is valid, of each of the standard's mandatory cases."""
    if not VALIDATOR.is_dir():
        return []
    tests = json.loads((VALIDATOR / "testcases.json").read_text())["tests"]
    return [
        (test["id"], case["name"], case["valid"])
        for test in tests
        if test["group"] == "mandatory"
        for case in (*test.get("failures", ()), *test.get("valid", ()))
    ]


def read(path: Path) -> list[Advisory]:
    """Read a file as a person's upload is read."""
    with path.open("rb") as stream:
        reader = reader_of(stream.read(HEAD_BYTES), path.name)
        assert reader is not None
        assert reader.kind is Kind.CSAF
        stream.seek(0)
        found = list(reader.read(stream))
    assert all(isinstance(one, Advisory) for one in found)
    return [one for one in found if isinstance(one, Advisory)]


def test_no_case_and_no_document_is_left_out() -> None:
    assert len(cases()) == 147
    assert len(PUBLISHED) == 79


@pytest.mark.parametrize(("test", "name", "is_valid"), cases(), ids=[name for _, name, _ in cases()])
def test_each_mandatory_case_comes_out_as_the_standard_says(test: str, name: str, is_valid: bool) -> None:
    problems = judge(parse((VALIDATOR / name).read_bytes()))
    if is_valid:
        assert problems == ()
    else:
        assert test in {problem.test for problem in problems}


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_document_is_read_whole_and_valid(path: Path) -> None:
    document = parse(path.read_bytes())
    found = read(path)
    assert len(found) == max(1, len(document.get("vulnerabilities", ())))
    assert len({one.key for one in found}) == len(found)
    assert all(one.title and one.publisher and one.published and one.revised for one in found)
    assert judge(document) == ()


def test_what_a_range_cannot_say_to_a_machine_is_kept_for_a_person() -> None:
    found = [affected for path in PUBLISHED for one in read(path) for affected in one.affected]
    assert all(affected.spans or affected.unread for affected in found)
    spans = sum(len(affected.spans) for affected in found)
    assert spans > 4 * sum(bool(affected.unread) for affected in found)


def test_a_known_advisory_says_what_it_says() -> None:
    (advisory, *_) = read(SAMPLES / "cisa" / "icsa-23-320-10.json")
    (affected,) = advisory.affected
    assert (advisory.key, advisory.ids) == ("ICSA-23-320-10 CVE-2019-12255", ("CVE-2019-12255",))
    assert (affected.product.vendor, affected.product.name) == ("Siemens", "SIPROTEC 4 7SJ66")
    assert (affected.status, affected.spans) == (Status.AFFECTED, (Span(high="4.41"),))
    assert advisory.scores[0].vector.startswith("CVSS:3.1/AV:N/")


def oasis() -> Draft202012Validator:
    """Return the validator of the standard's own schema, with scores of any shape: theirs stand at FIRST."""
    anything = [(f"https://www.first.org/cvss/cvss-v{version}.json", {"type": "object"}) for version in ("2.0",)]
    either = [
        (f"https://www.first.org/cvss/cvss-v{version}.json", {"properties": {"version": {"const": version}}})
        for version in ("3.0", "3.1")
    ]
    schema = json.loads((SAMPLES / "csaf_json_schema.json").read_text())
    return Draft202012Validator(schema, registry=Registry([*anything, *either]), validate_formats=True)


def changed(document: Any, draw: Any) -> Any:
    """Return a document with something else in a few places, deleted or put twice in others."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 4))):
        place, key = draw_place(document, draw)
        if place is None:
            continue
        match draw(st.integers(0, 5)):
            case 0:
                del place[key]
            case 1 if isinstance(place, list):
                place.append(copy.deepcopy(place[key]))
            case _:
                place[key] = copy.deepcopy(draw(ANYTHING))
    return document


def draw_place(document: Any, draw: Any) -> tuple[Any, Any]:
    """Choose an entry, at any depth."""
    place, key, node = None, None, document
    for _ in range(draw(st.integers(1, 10))):
        if not isinstance(node, dict | list) or not node:
            break
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        place, key = node, draw(st.sampled_from(keys))
        node = node[key]
    return place, key


ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, 0, -1, 1.5, 10**30, "", " ", "x", [], {}, [[]], [{}], {"": None}, ["x", "x"]]),
    st.sampled_from(["9999-12-31T23:59:60Z", "0001-01-01T00:00:00+23:59", "2021-07-21T10:00:00-99:99", "<1 | >=2"]),
    st.sampled_from(["CVSS:3.1/AV:", "CVSS:4.0/" + "A" * 400, "cpe:2.3:a:b", "cpe:/a:%", "pkg:a/b@%ff", "https://["]),
    st.sampled_from(["CSAFPID-0001", "1.0.0-a..b", "0", "2.0", "csaf_vex", "vers:npm/>1|", "vers:all/", "\U0001f600"]),
    st.text(max_size=30),
)
SMALL = [path for path in (*PUBLISHED, *sorted(VALIDATOR.glob("mandatory/*.json"))) if path.stat().st_size < 30_000]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_document_with_anything_anywhere_is_read_or_refused_but_breaks_nothing(data: st.DataObject) -> None:
    document = changed(json.loads(data.draw(st.sampled_from(SMALL)).read_bytes()), data.draw)
    refusals = []
    try:
        document = parse(json.dumps(document).encode())
        assert len(list(advisories(document))) >= 1
    except ReadingError as refusal:
        refusals.append(str(refusal))
    assert all(refusal.endswith(".") for refusal in refusals)
    assert all(problem.says.endswith(".") for problem in judge(document))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_our_schema_refuses_what_the_standards_own_refuses(data: st.DataObject) -> None:
    document = changed(json.loads(data.draw(st.sampled_from(SMALL)).read_bytes()), data.draw)
    ours = [error.instance_path for error in validator("2.0").iter_errors(document)]
    is_ours = not [path for path in ours if not {"cvss_v2", "cvss_v3"} & {str(part) for part in path}]
    theirs = [error.instance_path for error in OASIS[0].iter_errors(document)]
    is_theirs = not [path for path in theirs if not {"cvss_v2", "cvss_v3"} & {str(part) for part in path}]
    assert is_ours == is_theirs


OASIS = [oasis()] if PUBLISHED else []


@pytest.mark.parametrize("path", PUBLISHED[::6], ids=lambda path: path.stem)
def test_bytes_that_are_cut_or_turned_are_refused(path: Path) -> None:
    data = path.read_bytes()
    for at in (0, 1, len(data) // 3, len(data) - 20):
        with pytest.raises(ReadingError):
            parse(data[:at])
        with pytest.raises(ReadingError):
            parse(data[:at] + b"\xff" + data[at:])
