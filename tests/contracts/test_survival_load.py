"""Do two web processes and a worker share one SQLite file without getting in each other's way?"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.survival import Installation, locked_count, run_load


@pytest.mark.sqlite_only
def test_mixed_load_never_finds_the_database_locked(tmp_path: Path, upgrade: Callable[[Installation], None]) -> None:
    installation = Installation(tmp_path / "home")
    upgrade(installation)
    try:
        installation.serve()
        installation.start("worker")
        load = run_load(installation, float(os.environ.get("WARDMOTE_BENCH_SECONDS", "12")))
    finally:
        installation.stop()
    assert load.failed == 0, load.statuses
    assert len(load.accepted) > 20
    assert locked_count(installation) == 0
