"""Is a name that somebody's program wrote into a file anywhere in the bytes that come out?"""

import io
import struct
import zlib
from contextlib import suppress
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from weasyprint import HTML  # type: ignore[import-untyped]

from wardmote.engines.files import inspect
from wardmote.engines.stripping import KINDS, Uncleanable, strip

NAME = "Jane Q Smith"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def everywhere(content: bytes) -> bytes:
    """Return the bytes, all that a zip or zlib stream in them unpacks to, and it all without the zeros of UTF-16."""
    found = [content]
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            found += [everywhere(archive.read(name)) for name in archive.namelist()]
    place = content.find(b"stream")
    while place >= 0:
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(content[place + 6 :].lstrip(b"\r\n")))
        place = content.find(b"stream", place + 6)
    whole = b"".join(found)
    return whole + whole.replace(b"\x00", b"")


def picture(kind: str) -> bytes:
    out, made = io.BytesIO(), Image.new("RGB", (8, 4), (200, 30, 30))
    if kind == "PNG":
        told = PngInfo()
        told.add_text("Author", NAME)
        told.add_itxt("XML:com.adobe.xmp", f"<x>{NAME}</x>", zip=True)
        made.save(out, kind, pnginfo=told, exif=_exif(made))
    else:
        made.save(out, kind, exif=_exif(made), comment=NAME.encode(), xmp=f"<x>{NAME}</x>".encode(), quality=90)
    return out.getvalue()


def _exif(made: Image.Image) -> Image.Exif:
    exif = made.getexif()
    exif[0x013B], exif[0x0112] = NAME, 6
    return exif


def document() -> bytes:
    """A Word file with its maker in every place that Word puts them."""
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/x"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f"<c><creator>{NAME}</creator><lastModifiedBy>{NAME}</lastModifiedBy></c>",
        "docProps/custom.xml": f"<c>{NAME}</c>",
        "customXml/item1.xml": f"<c>{NAME}</c>",
        "word/document.xml": f'<w:document xmlns:w="w"><w:p w:rsidR="00AB12CD"><w:ins w:author="{NAME}" w:date="2026">'
        "<w:t>What was written stays.</w:t></w:ins></w:p>"
        f'<pic:cNvPr name="Logo" descr="A maker\'s C:\\Users\\{NAME}\\logo.png"/><v:shape alt="\\\\files\\{NAME}"/>'
        f'<a:x title="/Users/{NAME}/a" descr="A map of http://gov.example/map"/></w:document>',
        "word/comments.xml": f'<w:comments xmlns:w="w"><w:comment w:author="{NAME}" w:initials="{NAME}"/></w:comments>',
        "word/people.xml": f'<w15:people xmlns:w15="w"><w15:person w15:author="{NAME}">'
        f'<w15:presenceInfo w15:providerId="AD" w15:userId="S::{NAME}"/></w15:person></w15:people>',
    }
    with ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("word/media/image1.jpeg", picture("JPEG"))
    return out.getvalue()


def workbook() -> bytes:
    out, book = io.BytesIO(), Workbook()
    book.properties.creator = book.properties.lastModifiedBy = NAME
    book.active["A1"] = "What was written stays."  # type: ignore[index]
    book.active["A1"].comment = Comment("Why?", NAME)  # type: ignore[index]
    book.save(out)
    return out.getvalue()


def pdf() -> bytes:
    page = f"<meta name=author content='{NAME}'><meta name=keywords content='{NAME}'><title>{NAME}</title><p>Hello"
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


def packed_pdf() -> bytes:
    """A PDF whose properties lie in an object stream, with an author's note and an earlier saving."""
    objects = {4: f"<< /Author ({NAME}) /Team <{NAME.encode('utf-16-be').hex()}> /Title 5 0 R >>", 5: f"({NAME})"}
    objects[6] = f"<< /Type /Annot /Subtype /Text /T (\\({NAME}) /Contents (Why?) >>"
    head, body = "", ""
    for number, text in objects.items():
        head += f"{number} {len(body)} "
        body += text + " "
    data = zlib.compress((head + body).encode())
    out = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [] >> endobj\n"
    out += b"7 0 obj << /Type /Metadata /Subtype /XML /Length 40 >> stream\n" + NAME.encode() + b"\nendstream endobj\n"
    out += b"8 0 obj << /Auth#6fr (" + NAME.encode() + b") >> endobj\n"
    out += b"3 0 obj << /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >> stream\n" % (
        len(head),
        len(data),
    )
    return out + data + b"\nendstream endobj\ntrailer << /Info 4 0 R /Root 1 0 R >>\n%%EOF\n"


MADE = {
    "png": ("a.png", lambda: picture("PNG")),
    "jpeg": ("a.jpg", lambda: picture("JPEG")),
    "docx": ("a.docx", document),
    "xlsx": ("a.xlsx", workbook),
    "pdf": ("a.pdf", pdf),
    "packed": ("a.pdf", packed_pdf),
}


