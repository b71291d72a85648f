"""What do the tests of real processes share: an installation's first upgrade, which takes half a minute."""

import shutil
from collections.abc import Callable

import pytest

from benchmarks.survival import Installation
from tests.shared import folder_of, one_at_a_time


@pytest.fixture(scope="session")
def upgrade(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Installation], None]:
    """Return what upgrades a new installation: from nothing once, then from a copy of the tables made by that."""
    kept = folder_of(tmp_path_factory) / "upgraded.sqlite3"

    def run(installation: Installation) -> None:
        prepared = installation.run("upgrade")
        assert prepared.returncode == 0, prepared.stderr

    def upgrade(installation: Installation) -> None:
        if installation.database_url:
            run(installation)
            return
        with one_at_a_time(kept):
            if not kept.exists():
                first = Installation(kept.with_name("upgrading"))
                run(first)
                (first.home / "wardmote.sqlite3").rename(kept)
        installation.home.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept, installation.home / "wardmote.sqlite3")
        run(installation)

    return upgrade
