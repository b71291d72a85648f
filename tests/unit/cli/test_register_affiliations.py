"""Does the command line take in who belongs to which WARP, and refuse what can't hold?"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.worlds import World
from wardmote.cli.commands.register.import_ import command
from wardmote.register.models import Affiliation
from wardmote.register.models.bodies import Kind


@pytest.fixture
def bodies(world: World) -> World:
    """A WARP and two councils that don't belong to it yet."""
    world.council("the-warp", kind=Kind.WARP)
    world.council("AAA")
    world.council("BBB")
    return world


def run(tmp_path: Path, text: str, *words: str) -> tuple[int, str]:
    """Import a table by the command and return its exit code and all that it wrote."""
    file = tmp_path / "members.csv"
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(command, [str(file), *words])
    return result.exit_code, result.output


def test_a_table_of_members_is_shown_and_applied(bodies: World, tmp_path: Path) -> None:
    """Each row joins a council to the WARP; a second time nothing changes."""
    table = "group_code,member_code,valid_from\nthe-warp,AAA,2026-04-01\nthe-warp,BBB,\n"
    code, said = run(tmp_path, table, "--yes")
    assert code == 0
    assert "joins" in said
    assert set(Affiliation.objects.values_list("member__code", flat=True)) == {"AAA", "BBB"}
    code, said = run(tmp_path, table, "--yes")
    assert "Nothing would change" in said


def test_a_row_with_an_end_lets_the_council_leave(bodies: World, tmp_path: Path) -> None:
    """The affiliation stays on record with its end."""
    run(tmp_path, "group_code,member_code\nthe-warp,AAA\n", "--yes")
    run(tmp_path, "group_code,member_code,valid_to\nthe-warp,AAA,2026-10-01\n", "--yes")
    assert [str(a.valid_to) for a in Affiliation.objects.all()] == ["2026-10-01"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("group_code,member_code\nthe-warp,ZZZ\n", "Line 2: the register has no body with the code ZZZ"),
        ("group_code,member_code\nAAA,BBB\n", "AAA is no WARP"),
        ("group_code,member_code\nthe-warp,the-warp\n", "can't belong to itself"),
        ("group_code,member_code,valid_from,valid_to\nthe-warp,AAA,2026-05-01,2026-04-01\n", "must be after"),
    ],
)
def test_what_cant_hold_is_refused_by_its_line(bodies: World, tmp_path: Path, table: str, says: str) -> None:
    """Nothing changes, and the message names the line."""
    code, said = run(tmp_path, table, "--yes")
    assert code == 1
    assert says in said
    assert not Affiliation.objects.exists()
