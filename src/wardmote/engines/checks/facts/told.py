"""What do the people who own a domain say of it that can't be seen from outside?"""

from dataclasses import dataclass
from datetime import date

# How much a council may tell of one domain; all of it is asked for.
MOST_SELECTORS, MOST_LOOK_ALIKES = 50, 200


@dataclass(frozen=True)
class Told:
    """What a council tells about one of its domains. Everything may be left out.

    `is_parked`: the name is held, and neither sends mail nor shows a website. `selectors` are DKIM selectors in use,
    `look_alikes` names of others that the council wants watched, `renews_on` the day its registration ends.
    """

    is_parked: bool = False
    selectors: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()
    renews_on: date | None = None


NOTHING_TOLD = Told()