@pytest.mark.parametrize("which", MADE)
def test_a_name_that_went_in_is_nowhere_in_what_comes_out(which: str) -> None:
    name, make = MADE[which]
    content = make()  # type: ignore[no-untyped-call]
    kind = inspect(content, name)
    assert kind.is_taken, kind.refusal
    for spelt in (NAME.encode(), NAME.encode("utf-16-be").hex().encode()):
        if spelt in everywhere(content):
            break
    else:
        pytest.fail("the name isn't in what goes in")
    kept, removed = strip(content, kind.kind)
    seen = everywhere(kept)
    for part in ("Jane", "Smith"):
        for spelt in (
            part.encode(),
            part.encode("utf-16-be").hex().encode(),
            part.encode("utf-16-be").hex().upper().encode(),
        ):
            assert spelt not in seen
    assert removed
    again = inspect(kept, name)
    assert again.is_taken, again.refusal
    assert strip(kept, kind.kind)[0] == kept or which in ("docx", "xlsx")


def test_words_for_the_blind_stay_where_they_name_no_place_on_a_machine() -> None:
    kept = everywhere(strip(document(), "docx")[0])
    assert b'name="Logo" descr=""' in kept
    assert b'title="" descr="A map of http://gov.example/map"' in kept


def test_pictures_show_the_same_the_same_way_up() -> None:
    for kind in ("PNG", "JPEG"):
        before, after = (Image.open(io.BytesIO(c)) for c in (picture(kind), strip(picture(kind), kind.lower())[0]))
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    turned = Image.open(io.BytesIO(strip(picture("JPEG"), "jpeg")[0]))
    assert dict(turned.getexif()) == {0x0112: 6}


def test_what_was_written_stays() -> None:
    with ZipFile(io.BytesIO(strip(document(), "docx")[0])) as archive:
        assert b"What was written stays." in archive.read("word/document.xml")
        assert b"officeDocument" in archive.read("_rels/.rels")
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(strip(workbook(), "xlsx")[0]))
    assert book.active["A1"].value == "What was written stays."  # type: ignore[index,union-attr]
    assert strip(b"a,b\n1,2\n", "csv") == (b"a,b\n1,2\n", ())
    assert len(strip(pdf(), "pdf")[0]) == len(pdf())


def _with_part(part: bytes) -> bytes:
    out = io.BytesIO(document())
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("more/extra.xml", part)
    return out.getvalue()


def _pdf_of(objects: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + objects + b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"


TIMES = 100_000


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("docx", _with_part(b"<w:rsids>" * TIMES)),
        ("docx", _with_part(b"<a title='" * TIMES)),
        ("pdf", _pdf_of(b"1 0 obj " * TIMES)),
        ("pdf", _pdf_of(b"8 0 obj " + b"/Author<" * TIMES + b">")),
        ("pdf", _pdf_of(b"8 0 obj " + b"/Author(" * TIMES + b")" * TIMES + b" endobj")),
        ("pdf", _pdf_of(b"8 0 obj /Subtype /Text " + b"/T(" * TIMES + b")" * TIMES + b" endobj")),
    ],
    ids=["sessions", "titles", "objects", "hexadecimal", "strings", "notes"],
)
def test_nobody_keeps_the_house_busy_with_a_file(kind: str, content: bytes) -> None:
    begin = process_time()
    with suppress(Uncleanable):
        strip(content, kind)
    assert process_time() - begin < 5


def test_a_property_without_a_value_hides_no_other() -> None:
    assert b"(    )" in strip(_pdf_of(b"8 0 obj << /Author /Creator (Jane) >> endobj"), "pdf")[0]


def test_lists_of_sessions_go_tag_by_tag() -> None:
    part = (
        b'<w:settings><w:rsids><w:rsidRoot w:val="00AB12CD"/><w:rsid w:val="00EF34AB"/></w:rsids><w:zoom/></w:settings>'
    )
    kept = everywhere(strip(_with_part(part), "docx")[0])
    assert b"<w:settings><w:zoom/></w:settings>" in kept


def test_what_cannot_be_cleaned_is_refused() -> None:
    for key in (b"/PieceInfo", b"/ByteRange"):
        with pytest.raises(Uncleanable, match="Print it to PDF"):
            strip(packed_pdf().replace(b"/Kids", key + b" 1 /Kids"), "pdf")
    kept = _pdf_of(b"8 0 obj << /Filter /JPXDecode >> stream\nftypjp2 jp2c\nendstream endobj")
    assert strip(kept, "pdf")[0] == kept
    with pytest.raises(Uncleanable, match="Print it to PDF"):
        strip(kept.replace(b"jp2c", b"xml " + NAME.encode()), "pdf")
    out = io.BytesIO(document())
    with ZipFile(out, "a") as archive:
        archive.writestr("word/media/image2.tiff", NAME)
    with pytest.raises(Uncleanable, match="Print it to PDF"):
        strip(out.getvalue(), "docx")
    broken = picture("PNG")[:40] + struct.pack(">L", 9)
    with pytest.raises(Uncleanable, match="damaged"):
        strip(broken, "png")
    assert {"pdf", "png", "jpeg", "docx", "xlsx", "pptx", "text", "csv"} == KINDS
