"""Does the command line read the register, and change it only when agreed?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.worlds import World
from wardmote.register.models import BodyRecord

HEADER = "code,gss,name,kind,nation,region,domain\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a newer register: one body renamed, one new."""
    file = tmp_path / "newer.csv"
    file.write_text(
        HEADER
        + "ELMTON,,Elmton City Council,district,England,South East,elmton.gov.uk\n"
        + "OAKHAM,,Oakham Council,district,England,South East,oakham.gov.uk\n"
    )
    return file


def names() -> set[str]:
    """Return the names in force."""
    return set(BodyRecord.objects.filter(valid_to__isnull=True).values_list("name", flat=True))


def test_a_search_says_the_best_first(wardmote: Callable[..., Any], elmton: World) -> None:
    found = wardmote("register", "search", "elmtn")
    assert found.code == 0
    assert found.out.startswith("1 found; the best: Elmton Council (ELMTON)")
    assert wardmote("register", "search", "elmton", "--json").json[0]["code"] == "ELMTON"


def test_a_search_that_finds_nothing_says_what_to_try(wardmote: Callable[..., Any], elmton: World) -> None:
    found = wardmote("register", "search", "zzzz")
    assert found.code == 1
    assert "shorter part" in found.err


def test_a_body_is_shown_as_at_a_day(wardmote: Callable[..., Any], elmton: World) -> None:
    shown = wardmote("register", "show", "elmton", "--as-at", "2026-04-01", "--json").json
    assert (shown["name"], shown["as_at"], shown["status"]) == ("Elmton Council", "2026-04-01", "live")
    assert "Elmton Council (ELMTON) is live" in wardmote("register", "show", "ELMTON").out


@pytest.mark.parametrize("arguments", [("show", "NOWHERE"), ("show", "ELMTON", "--as-at", "yesterday")])
def test_what_cannot_be_shown_is_a_sentence(
    wardmote: Callable[..., Any], elmton: World, arguments: tuple[str, ...]
) -> None:
    shown = wardmote("register", *arguments)
    assert shown.code == 1
    assert shown.err.startswith("✘ ")
    assert "Traceback" not in shown.err


def test_json_alone_shows_the_difference_and_changes_nothing(
    wardmote: Callable[..., Any], elmton: World, table: Path
) -> None:
    shown = wardmote("register", "import", str(table), "--json").json
    assert shown["added"] == [{"code": "OAKHAM", "name": "Oakham Council"}]
    assert not shown["is_applied"]
    assert names() == {"Elmton Council"}


def test_an_agreed_import_is_applied_once(wardmote: Callable[..., Any], elmton: World, table: Path) -> None:
    assert "1 new, 1 changed" in wardmote("register", "import", str(table), "--from", "2026-12-01", "--yes").out
    assert {"Elmton City Council", "Oakham Council"} <= names()
    assert "Nothing would change" in wardmote("register", "import", str(table), "--yes").out


def test_a_refused_import_changes_nothing(
    wardmote: Callable[..., Any], elmton: World, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    assert wardmote("register", "import", str(table)).code == 0
    assert names() == {"Elmton Council"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "isn't UTF-8"),
        (b"a,b\n1,2\n", "Line 1"),
        (HEADER.encode() + b"?,,X,district,England,,\n", "Line 2"),
    ],
)
def test_a_table_that_cannot_be_read_names_its_line(
    wardmote: Callable[..., Any], elmton: World, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    refused = wardmote("register", "import", str(file))
    assert refused.code == 1
    assert words in refused.err
