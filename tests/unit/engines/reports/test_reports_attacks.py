"""Are reports that were made to exhaust a machine, or to read its files, refused without growing?"""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from tests.unit.engines.reports.writing import RECORD, as_gzip, as_mail, as_zip, to_xml, written
from wardmote.engines.reports import Kind, ReportError, read_dmarc, read_tls, unpack

MOST_BYTES = 32_000_000
_ZEROS = b"\0" * 1_000_000


def read_whole(content: bytes) -> int:
    """Read every report in a file to its end; returns how many bytes were unpacked."""
    size = 0

    def counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            size += len(piece)
            yield piece

    for payload in unpack(content, "file"):
        if payload.kind is Kind.TLS:
            read_tls(counted(payload.pieces))
        else:
            for _ in read_dmarc(counted(payload.pieces)).records:
                pass
    return size


def key_of_refusal(content: bytes) -> str:
    """Return under which key a file is refused, having checked that memory stays low meanwhile."""
    tracemalloc.start()
    try:
        with pytest.raises(ReportError) as refused:
            read_whole(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES
    return refused.value.key


def blown_up(start: bytes, filling: bytes, megabytes: int = 60, wbits: int = 31) -> bytes:
    """Return a gzip file, or bare deflate, that holds the start and so many megabytes of filling."""
    packing = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = filling * (1_000_000 // len(filling))
    packed = [packing.compress(start)] + [packing.compress(block) for _ in range(megabytes)]
    return b"".join([*packed, packing.flush()])


@pytest.fixture(scope="module")
def gzip_bomb() -> bytes:
    """Give a gzip file of 60 MB of blanks in an open report."""
    return blown_up(b"<feedback>", b" ")


@pytest.mark.parametrize("wrap", [bytes, as_mail], ids=["alone", "in an e-mail"])
def test_a_gzip_bomb_is_refused(gzip_bomb: bytes, wrap: Callable[[bytes], bytes]) -> None:
    assert key_of_refusal(wrap(gzip_bomb)) == "bomb"


def test_a_gzip_bomb_of_many_members_is_refused() -> None:
    member = gzip.compress(b" " * 900_000)
    assert key_of_refusal(gzip.compress(b"<feedback>") + member * 400) == "bomb"


def test_a_large_file_in_a_small_zip_archive_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("report.xml", "w") as member:
        for _ in range(60):
            member.write(_ZEROS)
    assert key_of_refusal(file.getvalue()) == "bomb"


def test_a_zip_archive_that_says_too_small_a_size_gives_no_more_than_it_says() -> None:
    bomb = blown_up(b"<feedback>", b" ", 20, -15)
    content = as_zip(b"<feedback>" + b" " * 90)
    name, here = b"report.xml", content.index(b"PK\x01\x02")
    local, central = bytearray(content[:30]), bytearray(content[here : here + 46])
    struct.pack_into("<L", local, 18, len(bomb))
    struct.pack_into("<L", central, 20, len(bomb))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 56, 40 + len(bomb), 0)
    assert key_of_refusal(bytes(local) + name + bomb + bytes(central) + name + end) in ("damaged", "broken_xml")


def test_members_that_share_their_bytes_are_refused() -> None:
    """One deflated kernel under many entries is how the largest zip bombs are built."""
    content = as_zip(XML_LARGE)
    here, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[here:end]
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, 50 * len(entry), here, 0)
    assert key_of_refusal(content[:here] + entry * 50 + last) == "damaged"


def test_a_zip_archive_with_a_long_list_is_refused_before_it_is_read() -> None:
    entry = b"PK\x01\x02" + b"\0" * 42
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_000, 65_000, 46 * 65_000, 4, 0)
    assert key_of_refusal(b"PK\x03\x04" + entry * 65_000 + end) == "too_many"


def test_a_zip_archive_that_counts_in_64_bits_is_refused() -> None:
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, 4, 0)
    assert key_of_refusal(b"PK\x03\x04" + b"\0" * 100 + locator + end) == "too_many"


