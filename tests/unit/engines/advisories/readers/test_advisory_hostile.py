"""Is every hostile document refused or made harmless, with a sentence that says what to do, and within memory?"""

import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError
from wardmote.engines.advisories.readers import (
    cve_record,
    epss_scores,
    kev_catalogue,
    mail_message,
    news_feed,
    nvd_feed,
)
from wardmote.engines.advisories.reading.limits import END, MOST_ENTRY
from wardmote.engines.advisories.shelf import Reader

OURS = (
    cve_record.READER,
    nvd_feed.READER,
    kev_catalogue.READER,
    epss_scores.READER,
    news_feed.READER,
    mail_message.READER,
)
JSON = (cve_record.READER, nvd_feed.READER, kev_catalogue.READER)
TWO_GIGABYTES = 2_000_000_000
RECORD = {
    "cveMetadata": {"cveId": "CVE-2026-12345", "state": "PUBLISHED", "dateUpdated": "2026-03-04T05:06:07Z"},
    "containers": {
        "cna": {
            "title": "A <script>alert(1)</script> title\x00",
            "descriptions": [{"lang": "en", "value": "words"}],
            "affected": [
                {
                    "vendor": "a",
                    "product": "b",
                    "defaultStatus": "unaffected",
                    "cpes": ["cpe:2.3:a:a:b:1:*:*:*:*:*:*:*"],
                    "versions": [
                        {
                            "version": "1",
                            "lessThan": "2.*",
                            "status": "affected",
                            "versionType": "semver",
                            "changes": [{"at": "1.5", "status": "unaffected"}],
                        }
                    ],
                }
            ],
            "metrics": [{"cvssV3_1": {"vectorString": "CVSS:3.1/AV:N"}}],
            "solutions": [{"lang": "en", "value": "Update."}],
            "references": [{"url": "https://a.example/"}],
        }
    },
}
MATCH = {"vulnerable": True, "criteria": "cpe:2.3:a:acme:app:*:*:*:*:*:*:*:*", "versionEndExcluding": "2.0"}
ENTRY = {
    "cve": {
        "id": "CVE-2026-12345",
        "vulnStatus": "Analyzed",
        "published": "2026-03-04T05:06:07.123",
        "descriptions": [{"lang": "en", "value": "words"}],
        "metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "cvssData": {"vectorString": "CVSS:3.1/AV:N"}}]},
        "configurations": [{"operator": "AND", "nodes": [{"operator": "OR", "negate": False, "cpeMatch": [MATCH]}]}],
        "references": [{"url": "https://a.example/"}],
    }
}
KEV = {"cveID": "CVE-2026-1234", "vendorProject": "A", "product": "B", "dateAdded": "2026-03-04"}
SEEDS = (
    json.dumps(RECORD).encode(),
    json.dumps({"format": "NVD_CVE", "vulnerabilities": [ENTRY, ENTRY]}).encode(),
    json.dumps({"catalogVersion": "1", "vulnerabilities": [KEV, KEV]}).encode(),
    b"#model_version:v1,score_date:2026-03-15T00:00:00Z\ncve,epss,percentile\nCVE-2026-1234,0.1,0.2\n",
    b"<rss><channel><title>x</title><item><title>CVE-2026-1234</title><link>https://a.example</link></item></channel></rss>",
    b"From: a@b.example\nSubject: =?utf-8?b?eA==?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x--\n",
)


