"""Nobody gets through a door that the committed matrix doesn't open to them, and no route is without a row."""

import pytest

from . import doors


def test_every_door_opens_to_exactly_those_in_the_matrix(request: pytest.FixtureRequest, db: None) -> None:
    """Compare the whole walk with doors.txt; `--write-doors` writes it anew for reading and committing."""
    found = doors.report()
    if request.config.getoption("--write-doors"):
        doors.FILE.write_text(found, encoding="utf-8")
    assert "FAULT" not in found.split("\n", 7)[-1]
    expected = doors.FILE.read_text(encoding="utf-8")
    assert found.splitlines() == expected.splitlines()


def test_every_route_has_a_row() -> None:
    """Name the routes that nobody has thought about."""
    rows = doors.FILE.read_text(encoding="utf-8").splitlines()
    doors_with_rows = {line[: doors.WIDTH].strip() for line in rows if not line.startswith("#")}
    missing = [f"{d.method} {'' if d.is_api else '/'}{d.route}" for d in doors.doors()]
    assert [door for door in missing if door not in doors_with_rows] == []