@pytest.mark.parametrize("depth", [2, 5])
def test_a_zip_in_a_zip_is_refused(depth: int) -> None:
    content = XML_LARGE
    for _ in range(depth):
        content = as_zip(content, "report.zip")
    assert key_of_refusal(content) == "nested"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "billion laughs": f'<!DOCTYPE feedback [<!ENTITY l0 "lol">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE feedback [<!ENTITY l9 "{"a" * 500_000}">]>',
    "a file of the machine": '<!DOCTYPE feedback [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE feedback [<!ENTITY l9 SYSTEM "http://169.254.169.254/">]>',
    "parameter entities": '<!DOCTYPE feedback [<!ENTITY % l9 SYSTEM "file:///etc/passwd"> %l9;]>',
    "a document type elsewhere": '<!DOCTYPE feedback SYSTEM "http://attacker.example/feedback.dtd">',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=list(DOCTYPES))
@pytest.mark.parametrize("pack", [bytes, as_gzip, as_zip], ids=["plain", "gzip", "zip"])
def test_a_document_type_is_refused(doctype: str, pack: Callable[[bytes], bytes]) -> None:
    report = to_xml(written(RECORD)).replace(b"<feedback>", f"{doctype}<feedback>".encode())
    assert key_of_refusal(pack(report.replace(b"Reporter", b"&l9;"))) == "doctype"


OPEN = to_xml(written(*[RECORD] * 3)).replace(b"</feedback>", b"")
XML_LARGE = to_xml(written(*[RECORD] * 3_000))
ENDLESS = {
    "a comment": (b"<!--", b" ", "too_long"),
    "an instruction": (b"<?x ", b" ", "too_long"),
    "an attribute": (b'<x a="', b" ", "too_long"),
    "a name": (b"<", b"x", "too_long"),
    "a text": (b"<record><row><count>", b"7", "too_long"),
    "elements": (b"", b"<x>", "too_deep"),
    "results": (b"<record><auth_results>", b"<dkim></dkim>", "too_many"),
    "reasons": (b"<record><row><policy_evaluated>", b"<reason></reason>", "too_many"),
    "blanks": (b"", b" ", "broken_xml"),
    "elements one by one": (b"", b"<x/>", "too_many"),
    "elements of a record": (b"<record>", b"<x/>", "too_many"),
    "a text that nobody asks for": (b"<x>", b"7", "broken_xml"),
    "a section": (b"<x><![CDATA[", b"x", "broken_xml"),
}


@pytest.mark.parametrize(("start", "filling", "key"), ENDLESS.values(), ids=list(ENDLESS))
@pytest.mark.parametrize("head", [b"<feedback>", OPEN], ids=["first", "after records"])
def test_what_never_ends_is_refused_or_passed_over(head: bytes, start: bytes, filling: bytes, key: str) -> None:
    assert key_of_refusal(head + start + filling * (4_000_000 // len(filling))) == key


def test_memory_stays_flat_over_a_long_report() -> None:
    report = to_xml(written(*[RECORD] * 3_000))
    peaks = []
    for times in (1, 4):
        records = report[report.index(b"<record>") : report.index(b"</feedback>")] * times
        packed = as_gzip(report.replace(b"</feedback>", b"") + records + b"</feedback>")
        tracemalloc.start()
        read_whole(packed)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000


def test_e_mails_within_e_mails_are_refused() -> None:
    part = b"Content-Type: message/rfc822\n\n"
    assert key_of_refusal(b"Subject: x\n" + part * 10_000) == "too_many"
    assert key_of_refusal(b"Subject: x\n" + part * 20 + as_mail(OPEN)) == "nested"
    boundaries = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000))
    assert key_of_refusal(b"Subject: x\n" + boundaries) == "too_many"


@pytest.mark.parametrize("line", [b"a\n", b"a\r", b"\n", b"a: b\n"])
def test_an_e_mail_of_short_lines_is_refused(line: bytes) -> None:
    assert key_of_refusal(b"Subject: x\n" + line * 2_000_000) == "too_many"


def test_a_large_e_mail_stays_small_in_memory() -> None:
    mail = as_mail(OPEN + b"<x>" + b"7" * 2_500_000)
    assert key_of_refusal(mail) == "broken_xml"


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("broken_json", b'{"a":' + b"[" * 100_000),
        ("too_many", b'{"a":[' + b"{}," * 300_000),
        ("too_many", b'{"a":[' + b"1," * 300_000),
        ("too_large", b'{"a":"' + b"a" * 5_000_000),
        ("broken_json", b'{"a":' + b"9" * 100_000 + b"}"),
    ],
)
def test_json_that_takes_much_memory_is_refused(key: str, content: bytes) -> None:
    assert key_of_refusal(content) == key
