"""How the tests run a command: in this process, on the test's own database."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import LazySettings

from tests.worlds import World
from wardmote.cli import main


@dataclass(frozen=True)
class Done:
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what it wrote for programs."""
        return json.loads(self.out)


class Command(Protocol):
    """Runs `wardmote` with these arguments."""

    def __call__(self, *arguments: str) -> Done:
        """Run it to its end."""


@pytest.fixture
def wardmote(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: LazySettings
) -> Command:
    """Run commands with a home of their own."""
    settings.WARDMOTE_HOME = tmp_path / "home"
    settings.UPLOADS = tmp_path / "home" / "uploads"
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        said = capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def elmton(world: World) -> World:
    """Return a world with one council."""
    world.council("ELMTON", name="Elmton Council", domain="elmton.gov.uk")
    return world
