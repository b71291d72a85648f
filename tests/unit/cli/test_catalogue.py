"""Are the commands found by their files, and is listing them quick?"""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import wardmote.cli.commands
from wardmote.cli import program
from wardmote.cli.catalogue import Catalogue

COMMANDS = Path(str(wardmote.cli.commands.__file__)).parent
FILES = sorted(file.relative_to(COMMANDS) for file in COMMANDS.rglob("*.py") if file.name != "__init__.py")


def words(file: Path) -> list[str]:
    """Return the words that call the command in a file."""
    return [part.rstrip("_").replace("_", "-") for part in file.with_suffix("").parts]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_each_file_is_a_command_that_explains_itself(file: Path) -> None:
    shown = CliRunner().invoke(program(), [*words(file), "--help"])
    assert shown.exit_code == 0
    assert shown.output.startswith("Usage: wardmote " + " ".join(words(file))) or "Usage:" in shown.output


def test_a_new_file_is_a_new_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_commands"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "greet_all.py").write_text("import click\n\n@click.command()\ndef command():\n    click.echo('hello')\n")
    monkeypatch.syspath_prepend(tmp_path)
    group = Catalogue("trial", package="some_commands")
    assert group.list_commands(click.Context(group)) == ["greet-all"]
    assert CliRunner().invoke(group, ["greet-all"]).output == "hello\n"


def test_listing_the_commands_loads_neither_django_nor_rich() -> None:
    code = (
        "import sys\nfrom wardmote.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print([m for m in ('django', 'rich', 'gunicorn', 'scipy') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert shown.stdout.splitlines()[-1] == "[]"


def test_a_command_that_is_not_there_is_refused_with_the_way_to_help() -> None:
    shown = CliRunner().invoke(program(), ["fly"])
    assert shown.exit_code == 2
    assert "--help" in shown.output
