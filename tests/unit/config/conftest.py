"""What do the tests of the settings share: a production installation of its own, in another process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Runs = Callable[..., subprocess.CompletedProcess[str]]
# Enough characters of enough kinds for Django's own check of secret keys.
KEY = "q3-Zr8_kW1xY5bN7vT0pLm2cJd9sGhFu4EaXoQiRyBtUeVwKz6MnCjDf"
NEEDED = {
    "WARDMOTE_MODE": "production",
    "WARDMOTE_SECRET_KEY": KEY,
    "WARDMOTE_HOSTS": "wardmote.test",
    "WARDMOTE_URL": "https://wardmote.test",
}


@pytest.fixture(scope="module")
def in_production(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Run Python under production settings; a variable given as None is left out of the environment."""
    home = tmp_path_factory.mktemp("production")

    def run(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        wanted = NEEDED | {"WARDMOTE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wardmote.config.settings"} | changed
        environment = {name: value for name, value in wanted.items() if value is not None}
        environment |= {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PATH": os.environ["PATH"]}
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    run.home = home  # type: ignore[attr-defined]
    return run


@pytest.fixture(scope="module")
def home(in_production: Runs) -> Path:
    """The folder under which the production installation writes."""
    found: Path = in_production.home  # type: ignore[attr-defined]
    return found
