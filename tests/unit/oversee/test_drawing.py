"""Is the map drawn so that every tile has a name and a link, and nothing in it can run?"""

from html.parser import HTMLParser

import pytest

from wardmote.oversee.drawing import (
    centre,
    draw_map,
    draw_outline,
    draw_state,
    draw_swatch,
    draw_tile,
    label_of,
    size_of,
)

EVIL = "<script>alert(1)</script>\"' & Co"


class Seen(HTMLParser):
    """What a browser finds in the picture."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data

    def count(self, tag: str) -> int:
        """Return how many there are of a tag."""
        return sum(found == tag for found, _attrs in self.tags)


def drawn(name: str = "Elmbridge", says: str = "Amber", *, faded: bool = False) -> str:
    tile = draw_tile(2, 1, "ELM", name, "/councils/ELM/")
    state = draw_state(tile, says, "amber", faded)
    return draw_map([state], ["amber"], size_of([(2, 1)]), "", "Map of 1 council", "Where?")


def test_a_tile_says_its_council_and_step_and_leads_to_its_page() -> None:
    picture = drawn()
    seen = Seen(picture)
    (link,) = [attrs for tag, attrs in seen.tags if tag == "a"]
    assert link["href"] == "/councils/ELM/"
    assert "<title>Elmbridge: Amber</title>" in picture
    assert "<text>ELM</text>" in picture


def test_the_picture_has_a_title_and_a_description() -> None:
    seen = Seen(drawn())
    assert seen.tags[0][1]["aria-labelledby"] == "map-title map-description"
    assert "Map of 1 council" in seen.text
    assert "Where?" in seen.text


def test_names_and_texts_cant_bring_anything_along() -> None:
    tile = draw_state(draw_tile(0, 0, EVIL, EVIL, "/councils/x/"), "Amber", "amber", False)
    seen = Seen(draw_map([tile], ["amber"], (3, 3), "", EVIL, EVIL))
    assert seen.count("script") == 0
    assert seen.text.count(EVIL) == 4


def test_nothing_inline_runs_or_styles() -> None:
    picture = drawn() + draw_swatch("red") + draw_outline("M0 0h1", [(0, 0)])
    for tag, attrs in Seen(picture).tags:
        assert tag not in ("script", "style", "foreignobject", "image")
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        assert not (attrs.get("href") or "").startswith(("javascript:", "data:", "http"))


def test_a_faded_tile_keeps_its_name_and_link() -> None:
    picture = drawn(faded=True)
    (link,) = [attrs for tag, attrs in Seen(picture).tags if tag == "a"]
    assert (link["class"], link["href"]) == ("f", "/councils/ELM/")
    assert [a for t, a in Seen(drawn()).tags if t == "a" and "class" in a] == []


def test_each_pattern_in_use_is_defined_once() -> None:
    picture = draw_map([], ["red", "green"], (3, 3), "", "t", "d")
    assert [a["id"] for t, a in Seen(picture).tags if t == "pattern"] == ["green", "red"]


def test_a_swatch_stands_without_the_map() -> None:
    seen = Seen(draw_swatch("red"))
    assert [a["id"] for t, a in seen.tags if t == "pattern"] == ["k-red"]
    assert seen.tags[0][1]["aria-hidden"] == "true"


def test_every_other_row_is_shifted_by_half_a_tile() -> None:
    assert [centre(0, row)[0] for row in range(3)] == [0, 0.5, 0]
    assert centre(3, 2) == (3, 1.73)


def test_the_picture_is_large_enough_for_every_tile() -> None:
    places = [(0, 0), (9, 3), (4, 12)]
    width, height = size_of(places)
    assert all(x + 0.5 < width - 0.6 + 0.01 and y + 0.56 < height for x, y in (centre(*place) for place in places))
    assert all(length > 0 for length in size_of([]))


def test_regions_and_own_councils_are_outlined() -> None:
    seen = Seen(draw_outline("M0 0h1", [(1, 1), (2, 2)]))
    assert [attrs.get("class") for _tag, attrs in seen.tags] == ["o", "ring", "ring"]
    assert draw_outline("", []) == ""


@pytest.mark.parametrize(
    ("code", "demonstration", "label"),
    [
        ("ELM", False, "ELM"),
        ("elm", False, "ELM"),
        ("east-surrey", False, "ES"),
        ("ipswich-south-suffolk", False, "ISS"),
        ("greater-norwich", False, "GN"),
        ("demo-ash", True, "ASH"),
        ("demo-ashford", True, "ASH"),
    ],
)
def test_a_label_is_at_most_four_letters(code: str, demonstration: bool, label: str) -> None:
    assert label_of(code, demonstration) == label