class Endless(io.RawIOBase):
    """Two gigabytes that are made as they are asked for."""

    def __init__(self, head: bytes, again: bytes) -> None:
        super().__init__()
        self.given = 0
        self._left = head
        self._again = again * (1 + 100_000 // len(again))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "a reader asked for all of it at once"
        if self.given >= TWO_GIGABYTES:
            return b""
        while len(self._left) < size:
            self._left += self._again
        piece, self._left = self._left[:size], self._left[size:]
        self.given += len(piece)
        return piece


def read(reader: Reader, raw: bytes) -> list[Advisory | Broken]:
    """Read all of a document."""
    return list(reader.read(io.BytesIO(raw)))


def test_an_endless_list_is_read_entry_by_entry_in_flat_memory() -> None:
    one = json.dumps(RECORD).encode() + b",\n"
    stream = Endless(b"[", one)
    tracemalloc.start()
    try:
        count = sum(isinstance(found, Advisory) for found in islice(cve_record.read(cast(BinaryIO, stream)), 3_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 3_000
    assert stream.given < 3_000 * len(one) + 1_000_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "head", [b'{"cveMetadata": "', b"[[[[", b'{"vulnerabilities": {"a": "', b'[{"a": "', b"[1", b'["']
)
@pytest.mark.parametrize("reader", JSON, ids=lambda reader: reader.kind)
def test_two_gigabytes_that_are_no_list_are_refused_long_before_they_are_in_memory(reader: Reader, head: bytes) -> None:
    stream = Endless(head, b"1")
    with pytest.raises(ReadingError, match=r"Send|Fetch"):
        list(reader.read(cast(BinaryIO, stream)))
    assert stream.given < 5 * MOST_ENTRY


@pytest.mark.parametrize(
    "reader", [epss_scores.READER, news_feed.READER, mail_message.READER], ids=lambda reader: reader.kind
)
def test_two_gigabytes_without_a_line_are_refused(reader: Reader) -> None:
    stream = Endless(b"<rss><channel><item><title>" if reader is news_feed.READER else b"cve,", b"x")
    with pytest.raises(ReadingError):
        list(reader.read(cast(BinaryIO, stream)))
    assert stream.given < 60_000_000


@pytest.mark.parametrize("mark", [b"[", b'{"a":'])
def test_ten_thousand_levels_cost_one_entry(mark: bytes) -> None:
    deep = mark * 10_000 + b"1" + (b"]" if mark == b"[" else b"}") * 10_000
    broken, good = read(cve_record.READER, b"[" + deep + b"," + json.dumps(RECORD).encode() + b"]")
    assert broken == Broken("1", "It is nested more than 64 levels deep.")
    assert isinstance(good, Advisory)


def test_equal_keys_cost_one_entry() -> None:
    twice = b'{"cve": {"id": "CVE-2026-0001", "id": "CVE-2026-0002"}}'
    broken, good = read(nvd_feed.READER, b'{"vulnerabilities": [' + twice + b"," + json.dumps(ENTRY).encode() + b"]}")
    assert broken == Broken("1", "It says “id” twice, and only one of them can be meant.")
    assert isinstance(good, Advisory)


@pytest.mark.parametrize(
    "bad",
    [b'{"a": "\xff"}', b'{"a": "\0"}', b'{"a": NaN}', b'{"a": nope}', b'{"a":]}', b'{"a": 1' + b"0" * 9_000 + b"}"],
)
def test_bytes_that_are_no_json_cost_one_entry(bad: bytes) -> None:
    found = read(nvd_feed.READER, b"[" + bad + b"," + json.dumps(ENTRY).encode() + b"]")
    assert isinstance(found[0], Broken)
    assert isinstance(found[-1], Advisory)


def test_words_come_without_markup_control_characters_and_half_characters() -> None:
    given = json.dumps(RECORD).encode().replace(b"words", b"a\\u0000b\\u202ec\\ud800d <img src=x onerror=alert(1)>")
    (found,) = read(cve_record.READER, given)
    assert isinstance(found, Advisory)
    assert found.title == "A ‹script›alert(1)‹/script› title"
    assert found.summary == "abcd ‹img src=x onerror=alert(1)›"


def test_what_came_before_a_cut_is_kept() -> None:
    *good, last = read(nvd_feed.READER, json.dumps({"vulnerabilities": [ENTRY] * 10}).encode()[:-30])
    assert len(good) == 9
    assert isinstance(last, Broken)
    assert last.place == END


def test_what_goes_on_after_its_end_is_told() -> None:
    *_, last = read(nvd_feed.READER, json.dumps({"vulnerabilities": [ENTRY]}).encode() + b"{}")
    assert last == Broken(END, "The document goes on after its end. Send the file as its source gives it.")


@pytest.mark.parametrize("reader", OURS, ids=lambda reader: reader.kind)
def test_a_gzip_bomb_is_refused(reader: Reader) -> None:
    if reader is mail_message.READER:
        return
    with pytest.raises(ReadingError, match=r"200 times|Send|Fetch|isn't well-formed"):
        read(reader, gzip.compress(b" " * 50_000_000))


def test_a_member_of_a_zip_that_unpacks_too_far_costs_no_other() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("CVE-2026-0001.json", b" " * 20_000_000)
        archive.writestr("../../CVE-2026-0002.json", json.dumps(RECORD))
        archive.writestr("CVE-2026-12345.json", json.dumps(RECORD))
    bomb, out, good = read(cve_record.READER, packed.getvalue())
    assert isinstance(bomb, Broken)
    assert "200 times" in bomb.says
    assert isinstance(out, Broken)
    assert "leads out of the archive" in out.says
    assert isinstance(good, Advisory)


def test_archives_in_archives_in_archives_are_refused() -> None:
    raw = json.dumps(RECORD).encode()
    for number in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{number}.zip" if number else "CVE-2026-12345.json", raw)
        raw = packed.getvalue()
    (found,) = read(cve_record.READER, raw)
    assert isinstance(found, Broken)
    assert "archives into archives" in found.says


def test_a_packed_tar_is_read_past_long_names_and_links() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        link = tarfile.TarInfo("CVE-2026-0001.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name in (f"{'x' * 150}/CVE-2026-12345.json", "../CVE-2026-12345.json"):
            one = tarfile.TarInfo(name)
            one.size = len(raw := json.dumps(RECORD).encode())
            archive.addfile(one, io.BytesIO(raw))
    good, out = read(cve_record.READER, packed.getvalue())
    assert isinstance(good, Advisory)
    assert isinstance(out, Broken)
    assert "leads out of the archive" in out.says


def pack(raw: bytes) -> Iterator[bytes]:
    """Yield a document in each packing."""
    yield raw
    yield gzip.compress(raw)
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("CVE-2026-12345.json", raw)
    yield zipped.getvalue()
    with tarfile.open(fileobj=tarred, mode="w") as tape:
        member = tarfile.TarInfo("CVE-2026-12345.json")
        member.size = len(raw)
        tape.addfile(member, io.BytesIO(raw))
    yield tarred.getvalue()


PACKED = [packed for seed in SEEDS for packed in pack(seed)]
CHANGE = st.tuples(st.integers(0, 5_000), st.integers(0, 12), st.binary(max_size=12))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PACKED), st.lists(CHANGE, min_size=1, max_size=6))
def test_whatever_is_changed_in_a_document_readers_raise_nothing_else(
    raw: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    refusals = []
    for place, length, new in changes:
        at = place % (len(raw) + 1)
        raw = raw[:at] + new + raw[at + length :]
    for reader in OURS:
        reader.recognises(raw[:4096], "x")
        try:
            for found in reader.read(io.BytesIO(raw)):
                repr(found).encode()
        except ReadingError as refusal:
            refusals.append(str(refusal))
    assert all(words.endswith(".") for words in refusals)


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_field_an_entry_is_read_or_broken(data: st.DataObject) -> None:
    entry, reader = data.draw(st.sampled_from([(RECORD, JSON[0]), (ENTRY, JSON[1]), (KEV, JSON[2])]))
    changed = json.loads(json.dumps(entry))
    place = changed
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            place[key] = data.draw(VALUE)
            break
        place = place[key]
    for found in read(reader, json.dumps([changed]).encode()):
        assert isinstance(found, (Advisory, Broken))
        repr(found).encode("utf-8")
