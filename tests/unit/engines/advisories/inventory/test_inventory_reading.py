"""Is each kind of parts list read, and is every hostile one refused in words before it does harm?"""

import gzip
import io
import json
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.facts import ReadingError
from wardmote.engines.advisories.inventory import Line, read_inventory
from wardmote.engines.advisories.inventory.json_text import read_json
from wardmote.engines.advisories.inventory.texts import clean, cpe_of, purl_of

CPE = "cpe:2.3:a:idox:uniform:10.4:*:*:*:*:*:*:*"
PURL = "pkg:npm/%40scope/part@1.2.3"
PART = {"type": "library", "group": "@scope", "name": "part", "version": "1.2.3", "purl": PURL}
UNIFORM = {"type": "application", "name": "Uniform", "version": "10.4", "cpe": CPE, "supplier": {"name": "Idox"}}
SPDX_PACKAGE = {
    "name": "Uniform",
    "versionInfo": "10.4",
    "supplier": "Organization: Idox (info@idox.example)",
    "primaryPackagePurpose": "APPLICATION",
    "externalRefs": [
        {"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": CPE},
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": PURL},
    ],
}
LINE = Line("Idox", "Uniform", "10.4", CPE, PURL, "Idox Uniform 10.4", "application")


def cyclonedx(*components: Any, version: str = "1.6", **more: Any) -> bytes:
    """Return a CycloneDX document."""
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": version, "components": components, **more}).encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Return a zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6"])
def test_cyclonedx_is_read_with_nested_parts_and_the_product_itself(version: str) -> None:
    document = cyclonedx(UNIFORM | {"components": [PART]}, version=version, metadata={"component": {"name": "Estate"}})
    found = read_inventory(document)
    assert found.format == f"CycloneDX {version}"
    assert [line.as_written for line in found.lines] == ["Estate", "Idox Uniform 10.4", "@scope/part 1.2.3"]
    assert found.lines[1] == Line("Idox", "Uniform", "10.4", CPE, "", "Idox Uniform 10.4", "application")
    assert found.broken == ()


@pytest.mark.parametrize("version", ["1.2", "1.6"])
def test_cyclonedx_in_xml_is_read_alike(version: str) -> None:
    document = f"""<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/{version}">
      <metadata><component type="application"><name>Estate</name></component></metadata>
      <components><component type="application"><supplier><name>Idox</name><contact><name>Jo</name></contact></supplier>
        <name>Uniform</name><version>10.4</version><cpe>{CPE}</cpe>
        <licenses><license><name>Own</name></license></licenses>
        <components><component type="library"><group>@scope</group><name>part</name><version>1.2.3</version>
          <purl>{PURL}</purl></component></components></component></components></bom>"""
    json_too = cyclonedx(
        UNIFORM | {"components": [PART]}, metadata={"component": {"name": "Estate", "type": "application"}}
    )
    assert read_inventory(document.encode()).lines == read_inventory(json_too).lines


@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_spdx_2_is_read_as_json_also_in_a_wrapper(version: str) -> None:
    document = {"spdxVersion": version, "packages": [SPDX_PACKAGE]}
    for wrapped in (document, {"sbom": document}):
        assert read_inventory(json.dumps(wrapped).encode()).lines == (LINE,)


def test_spdx_2_is_read_as_tags() -> None:
    document = f"""SPDXVersion: SPDX-2.3
DocumentName: x
# a remark
PackageName: Uniform
PackageVersion: 10.4
PackageSupplier: Organization: Idox (info@idox.example)
PackageComment: <text>PackageName: no
PackageName: neither</text>
PrimaryPackagePurpose: APPLICATION
ExternalRef: SECURITY cpe23Type {CPE}
ExternalRef: PACKAGE-MANAGER purl {PURL}
FileName: ./x
PackageName: second
PackageVersion: NOASSERTION
"""
    found = read_inventory(document.encode())
    assert found.lines == (LINE, Line(name="second", as_written="second"))
    assert found.format == "SPDX 2.3"


def test_spdx_3_is_read() -> None:
    package = {
        "type": "software_Package",
        "name": "Uniform",
        "software_packageVersion": "10.4",
        "software_primaryPurpose": "application",
        "software_packageUrl": PURL,
        "suppliedBy": "urn:idox",
        "externalIdentifier": [{"externalIdentifierType": "cpe23", "identifier": CPE}],
    }
    maker = {"type": "Organization", "spdxId": "urn:idox", "name": "Idox"}
    document = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [package, maker]}
    assert read_inventory(json.dumps(document).encode()).lines == (LINE,)


