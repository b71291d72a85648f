"""What can the map show? Each measure says which step a council stands on and what the step means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wardmote.assess.public import areas, first_area
from wardmote.engines.frameworks import Area
from wardmote.register.models.bodies import Kind
from wardmote.watch.public import GRADE_WORDS

NEW_FOR = timedelta(days=730)


class Spotted(NamedTuple):
    """One council as the map's query returns it."""

    body_id: int
    code: str
    name: str
    region: str
    kind: str
    nation: str
    latitude: float
    longitude: float
    population: int | None
    start_date: date | None
    end_date: date | None
    rating: str | None
    is_shared: bool


@dataclass(frozen=True)
class Step:
    """One step of a measure: a stable key, its words, and the pattern that stands for it."""

    key: str
    words: str | Promise
    pattern: str


@dataclass(frozen=True)
class Measure:
    """A way to look at the map. `area` is the stocktake's area whose submitted results it shows, if it shows any.

    With `shows_grades` it shows what outside checks of each council's domains came to.
    """

    key: str
    title: str | Promise
    asks: str | Promise
    steps: tuple[Step, ...]
    step_of: Callable[[Spotted, date], str]
    area: str = ""
    shows_grades: bool = False

    @property
    def needs_results(self) -> bool:
        """Say whether it is only for those whose work it is to see results."""
        return bool(self.area) or self.shows_grades


def _population_step(spot: Spotted, _day: date) -> str:
    if spot.population is None:
        return "none"
    for key, below in (("p1", 100_000), ("p2", 150_000), ("p3", 250_000), ("p4", 400_000)):
        if spot.population < below:
            return key
    return "p5"


def _reorganisation_step(spot: Spotted, day: date) -> str:
    if spot.end_date:
        return "leaving"
    return "new" if spot.start_date and spot.start_date > day - NEW_FOR else "staying"


def _rating_step(spot: Spotted, _day: date) -> str:
    if not spot.is_shared:
        return "locked"
    return spot.rating or "none"


_GROUPS = {
    Kind.DISTRICT: "district",
    Kind.COUNTY: "county",
    Kind.UNITARY: "unitary",
    Kind.METROPOLITAN: "metropolitan",
    Kind.LONDON_BOROUGH: "london",
    Kind.CITY_CORPORATION: "london",
}


def _kind_step(spot: Spotted, _day: date) -> str:
    return _GROUPS.get(Kind(spot.kind), "nation")


# The key of the first area's measure is as old as the map: addresses that people kept still hold.
RESULTS = "stocktake"


def _stocktake_measure(area: Area) -> Measure:
    about = area.short_title.lower()
    return Measure(
        RESULTS if area is first_area() else f"{RESULTS}-{area.id}",
        format_lazy(_("Stocktake: {area}"), area=about),
        format_lazy(_("Where does each council stand on {area}, by its own submitted answers?"), area=about),
        (
            Step("red", _("Red"), "red"),
            Step("amber-red", _("Amber-red"), "amber-red"),
            Step("amber", _("Amber"), "amber"),
            Step("amber-green", _("Amber-green"), "amber-green"),
            Step("green", _("Green"), "green"),
            Step("none", _("Nothing submitted yet"), "none"),
            Step("locked", _("Not shared with you"), "locked"),
        ),
        _rating_step,
        area.id,
    )


_GRADE_PATTERNS = (("A", "green"), ("B", "amber-green"), ("C", "amber"), ("D", "amber-red"), ("E", "red"))

MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "reorganisation",
            _("Reorganisation"),
            _("Which councils are due to be replaced?"),
            (
                Step("staying", _("No end date known"), "plain"),
                Step("leaving", _("To be replaced on a known date"), "leaving"),
                Step("new", _("New within the last two years"), "new"),
            ),
            _reorganisation_step,
        ),
        Measure(
            "population",
            _("Population in 2020"),
            _("How many people does each council serve?"),
            (
                Step("p1", _("Under 100,000"), "b1"),
                Step("p2", _("100,000 to 149,999"), "b2"),
                Step("p3", _("150,000 to 249,999"), "b3"),
                Step("p4", _("250,000 to 399,999"), "b4"),
                Step("p5", _("400,000 and over"), "b5"),
                Step("none", _("Not known"), "none"),
            ),
            _population_step,
        ),
        Measure(
            "kind",
            _("Kind of council"),
            _("What kind of council is each?"),
            (
                Step("district", _("District"), "b1"),
                Step("county", _("County"), "b2"),
                Step("unitary", _("Unitary"), "b3"),
                Step("metropolitan", _("Metropolitan district"), "b4"),
                Step("london", _("London"), "b5"),
                Step("nation", _("Wales, Scotland or Northern Ireland"), "nation"),
            ),
            _kind_step,
        ),
        *(_stocktake_measure(area) for area in areas()),
        Measure(
            "checks",
            _("Outside checks of domains"),
            _("What did checks of each council's mail, domains and web from outside come to?"),
            (
                *(
                    Step(letter, format_lazy("{}: {}", letter, GRADE_WORDS[letter]), pattern)
                    for letter, pattern in _GRADE_PATTERNS
                ),
                Step("none", _("Not checked, or too little is known"), "none"),
                Step("locked", _("Not shared with you"), "locked"),
            ),
            _rating_step,
            shows_grades=True,
        ),
    )
}
DEFAULT_MEASURE = "reorganisation"
