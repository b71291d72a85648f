"""Small documents for tests, built byte by byte."""

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OUTSIDE = ' TargetMode="External"'
MAIN = {
    "docx": ("word/document.xml", f"{_OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation.main+xml"),
}
OPEN = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


def archive(members: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """Pack members into an archive, `mimetype` unpacked as OpenDocument asks."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content, ZIP_STORED if name == "mimetype" else method)
    return out.getvalue()


def links(*entries: tuple[str, str, bool]) -> str:
    """Return a part with relationships, each (kind, target, whether it leads outside)."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"{_OUTSIDE if outside else ""}/>'
        for n, (kind, target, outside) in enumerate(entries)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def office(kind: str, more: dict[str, bytes | str] | None = None, types: str = "", body: str = "<w/>") -> bytes:
    """Return a Word, Excel or PowerPoint file with further members and content types."""
    part, media_type = MAIN[kind]
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{media_type}"/>{types}</Types>'
    )
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types,
        "_rels/.rels": links(("officeDocument", part, False)),
        part: body,
    }
    return archive(members | (more or {}))


def open_document(kind: str, more: dict[str, bytes | str] | None = None, body: str = "", manifest: str = "") -> bytes:
    """Return a LibreOffice file with further members."""
    content = (
        '<office:document-content xmlns:office="o" xmlns:draw="d" xmlns:xlink="x" xmlns:script="s" xmlns:table="t">'
        f"<office:scripts/>{body}</office:document-content>"
    )
    listing = f'<manifest:manifest xmlns:manifest="m">{manifest}</manifest:manifest>'
    members: dict[str, bytes | str] = {
        "mimetype": OPEN[kind],
        "content.xml": content,
        "META-INF/manifest.xml": listing,
    }
    return archive(members | (more or {}))


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF with these objects, numbered from 1."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R " + trailer + b">>\nstartxref\n0\n%%EOF\n"


def packed(text: bytes, says: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    """Return a stream object with compressed text."""
    data = zlib.compress(text)
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (says, len(data), data)


def png(width: int = 1, height: int = 1, more: bytes = b"") -> bytes:
    """Return a picture of so many black dots (only the first row is there: readers take that as damage, not we)."""
    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body + more


def jpeg(width: int = 8, height: int = 8, details: bytes = b"", more: bytes = b"") -> bytes:
    """Return a picture's segments, with a scan of a few bytes."""

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    extra = segment(0xE1, details) if details else b""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + extra + frame + scan + b"\xff\xd9" + more


MAIL = (
    b"From: Ada <ada@elm.gov.uk>\r\nTo: board@elm.gov.uk\r\nSubject: Minutes\r\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAgreed.\r\n"
)
GOOD = {
    "policy.docx": office("docx"),
    "assets.xlsx": office("xlsx"),
    "briefing.pptx": office("pptx"),
    "policy.odt": open_document("odt"),
    "assets.ods": open_document("ods"),
    "briefing.odp": open_document("odp"),
    "report.pdf": pdf(b"<</Type /Catalog /OpenAction [1 0 R /XYZ null null 0]>>", packed(b"2 0 <</Type /Page>>")),
    "screen.png": png(),
    "desk.jpg": jpeg(),
    "desk.jpeg": jpeg(),
    "notes.txt": "Minutes of 2 March – agreed.".encode(),
    "notes.md": b"# Minutes\n\nAgreed <b>by all</b>.\n",
    "list.csv": b"system,count\nRevenues,-5\n",
    "board.eml": MAIL,
}