def test_a_list_of_names_is_read() -> None:
    text = (
        f"# ours\n\n{CPE}\ncpe:/a:microsoft:sql_server:2014:sp2\n{PURL}\npkg:deb/debian/curl@7.50?arch=i386\nUniform\n"
    )
    found = read_inventory(text.encode())
    assert [(line.vendor, line.name, line.version) for line in found.lines] == [
        ("idox", "uniform", "10.4"),
        ("microsoft", "sql server", "2014 sp2"),
        ("", "@scope/part", "1.2.3"),
        ("", "debian/curl", "7.50"),
    ]
    assert found.lines[1].cpe == "cpe:2.3:a:microsoft:sql_server:2014:sp2:*:*:*:*:*:*"
    assert [one.place for one in found.broken] == ["line 7"]


def test_a_list_is_taken_out_of_gzip_and_zip() -> None:
    document = cyclonedx(UNIFORM)
    for packed in (gzip.compress(document), zipped(("sbom.json", document), ("__MACOSX/._sbom.json", b"x"))):
        assert read_inventory(packed) == read_inventory(document)


def test_a_part_that_cannot_be_read_costs_no_other() -> None:
    found = read_inventory(cyclonedx({"version": "1"}, 7, UNIFORM | {"cpe": "cpe:broken", "purl": "npm/x"}, PART))
    assert [one.place for one in found.broken] == ["components[0]", "components[1]", "components[2]", "components[2]"]
    assert [line.name for line in found.lines] == ["Uniform", "@scope/part"]


def test_control_characters_and_long_texts_are_not_kept() -> None:
    (line,) = read_inventory(cyclonedx({"name": "a\x00\x1b[31m\u202eb" + "x" * 9_000, "version": ["1"]})).lines
    assert line.name.isprintable()
    assert len(line.name) <= 500
    assert line.version == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello", "no CycloneDX or SPDX"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"a": 1}', "no CycloneDX or SPDX"),
        (b'{"bomFormat": "CycloneDX", "components": ', "not valid JSON"),
        (b'{"bomFormat": "CycloneDX", "components": {}}', "no list"),
        (b'{"bomFormat":"CycloneDX","components":[{"name":"a","name":"b"}]}', "stands twice"),
        (b'{"bomFormat":"CycloneDX","components":[{"name" : "a", "n\\u0061me" : "b"}]}', "stands twice"),
        (b'{"bomFormat":"CycloneDX","x":' + b"[" * 70 + b"]" * 70 + b"}", "nested deeper"),
        (b'{"bomFormat":"CycloneDX","x":' + b'{"a":' * 100_000, "nested deeper|not valid"),
        (b"<bom/>", "no CycloneDX"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "document type"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">' + b"<a>" * 70, "nested deeper"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><a>', "not well-formed"),
        (b" " * 50_000_001, "larger than"),
        (gzip.compress(b" " * 2_000_000 + b"x"), "200 times"),
        (gzip.compress(cyclonedx(UNIFORM))[:-9], "breaks off"),
        (b"\x1f\x8bnonsense", "damaged"),
        (b"PK\x03\x04nonsense", "damaged"),
        (zipped(), "0 files"),
        (zipped(("a", b"x"), ("b", b"x")), "2 files"),
        (zipped(("a", b"\0" * 5_000_000)), "200 times"),
        (zipped(("a.gz", gzip.compress(b"x"))), "Another archive"),
        (zipped(*((str(number), b"") for number in range(150))), "more than 100"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        read_inventory(content)


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(content: bytes) -> None:
    for start in (b"", b"{", b"<", b"PK\x03\x04", b"\x1f\x8b", b"pkg:a/b\n", b"SPDXVersion: SPDX-2.3\n"):
        with suppress(ReadingError):
            assert read_inventory(start + content).format


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=6) | st.sampled_from(['":', " :", '\\":']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES, st.sampled_from([None, 1]), st.booleans())
def test_json_without_repeats_is_read_as_it_is(value: Any, indent: int | None, is_ascii: bool) -> None:
    assert read_json(json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode()) == value


@given(_VALUES, st.text(max_size=4), st.sampled_from(['"%s":1,"%s":2', '"%s" :1,"%s"\n: 2']))
def test_a_key_that_stands_twice_is_found_wherever_it_is(value: Any, key: str, form: str) -> None:
    quoted = json.dumps(key)[1:-1]
    text = f'{{"beside": {json.dumps(value)}, "x": [{{{form % (quoted, quoted)}}}]}}'
    with pytest.raises(ReadingError, match="stands twice"):
        read_json(text.encode())


@given(st.text(max_size=80) | st.integers())
def test_names_for_machines_are_such_names_or_nothing(text: Any) -> None:
    assert cpe_of(text) == "" or cpe_of(text).startswith("cpe:2.3:")
    assert purl_of(text) == "" or purl_of(text).startswith("pkg:")
    assert clean(text).isprintable()
