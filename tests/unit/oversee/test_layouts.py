"""Does the same set of councils always get the same tiles, worked out once?"""

from collections.abc import Iterator

import pytest

from wardmote.oversee import layouts
from wardmote.oversee.layouts import layout_of
from wardmote.oversee.models import TileLayout

SPOTS = [(f"c{n}", "South East", 51.0 + n % 4 / 10, -1.0 + n // 4 / 10) for n in range(12)]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Start and end without what this process remembers."""
    layouts._kept.cache_clear()
    layouts._key.cache_clear()
    yield
    layouts._kept.cache_clear()
    layouts._key.cache_clear()


def test_every_council_gets_a_tile_of_its_own(db: None) -> None:
    tiles = layout_of(SPOTS)
    assert set(tiles) == {key for key, *_rest in SPOTS}
    assert len(set(tiles.values())) == len(SPOTS)


def test_the_order_of_asking_doesnt_matter(db: None) -> None:
    first = layout_of(SPOTS)
    layouts._kept.cache_clear()
    assert layout_of(SPOTS[::-1]) == first
    assert TileLayout.objects.count() == 1


def test_a_layout_is_worked_out_once_and_then_read(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = layout_of(SPOTS)
    layouts._kept.cache_clear()
    monkeypatch.setattr(layouts, "_lay_out", lambda _spots: pytest.fail("it was worked out again"))
    assert layout_of(SPOTS) == first


def test_what_this_process_knows_asks_the_database_nothing(db: None, django_assert_num_queries: object) -> None:
    layout_of(SPOTS)
    with django_assert_num_queries(0):  # type: ignore[operator]
        layout_of(SPOTS)


def test_another_set_of_councils_gets_a_layout_of_its_own(db: None) -> None:
    layout_of(SPOTS)
    layout_of(SPOTS[:-1])
    assert TileLayout.objects.count() == 2


def test_a_changed_engine_lays_out_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    layout_of(SPOTS)
    layouts._key.cache_clear()
    monkeypatch.setattr(layouts, "ENGINE", "tiles-next")
    layout_of(SPOTS)
    assert TileLayout.objects.count() == 2


def test_no_councils_make_an_empty_map(db: None) -> None:
    assert layout_of([]) == {}
