"""Which questions of a TAXII client are understood, and where does a cursor lead?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.taxii.paging import Asked, PagingError, asked_in, read_cursor, write_cursor

KEY = b"a key that nobody knows"
ID = "report--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d"


@given(st.integers(0, 2**63), st.sampled_from([b"", KEY]))
def test_a_cursor_leads_back_to_its_place(place: int, key: bytes) -> None:
    assert read_cursor(write_cursor(place, key=key, about="c1"), key=key, about="c1") == place


@given(st.text(max_size=70))
def test_a_cursor_that_is_not_ours_is_refused_in_words(text: str) -> None:
    with pytest.raises(PagingError, match="Begin again without it"):
        read_cursor(text, key=KEY, about="c1")


def test_a_cursor_of_another_list_or_of_another_key_is_refused() -> None:
    cursor = write_cursor(7, key=KEY, about="c1")
    for key, about in ((KEY, "c2"), (b"other", "c1"), (b"", "c1")):
        with pytest.raises(PagingError):
            read_cursor(cursor, key=key, about=about)


def test_nothing_asked_means_the_last_version_of_everything() -> None:
    assert asked_in({}, most=100) == Asked(limit=100)


def test_filters_are_alternatives_between_commas() -> None:
    query = {
        "match[id]": [ID],
        "match[type]": ["report,vulnerability,report"],
        "match[version]": ["first,2026-01-31T09:00:00.000Z"],
        "match[spec_version]": ["2.1,2.0"],
        "added_after": ["2026-01-31T09:00:00.123456789Z"],
        "limit": ["5000"],
        "next": [write_cursor(9)],
        "utm_source": ["x"],
    }
    assert asked_in(query, most=1000) == Asked(
        (ID,),
        ("report", "vulnerability"),
        ("first", "2026-01-31T09:00:00.000Z"),
        ("2.1", "2.0"),
        datetime(2026, 1, 31, 9, 0, 0, 123456, UTC),
        9,
        1000,
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"match[name]": ["x"]}, "We know no filter “match\\[name\\]”"),
        ({"match[id]": ["x"]}, "isn't an id"),
        ({"match[id]": [""]}, "isn't an id"),
        ({"match[type]": ["Report"]}, "isn't a type"),
        ({"match[type]": ["report", "note"]}, "stands twice"),
        ({"match[type]": [",".join(f"a{n}b" for n in range(101))]}, "100 values at most"),
        ({"match[type]": ["a" * 40_000]}, "too long"),
        ({"match[version]": ["latest"]}, "isn't first, last, all"),
        ({"match[spec_version]": ["two"]}, "isn't a version"),
        ({"added_after": ["yesterday"]}, "no moment"),
        ({"added_after": ["2026-02-31T09:00:00Z"]}, "no moment"),
        ({"limit": ["0"]}, "whole number from 1"),
        ({"limit": ["-1"]}, "whole number from 1"),
        ({"limit": ["٣"]}, "whole number from 1"),
        ({"next": ["AAAA"]}, "isn't one that we gave"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(query: dict[str, list[str]], says: str) -> None:
    with pytest.raises(PagingError, match=says):
        asked_in(query, most=100)
