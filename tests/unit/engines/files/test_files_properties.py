"""Whatever comes in, does the inspection answer, and in bounded time and memory?"""

import io
import time
import tracemalloc
import unicodedata
from collections.abc import Callable
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.files.documents import GOOD, archive, office, pdf
from wardmote.engines.files import LARGEST_FILE, endings, inspect, safe_name
from wardmote.engines.files.naming import LONGEST_NAME

ENDINGS = st.sampled_from([*endings(), "doc", "exe", "zip", ""])
LONGEST_S = 20.0
MOST_MEMORY = 400_000_000


@given(st.binary(max_size=2_000), ENDINGS)
def test_any_bytes_get_an_answer(content: bytes, ending: str) -> None:
    found = inspect(content, f"x.{ending}")
    assert found.is_taken == (found.refusal is None)
    assert found.is_taken <= bool(found.kind)


@given(st.data())
@settings(max_examples=400)
def test_a_damaged_document_gets_an_answer(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert inspect(bytes(content), name) is not None
    assert inspect(bytes(content[:cut]), name) is not None
    assert inspect(bytes(content[cut:]), name) is not None


@given(st.text(max_size=400))
def test_a_safe_name_is_one_word_of_a_path_without_hidden_signs(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST_NAME
    assert not set(safe) & set('/\\<>:"|?*\r\n\x00')
    assert all(unicodedata.category(sign)[0] != "C" for sign in safe)
    assert safe.strip(" .") == safe
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\Minutes.pdf", "Minutes.pdf"),
        ("minutes\u202efdp.exe", "minutesfdp.exe"),
        ("con.txt", "file-con.txt"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-b Set-Cookie- x.pdf"),
        ("...", "file"),
        ("Cofnodion Mawrth – terfynol.pdf", "Cofnodion Mawrth – terfynol.pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("a" * 300 + ".docx").endswith("a.docx")


def _sheet(content: bytes) -> bytes:
    """Return a workbook with a sheet that is kept as it is."""
    members = ZipFile(io.BytesIO(office("xlsx")))
    found: dict[str, bytes | str] = {name: members.read(name) for name in members.namelist()}
    return archive(found | {"xl/worksheets/s.xml": content}, ZIP_STORED)


WORST: dict[str, tuple[Callable[[], bytes], str]] = {
    "names without end in a PDF": (lambda: pdf(b"/a" * 4_990_000), "a.pdf"),
    "streams without end in a PDF": (lambda: pdf(b"stream\nobj<<" * 800_000), "a.pdf"),
    "opening brackets in a PDF": (lambda: pdf(b"/OpenAction <<" * 700_000), "a.pdf"),
    "opening by a number, again and again": (lambda: pdf(b"/OpenAction 2 0 R " * 500_000, b"[]"), "a.pdf"),
    "dashes in a table": (lambda: b"=|," * 3_300_000, "a.csv"),
    "lines in a table": (lambda: b"=\n" * 4_900_000, "a.csv"),
    "cells in a workbook": (lambda: _sheet(b"<s>" + b"<c/>" * 2_450_000 + b"</s>"), "a.xlsx"),
    "cells within cells": (lambda: _sheet(b"<c>" * 3_200_000), "a.xlsx"),
    "formulas in a workbook": (lambda: _sheet(b"<s>" + b"<f>a|</f>" * 1_050_000 + b"</s>"), "a.xlsx"),
    "members of an archive": (lambda: archive({str(number): b"" for number in range(60_000)}), "a.docx"),
    "markers in a photograph": (lambda: b"\xff\xd8" + b"\xff" * 9_900_000, "a.jpg"),
    "heads of an e-mail": (lambda: b"From: a\n" * 1_200_000, "a.eml"),
    "one long line": (lambda: b"x" * LARGEST_FILE, "a.txt"),
    "white space": (lambda: b" " * LARGEST_FILE, "a.csv"),
}


@pytest.mark.parametrize("case", WORST)
def test_the_worst_that_we_could_think_of_is_bounded(case: str) -> None:
    make, name = WORST[case]
    content = make()
    assert len(content) <= LARGEST_FILE
    begun = time.process_time()
    assert inspect(content, name) is not None
    assert time.process_time() - begun < LONGEST_S


def test_a_bomb_never_lies_unpacked_in_memory() -> None:
    bomb = office("docx", {f"word/{number}.xml": b"\x00" * 9_000_000 for number in range(6)})
    tracemalloc.start()
    try:
        inspect(bomb, "a.docx")
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
