"""Which files are taken, which are refused, and does the refusal say what to do?"""

import struct
import zlib
from hashlib import sha256

import pytest

from tests.unit.engines.files.documents import (
    GOOD,
    MAIL,
    archive,
    jpeg,
    links,
    office,
    open_document,
    packed,
    pdf,
    png,
)
from wardmote.engines.files import LARGEST_FILE, endings, inspect, kinds

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
_RELS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_plain_document_of_every_kind_is_taken(name: str) -> None:
    found = inspect(GOOD[name], name)
    assert found.refusal is None
    assert found.is_taken
    assert found.kind
    assert "/" in found.media_type
    assert found.warnings == ()


def test_every_ending_that_is_offered_has_a_document_here() -> None:
    assert {name.rpartition(".")[2] for name in GOOD} == set(endings())
    assert len({kind.key for kind in kinds()}) == len(kinds())


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("ending", ["pdf", "docx", "png", "txt", "ods", "eml"])
def test_a_document_under_another_kinds_ending_is_refused(name: str, ending: str) -> None:
    same = {"md": "txt", "csv": "txt", "eml": "txt"}
    own = name.rpartition(".")[2]
    if ending in (own, same.get(own)):
        return
    assert inspect(GOOD[name], f"x.{ending}").refusal


REFUSED = {
    "an empty file": (b"", "a.txt", "empty"),
    "more than 10 MB": (b"x" * (LARGEST_FILE + 1), "a.txt", "larger than 10 MB"),
    "an old Word file": (OLE, "a.doc", "Save it as .docx"),
    "an old Excel file": (OLE, "a.xls", "Save it as .xlsx"),
    "an old PowerPoint file": (OLE, "a.ppt", "Save it as .pptx"),
    "a locked Word file": (OLE, "a.docx", "Take the password away"),
    "a Word file for macros": (GOOD["policy.docx"], "a.docm", "Save it as .docx"),
    "an Excel file for macros": (GOOD["assets.xlsx"], "a.xlsm", "Save it as .xlsx"),
    "a PowerPoint file for macros": (GOOD["briefing.pptx"], "a.pptm", "Save it as .pptx"),
    "an archive": (archive({"a.txt": b"x"}), "a.zip", "Unpack it"),
    "an e-mail of Outlook": (OLE, "a.msg", "Print the e-mail to PDF"),
    "a web page": (b"<html>", "a.html", "Print it to PDF"),
    "a program": (b"MZ", "a.exe", "Programs aren't taken"),
    "a program behind a document's name": (b"MZ" + b"\x00" * 90, "minutes.pdf", "a program, whatever its name says"),
    "a document's name before a program's": (GOOD["report.pdf"], "minutes.pdf.exe", "two endings"),
    "a program's name before a document's": (GOOD["report.pdf"], "minutes.exe.pdf", "two endings"),
    "no ending": (b"x", "minutes", "Upload one of these"),
    "an unknown ending": (b"x", "minutes.dwg", "Upload one of these"),
    "an ending turned round": (b"MZ", "minutes\u202efdp.exe", "Programs aren't taken"),
    # Office
    "macros in Word": (office("docx", {"word/vbaProject.bin": OLE}), "a.docx", "macros"),
    "macros by another name": (
        office("docx", {"word/x.xml": "<x/>"}, '<Override ContentType="application/vnd.ms-office.vbaProject"/>'),
        "a.docx",
        "macros",
    ),
    "a workbook's macro sheet": (
        office("xlsx", {}, '<Override ContentType="application/vnd.ms-excel.macrosheet+xml"/>'),
        "a.xlsx",
        "macros",
    ),
    "a file for macros renamed": (
        archive(
            {
                "[Content_Types].xml": "<Types><Override ContentType="
                '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
            }
        ),
        "a.docx",
        "macros",
    ),
    "an embedded object": (office("docx", {"word/embeddings/oleObject1.bin": OLE}), "a.docx", "embedded"),
    "a control": (
        office("docx", {}, '<Override ContentType="application/vnd.ms-office.activeX+xml"/>'),
        "a.docx",
        "embedded",
    ),
    "a template from elsewhere": (
        office("docx", {_RELS: links(("attachedTemplate", "https://evil.example/a.dotm", True))}),
        "a.docx",
        "attach the template Normal",
    ),
    "a frame from elsewhere": (
        office("docx", {_RELS: links(("frame", "https://evil.example/", True))}),
        "a.docx",
        "fetches something",
    ),
    "an object from elsewhere": (
        office("docx", {_RELS: links(("oleObject", "https://evil.example/", True))}),
        "a.docx",
        "embedded",
    ),
    "a page inside Word": (office("docx", {_RELS: links(("aFChunk", "a.html", False))}), "a.docx", "embedded"),
    "a field that starts a program": (
        office(
            "docx", body='<w:p xmlns:w="w"><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\x</w:instrText></w:p>'
        ),
        "a.docx",
        "DDE",
    ),
    "a formula that starts a program": (
        office("xlsx", {"xl/worksheets/sheet1.xml": "<s><c><f>cmd|'/C calc'!A0</f></c></s>"}),
        "a.xlsx",
        "DDE",
    ),
    "a link that starts a program": (
        office("xlsx", {"xl/externalLinks/externalLink1.xml": '<e><ddeLink ddeService="cmd"/></e>'}),
        "a.xlsx",
        "DDE",
    ),
    "a document type in Office": (
        office("docx", {_RELS: '<!DOCTYPE x [<!ENTITY a "b">]><Relationships>&a;</Relationships>'}),
        "a.docx",
        "damaged",
    ),
    "an archive in a document": (office("docx", {"word/media/x.zip": archive({"a": b"x"})}), "a.docx", "archive"),
    "a program in a document": (office("docx", {"word/media/x.png": b"MZ\x90"}), "a.docx", "embedded"),
    "macros in an embedded workbook": (
        office("docx", {"word/embeddings/a.xlsx": office("xlsx", {"xl/vbaProject.bin": OLE})}),
        "a.docx",
        "macros",
    ),
    "a workbook in a workbook in a document": (
        office("docx", {"word/embeddings/a.xlsx": office("xlsx", {"xl/embeddings/b.xlsx": office("xlsx")})}),
        "a.docx",
        "embedded",
    ),
    "a Word file named as Excel": (GOOD["policy.docx"], "a.xlsx", "isn't a .xlsx file inside"),
    "something before the archive": (b"PK\x03\x04" + b"x" * 40 + GOOD["policy.docx"], "a.docx", "damaged"),
    "something after the archive": (GOOD["policy.docx"] + b"<script>", "a.docx", "damaged"),
    # LibreOffice
    "macros of LibreOffice": (open_document("odt", {"Basic/Standard/Module1.xml": "<x/>"}), "a.odt", "macros"),
    "scripts of LibreOffice": (open_document("ods", {"Scripts/python/x.py": "x"}), "a.ods", "macros"),
    "an event of LibreOffice": (
        open_document("odt", body="<script:event-listener/>"),
        "a.odt",
        "macros",
    ),
    "an object of LibreOffice": (open_document("odp", body='<draw:object-ole xlink:href="./O"/>'), "a.odp", "embedded"),
    "an object from elsewhere in LibreOffice": (
        open_document("odt", body='<draw:object xlink:href="https://evil.example/x"/>'),
        "a.odt",
        "embedded",
    ),
    "a command of LibreOffice": (open_document("ods", body="<table:dde-link/>"), "a.ods", "DDE"),
    "a locked LibreOffice file": (
        open_document("odt", manifest="<manifest:encryption-data/>"),
        "a.odt",
        "Take the password away",
    ),
    # PDF
    "a script in a PDF": (pdf(b"<</S /JavaScript /JS (app.alert)>>"), "a.pdf", "scripts"),
    "a script spelt with escapes": (pdf(b"<</S /#4aava#53cript>>"), "a.pdf", "scripts"),
    "a script in packed objects": (pdf(packed(b"7 0 <</S /JavaScript>>")), "a.pdf", "scripts"),
    "a script in packed objects, escaped twice over": (
        pdf(packed(b"7 0 <</S /JavaScr#69pt>>", b"/Type /Obj#53tm /Filter /Fl#61teDecode")),
        "a.pdf",
        "scripts",
    ),
    "a program started by a PDF": (pdf(b"<</S /Launch /F (cmd.exe)>>"), "a.pdf", "another program"),
    "a file in a PDF": (pdf(b"<</Type /EmbeddedFile>>"), "a.pdf", "attached inside"),
    "a form with scripts": (pdf(b"<</XFA 3 0 R>>"), "a.pdf", "form with scripts"),
    "a PDF that acts when opened": (
        pdf(b"<</OpenAction <</S /URI /URI (http://x)>>>>"),
        "a.pdf",
        "as soon as",
    ),
    "a PDF that acts by reference": (pdf(b"<</OpenAction 2 0 R>>", b"<</S /URI>>"), "a.pdf", "as soon as"),
    "a locked PDF": (pdf(b"<<>>", trailer=b"/Encrypt 3 0 R"), "a.pdf", "password"),
    "objects packed so that nobody can look": (
        pdf(packed(b"7 0 <<>>", b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]")),
        "a.pdf",
        "unusual way",
    ),
    "a PDF with an archive at its end": (GOOD["report.pdf"] + archive({"a": b"x"}), "a.pdf", "hidden at its end"),
    "a PDF that is cut off": (GOOD["report.pdf"][:40], "a.pdf", "cut off"),
    # Pictures
    "a picture with an archive at its end": (png(more=archive({"a": b"x"})), "a.png", "hidden at its end"),
    "a picture with something at its end": (png(more=b"<script>"), "a.png", "hangs on its end"),
    "a picture that is cut off": (png()[:-6], "a.png", "damaged"),
    "a picture without a dot": (png(0, 1), "a.png", "damaged"),
    "a picture that fills the memory": (png(19_000, 19_000), "a.png", "100 million"),
    "a photograph that fills the memory": (jpeg(60_000, 60_000), "a.jpg", "100 million"),
    "a photograph with something at its end": (jpeg(more=b"<?php"), "a.jpg", "hangs on its end"),
    "a photograph that is cut off": (jpeg()[:-2], "a.jpg", "damaged"),
    # Text
    "a page as text": (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "a.txt", "web page"),
    "a drawing as text": (b"<svg onload=alert(1)>", "a.md", "web page"),
    "a script as text": (b"#!/bin/sh\nrm", "a.txt", "script"),
    "a table that is a page": (b"<script>x</script>,1\n", "a.csv", "web page"),
    "another encoding": ("Zoë".encode("utf-16"), "a.txt", "UTF-8"),
    "control characters": (b"a\x00b", "a.txt", "signs that no text has"),
    "a command in a table": (b"a,b\n1,=cmd|' /C calc'!A0\n", "a.csv", "DDE"),
    "a command in a table, in quotes": (b"a;\"@SUM(1+1)*cmd|' /C calc'!A0\"\n", "a.csv", "DDE"),
    "an e-mail with attachments": (MAIL.replace(b"text/plain", b"multipart/mixed"), "a.eml", "plain text without"),
    "an e-mail as a page": (MAIL.replace(b"text/plain", b"text/html"), "a.eml", "plain text without"),
    "an e-mail without a sender": (b"Subject: x\n\nbody", "a.eml", "no sender"),
    "an e-mail that says two kinds": (b"Content-Type: text/html\r\n" + MAIL, "a.eml", "plain text without"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_could_do_harm_is_refused_with_what_to_do(case: str) -> None:
    content, name, words = REFUSED[case]
    refusal = inspect(content, name).refusal
    assert refusal is not None
    assert words in refusal
    assert refusal.endswith(".")


TAKEN = {
    "links to web pages": (office("docx", {_RELS: links(("hyperlink", "https://www.gov.uk/", True))}), "a.docx"),
    "a chart's own figures": (office("docx", {"word/embeddings/figures.xlsx": office("xlsx")}), "a.docx"),
    "bars inside quotes": (
        office("xlsx", {"xl/worksheets/sheet1.xml": '<s><f>A1&amp;"|"&amp;Sheet2!B1</f></s>'}),
        "a.xlsx",
    ),
    "a chart of LibreOffice": (open_document("odt", body='<draw:object xlink:href="./Object 1"/>'), "a.odt"),
    "a PDF that opens on a page": (pdf(b"<</OpenAction 2 0 R>>", b"[1 0 R /Fit]"), "a.pdf"),
    "a PDF that goes to a page": (pdf(b"<</OpenAction <</S /GoTo /D [1 0 R /Fit]>>>>"), "a.pdf"),
    "a PDF that opens by a packed place": (
        pdf(b"<</OpenAction 9 0 R>>", packed(b"9 0 [1 0 R /Fit]")),
        "a.pdf",
    ),
    "a picture stream that looks like nothing": (
        pdf(packed(b"\x10\x20" * 50, b"/Subtype /Image /Filter /FlateDecode")),
        "a.pdf",
    ),
    "two pictures in one file": (jpeg(more=jpeg()), "a.jpg"),
    "dots in a name": (GOOD["policy.docx"], "policy v1.2 final.docx"),
    "capitals in an ending": (GOOD["report.pdf"], "REPORT.PDF"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_councils_really_write_is_taken(case: str) -> None:
    content, name = TAKEN[case]
    assert inspect(content, name).refusal is None


def test_a_file_that_links_elsewhere_or_tells_the_place_comes_with_a_warning() -> None:
    linked = office("xlsx", {"xl/_rels/x.rels": links(("externalLinkPath", "other.xlsx", True))})
    assert "elsewhere" in inspect(linked, "a.xlsx").warnings[0]
    assert "where it was taken" in inspect(jpeg(details=b"Exif\x00\x00II*\x00"), "a.jpg").warnings[0]
    assert "formulas" in inspect(b"a\n=SUM(A1:A2)\n", "a.csv").warnings[0]


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    honest = office("docx", {"word/big.xml": b"<x>" + b" " * 5_000 + b"</x>"})
    size = struct.pack("<L", 5_007)
    assert honest.count(size) == 2
    assert inspect(honest, "a.docx").is_taken
    assert "damaged" in str(inspect(honest.replace(size, struct.pack("<L", 50)), "a.docx").refusal)


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    bomb = office("docx", {"word/big.xml": b"\x00" * 50_000_000})
    assert "unpacks to far more" in str(inspect(bomb, "a.docx").refusal)
    many = office("docx", {f"word/{number}.xml": b"x" for number in range(4_000)})
    assert "unpacks to far more" in str(inspect(many, "a.docx").refusal)


def test_an_archive_whose_members_are_modest_and_together_far_too_much_is_refused() -> None:
    modest = b"".join(sha256(str(number).encode()).digest() + b"\0" * 4_000 for number in range(1_240))
    few = office("docx", {f"word/media/{number}.bin": modest for number in range(11)})
    many = office("docx", {f"word/media/{number}.bin": modest for number in range(13)})
    assert len(many) < LARGEST_FILE
    assert "unpacks to far more" not in str(inspect(few, "a.docx").refusal)
    assert "unpacks to far more" in str(inspect(many, "a.docx").refusal)


def test_a_pdf_whose_objects_unpack_to_far_more_is_refused() -> None:
    bomb = pdf(packed(b"7 0 <<" + b" " * 70_000_000))
    assert len(bomb) < 200_000
    assert "unpacks to far more" in str(inspect(bomb, "a.pdf").refusal)


def test_a_locked_member_is_refused() -> None:
    plain = archive({"[Content_Types].xml": b"x"})
    locked = bytearray(plain)
    locked[plain.rindex(b"PK\x01\x02") + 8] |= 1
    assert "password" in str(inspect(bytes(locked), "a.docx").refusal)


def test_a_member_whose_sum_is_wrong_is_refused() -> None:
    content = bytearray(office("docx"))
    place = content.index(struct.pack("<L", zlib.crc32(b"<w/>")))
    content[content.rindex(bytes(content[place : place + 4]))] ^= 1
    assert "damaged" in str(inspect(bytes(content), "a.docx").refusal)
