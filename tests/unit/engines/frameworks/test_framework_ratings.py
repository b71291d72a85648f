"""Does a score get the right one of the five steps, above all on the line between two?"""

import math

import pytest

from wardmote.engines.frameworks import AreaResult, Rating, load, rate

BANDS = load("stocktake", "1").bands


@pytest.mark.parametrize(
    ("line", "below", "on"),
    [
        (20.0, Rating.RED, Rating.AMBER_RED),
        (40.0, Rating.AMBER_RED, Rating.AMBER),
        (60.0, Rating.AMBER, Rating.AMBER_GREEN),
        (80.0, Rating.AMBER_GREEN, Rating.GREEN),
    ],
)
def test_a_score_on_the_line_earns_the_higher_rating(line: float, below: Rating, on: Rating) -> None:
    assert rate(math.nextafter(line, 0), BANDS) is below
    assert rate(line, BANDS) is on
    assert rate(math.nextafter(line, 100), BANDS) is on


@pytest.mark.parametrize(("score", "rating"), [(0.0, Rating.RED), (100.0, Rating.GREEN)])
def test_the_ends_of_the_scale_are_red_and_green(score: float, rating: Rating) -> None:
    assert rate(score, BANDS) is rating


def test_ratings_step_from_one_for_red_to_five_for_green() -> None:
    assert [(rating.value, rating.step) for rating in Rating] == [
        ("red", 1),
        ("amber-red", 2),
        ("amber", 3),
        ("amber-green", 4),
        ("green", 5),
    ]


@pytest.mark.parametrize("rating", Rating)
def test_the_words_of_a_rating_open_with_its_name_and_say_what_it_means(rating: Rating) -> None:
    name, meaning = rating.words.split(": ")

    assert name.lower() == rating.value
    assert len(meaning) > 15


def test_the_score_to_show_never_rounds_up_to_the_next_rating() -> None:
    result = AreaResult(79.99, Rating.AMBER_GREEN, 1, 1, (), (), None)

    assert result.whole_score == 79
