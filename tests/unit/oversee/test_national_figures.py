"""Does a figure across councils count those that share, and never point at one of them?"""

import pytest

from tests.worlds import World
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.oversee.queries.figures import RATINGS, Distribution, distribution, national_distribution
from wardmote.register.models.sharing import Audience, Level

LEVELS = dict(zip(RATINGS, range(5), strict=True))


def submit(world: World, *ratings: str, demonstration: bool = False) -> None:
    """Let as many councils submit as there are ratings."""
    for n, rating in enumerate(ratings):
        body = world.council(f"{'d' if demonstration else 'c'}{n}", demonstration=demonstration)
        world.submit(body, LEVELS[rating])


def figures(*, demonstration: bool = False) -> Distribution:
    """Read the figures as a signed-out reader does."""
    with seeing_as(NOBODY):
        return national_distribution(demonstration=demonstration)


def test_nothing_is_known_before_anybody_submits(db: None) -> None:
    found = figures()
    assert (found.total, found.is_shown, set(found.counts.values())) == (None, False, {None})


def test_nothing_is_shown_of_four_councils(world: World) -> None:
    submit(world, *["red"] * 4)
    assert not figures().is_shown


def test_five_councils_on_one_step_are_shown_to_everybody(world: World) -> None:
    submit(world, *["amber"] * 5)
    assert figures() == Distribution(5, {"red": 0, "amber-red": 0, "amber": 5, "amber-green": 0, "green": 0})


def test_five_councils_on_five_steps_give_nothing_away(world: World) -> None:
    """A total beside five withheld counts that are all above zero would say that each is one."""
    found = distribution(RATINGS)
    assert (found.total, set(found.counts.values())) == (None, {None})


def test_a_council_that_shares_nothing_isnt_counted(world: World) -> None:
    submit(world, *["amber"] * 10)
    from wardmote.register.models import Body

    for code in ("c0", "c1", "c2", "c3", "c4"):
        world.share(Body.objects.get(code=code), Audience.PROGRAMME, Level.NOTHING)
    assert figures().total == 5


def test_the_two_worlds_are_counted_apart(world: World) -> None:
    submit(world, *["amber"] * 5)
    submit(world, *["red"] * 5, demonstration=True)
    assert figures().counts["red"] == 0
    assert figures(demonstration=True).counts == {"red": 5, "amber-red": 0, "amber": 0, "amber-green": 0, "green": 0}


def test_only_leadership_counts_in_the_figures(world: World) -> None:
    submit(world, *["amber"] * 5)
    before = figures()
    from wardmote.register.models import Body

    for body in Body.objects.filter(code__startswith="c"):
        world.submit(body, 0, area="technology")
    assert figures() == before


def test_two_readings_never_differ_by_one_council(world: World) -> None:
    submit(world, *["amber"] * 5)
    before = figures()
    for n in range(4):
        world.submit(world.council(f"late{n}"), 4)
        assert figures() == before
    world.submit(world.council("late4"), 4)
    assert figures().total == 10


@pytest.mark.parametrize(
    ("ratings", "total"), [([], None), ([None, None], None), (["red"] * 4, None), (["red"] * 5 + [None], 5)]
)
def test_councils_without_a_rating_dont_count(ratings: list[str | None], total: int | None) -> None:
    assert distribution(ratings).total == total
