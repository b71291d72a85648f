"""Does the command line show what a framework's file adds, import it when agreed, and refuse what is damaged?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wardmote.assess.models import ImportedFramework

pytestmark = pytest.mark.django_db

STATEMENTS = """outcome,level,statement
A1.a,achieved,The leadership team sees a report each quarter.
A1.a,not-achieved,Nobody reports to the leadership team.
"""
PROFILE = """kind = "profile"
key = "local"
framework = "caf"
version = "3.2"
title = "Local profile"
note = "From the programme."
is_stand_in = false
[minimum]
"A1.a" = "achieved"
"""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], str]:
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def test_what_it_adds_is_shown_and_imported_when_agreed(wardmote: Any, file: Callable[[str, str], str]) -> None:
    path = file("caf-3.2.csv", STATEMENTS)
    shown = wardmote("framework", "import", path, "--json").json
    assert (shown["statements"], len(shown["change"]["added"]), shown["is_imported"]) == (2, 2, False)
    assert not ImportedFramework.objects.exists()
    done = wardmote("framework", "import", path, "--yes")
    assert done.code == 0
    assert "CAF 3.2: 2 statements of 1 outcomes" in done.out
    assert "✔ Imported" in done.out
    assert ImportedFramework.objects.get().faults
    again = wardmote("framework", "import", path, "--yes")
    assert "nothing would change" in again.out
    assert ImportedFramework.objects.count() == 1


def test_a_profile_is_imported_and_listed(wardmote: Any, file: Callable[[str, str], str]) -> None:
    done = wardmote("framework", "import", file("local.toml", PROFILE), "--yes")
    assert "Local profile: levels for 1 outcomes of caf 3.2." in done.out
    listed = wardmote("framework", "list", "--json").json
    assert listed[0]["profiles"] == ["local", "baseline", "enhanced"]
    assert "2 frameworks, 0 with official statements." in wardmote("framework", "list").out


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("caf-3.2.yaml", "objectives: [", "line"),
        ("caf-3.2.csv", "outcome,level,statement\nZ9.z,achieved,x\n", "line 2"),
        ("local.toml", PROFILE.replace("A1.a", "Z9.z"), "Z9.z"),
        ("notes.txt", "x", ".yaml, .toml or .csv"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place_and_changes_nothing(
    wardmote: Any, file: Callable[[str, str], str], name: str, text: str, words: str
) -> None:
    done = wardmote("framework", "import", file(name, text), "--yes")
    assert done.code == 1
    assert done.err.startswith("✘ ")
    assert words in done.err
    assert not ImportedFramework.objects.exists()


def test_a_yaml_bomb_is_refused_at_once(wardmote: Any, file: Callable[[str, str], str]) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    done = wardmote("framework", "import", file("caf-3.2.yaml", "\n".join(lines)), "--yes")
    assert done.code == 1
    assert "Traceback" not in done.err
