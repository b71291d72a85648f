"""Who lives in the fictional region, in which role, and since when? Pure: no database."""

import random
from dataclasses import dataclass
from typing import Any

from wardmote.kernel.roles import Role

from .region import Character, Council, Region, address_of, read_data


@dataclass(frozen=True)
class Newcomer:
    """Somebody at the door of the visitor's own council."""

    name: str
    address: str
    days_ago: int


@dataclass(frozen=True)
class Cast:
    """Everybody: how they came in differs, so each way has its own list."""

    staff: tuple[Character, ...]
    leads: tuple[Character, ...]
    colleagues: tuple[Character, ...]
    reviewers: tuple[Character, ...]
    asks_to_join: Newcomer
    is_invited: Newcomer

    @property
    def everybody(self) -> tuple[Character, ...]:
        """Return all who hold a role."""
        return (*self.staff, *self.leads, *self.colleagues, *self.reviewers)

    @property
    def addresses(self) -> dict[str, str]:
        """Return the e-mail address of all who have an account, by name: the invited one has none yet."""
        found = {character.name: character.address for character in self.everybody}
        return found | {self.asks_to_join.name: self.asks_to_join.address}

    def keeper_of(self, body: str) -> str:
        """Return the name of whoever decides who belongs to a body."""
        return next(person.name for person in (*self.staff, *self.leads) if person.body == body)

    def writers_in(self, body: str) -> tuple[str, ...]:
        """Return the names of the people who answer for a council, its lead first."""
        writers = (Role.LEAD, Role.CONTRIBUTOR)
        return tuple(c.name for c in (*self.leads, *self.colleagues) if c.body == body and c.role in writers)


def read_cast(region: Region, rng: random.Random) -> Cast:
    """Return the people of the files, with joining days for those whom no visitor can be."""
    data = read_data("people")
    main = [_character(row, region, region.main) for row in data["main"]]
    others = [council for council in region.councils if council.lead]
    return Cast(
        staff=tuple(_character(row, region, row["body"]) for row in data["staff"]),
        leads=(
            *(c for c in main if c.role is Role.LEAD),
            *(_in_council(c, c.lead, Role.LEAD, rng.randint(362, 380)) for c in others),
        ),
        colleagues=(
            *(c for c in main if c.role is not Role.LEAD),
            *(
                _in_council(council, name, Role.CONTRIBUTOR, rng.randint(348, 357))
                for council in others
                for name in council.contributors
            ),
        ),
        reviewers=tuple(_character(row, region, region.main) for row in data["reviewers"]),
        asks_to_join=_newcomer(data["asks_to_join"], region),
        is_invited=_newcomer(data["is_invited"], region),
    )


def _character(row: dict[str, Any], region: Region, body: str) -> Character:
    domain = row.get("works_at") or region.domain(body)
    return Character(
        name=row["name"],
        role=Role(row["role"]),
        body=body,
        joined=row["joined"],
        address=address_of(row["name"], domain),
        is_due=row.get("is_due", False),
    )


def _in_council(council: Council, name: str, role: Role, joined: int) -> Character:
    return Character(name, role, council.code, joined, address_of(name, council.domain))


def _newcomer(row: dict[str, Any], region: Region) -> Newcomer:
    return Newcomer(row["name"], address_of(row["name"], region.domain(region.main)), row["days_ago"])
