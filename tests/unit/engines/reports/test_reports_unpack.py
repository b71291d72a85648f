"""Which reports are found in a file, an e-mail or a mailbox, and which files are refused?"""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.unit.engines.reports.writing import PACKINGS, RECORD, archive, as_gzip, as_mail, as_zip, to_xml, written
from wardmote.engines.reports import Kind, Limits, ReportError, mails_of_maildir, mails_of_mbox, read_dmarc, unpack

XML = to_xml(written(RECORD))
JSON = b'{"organization-name": "Reporter"}'


def unpacked(content: bytes, limits: Limits | None = None) -> list[bytes]:
    """Return what the reports in a file hold."""
    return [b"".join(payload.pieces) for payload in unpack(content, "file", limits or Limits())]


def key_of_refusal(content: bytes, limits: Limits | None = None) -> str:
    """Return under which key a file is refused."""
    with pytest.raises(ReportError) as refused:
        unpacked(content, limits)
    assert refused.value.sentence.endswith(".")
    return refused.value.key


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_report_is_found_in_every_packing(packing: str) -> None:
    assert unpacked(PACKINGS[packing](XML)) == [XML]


def test_a_file_object_is_read_like_bytes() -> None:
    (payload,) = [b"".join(found.pieces) for found in unpack(io.BytesIO(as_zip(XML)), "file")]
    assert payload == XML


def test_a_report_is_known_by_how_it_begins_and_not_by_its_name() -> None:
    kinds = [payload.kind for content in (XML, JSON, as_gzip(JSON)) for payload in unpack(content, "report.txt")]
    assert kinds == [Kind.DMARC, Kind.TLS, Kind.TLS]


def test_several_reports_in_one_archive_are_all_found() -> None:
    assert unpacked(archive({"a": XML, "b": JSON})) == [XML, JSON]


def test_a_gzip_file_of_several_members_is_one_report() -> None:
    assert unpacked(gzip.compress(XML[:500]) + gzip.compress(XML[500:])) == [XML]


def test_blanks_after_a_gzip_file_are_passed_over() -> None:
    assert unpacked(as_gzip(XML) + b"\r\n\0\0") == [XML]


def test_folders_and_finder_files_in_an_archive_are_passed_over() -> None:
    assert unpacked(archive({"folder/": b"", "folder/report.xml": XML, "__MACOSX/._report.xml": b"\0"})) == [XML]


def test_a_forwarded_e_mail_is_looked_into() -> None:
    inner = as_mail(as_gzip(XML))
    outer = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
    assert unpacked(outer + inner + b"\n--b--\n") == [XML]


def test_the_text_of_an_e_mail_is_no_report() -> None:
    assert key_of_refusal(b"Subject: Report\nContent-Type: text/html\n\n<html></html>") == "no_report"


def test_a_mailbox_gives_its_e_mails_one_by_one() -> None:
    quoted = b"From: a@b.example\n\n>From here on\n>>From there\nFrom \n"
    box = b"".join(b"From a@b.example Wed Jan  1 00:00:00 2025\n" + one + b"\n\n" for one in (as_mail(XML), quoted))
    mails = list(mails_of_mbox(io.BytesIO(box), "box"))
    assert [mail.name for mail in mails] == ["box, e-mail 1", "box, e-mail 2"]
    assert mails[1].content == b"From: a@b.example\n\nFrom here on\n>From there\nFrom \n\n\n"
    assert [unpacked(mail.content) for mail in mails[:1]] == [[XML]]


def test_reports_in_a_mailbox_are_found() -> None:
    box = b"".join(b"From a@b.example Wed Jan  1 00:00:00 2025\n" + as_mail(as_gzip(XML)) + b"\n\n" for _ in range(3))
    assert unpacked(box) == [XML] * 3


def test_a_maildir_gives_its_e_mails_and_follows_no_link(tmp_path: Path) -> None:
    for place in ("new", "cur", "tmp"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "1").write_bytes(as_mail(XML))
    (tmp_path / "secret").write_bytes(b"Subject: secret\n\n")
    (tmp_path / "new" / "2").symlink_to(tmp_path / "secret")
    assert [mail.name for mail in mails_of_maildir(tmp_path)] == ["new/1", "cur/1"]


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("unknown", b""),
        ("unknown", b"hello"),
        ("unknown", b"\x89PNG\r\n"),
        ("unknown", as_gzip(b"hello")),
        ("unknown", as_gzip(b"")),
        ("unknown", archive({"a": b"hello"})),
        ("empty", archive({})),
        ("nested", archive({"a": archive({"b": XML})})),
        ("nested", archive({"a": as_gzip(XML)})),
        ("nested", as_gzip(as_gzip(XML))),
        ("nested", as_mail(archive({"a": archive({"b": XML})}))),
        ("damaged", as_gzip(XML)[:-4]),
        ("damaged", as_gzip(XML)[:100]),
        ("damaged", as_gzip(XML) + b"more"),
        ("damaged", as_gzip(XML)[:60] + b"\xff" * 20 + as_gzip(XML)[80:]),
        ("damaged", as_zip(XML)[:100]),
        ("damaged", as_zip(XML).replace(as_zip(XML)[60:70], b"\xff" * 10)),
        ("no_report", as_mail(b"\x89PNG", "logo.png", "octet-stream")),
    ],
    ids=range(18),
)
def test_a_file_without_a_whole_report_is_refused(key: str, content: bytes) -> None:
    assert key_of_refusal(content) == key


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(as_zip(XML))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert key_of_refusal(bytes(content)) == "locked"


def test_an_archive_in_an_unknown_packing_is_refused() -> None:
    assert key_of_refusal(archive({"report.xml": XML}, zipfile.ZIP_LZMA)) == "damaged"


def test_a_file_larger_than_its_limit_is_refused() -> None:
    assert key_of_refusal(XML, Limits(most_unpacked=500)) == "too_large"
    assert key_of_refusal(as_gzip(XML), Limits(most_packed=100)) == "too_large"
    assert key_of_refusal(as_gzip(XML), Limits(most_unpacked=500)) == "too_large"
    assert key_of_refusal(as_zip(XML), Limits(most_unpacked=500)) == "too_large"
    assert key_of_refusal(as_mail(XML), Limits(most_mail=500)) == "too_large"


def test_all_reports_of_an_e_mail_count_against_one_limit() -> None:
    assert key_of_refusal(archive({"a": XML, "b": XML}), Limits(most_unpacked=len(XML) + 10)) == "too_large"


def test_a_damaged_end_shows_before_the_report_is_complete() -> None:
    content = bytearray(as_gzip(to_xml(written(*[RECORD] * 1_000))))
    content[-6] ^= 1
    (payload,) = unpack(bytes(content), "file")
    report = read_dmarc(payload.pieces)
    assert next(report.records) == RECORD
    with pytest.raises(ReportError, match="damaged"):
        list(report.records)
