"""Which roles are there, where may each be held, and what does each ask of the person?"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Place(StrEnum):
    """The kinds of body that roles are held in."""

    COUNCIL = "council"
    WARP = "warp"
    PROGRAMME = "programme"
    PLATFORM = "platform"


class Role(StrEnum):
    """Everything a person can be. The values are stored: never change one."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    LEADER = "leader"
    COUNCILLOR = "councillor"
    VIEWER = "viewer"
    ASSURER = "assurer"
    WARP_OPERATOR = "warp-operator"
    WARP_MEMBER = "warp-member"
    PROGRAMME_TEAM = "programme-team"
    PROGRAMME_FINANCE = "programme-finance"
    PROGRAMME_CONTENT = "programme-content"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class About:
    """What a role is called, where it is held, and whether it needs a second factor."""

    title: str | Promise
    does: str | Promise
    held_in: Place
    needs_second_factor: bool = False


ABOUT: dict[Role, About] = {
    Role.LEAD: About(
        _("Cyber lead"),
        _("Answers, submits, decides who belongs and what is shared"),
        Place.COUNCIL,
        needs_second_factor=True,
    ),
    Role.CONTRIBUTOR: About(_("Contributor"), _("Answers questions with colleagues"), Place.COUNCIL),
    Role.LEADER: About(
        _("Leader"),
        _("Chief executive, section 151 officer or senior risk owner: reads everything, in plain words"),
        Place.COUNCIL,
    ),
    Role.COUNCILLOR: About(_("Councillor"), _("Reads submitted results"), Place.COUNCIL),
    Role.VIEWER: About(_("Viewer"), _("Reads answers and results, changes nothing"), Place.COUNCIL),
    Role.ASSURER: About(
        _("Assurer or peer reviewer"),
        _("From outside: sees what the council shares with reviewers"),
        Place.COUNCIL,
        needs_second_factor=True,
    ),
    Role.WARP_OPERATOR: About(
        _("WARP operator"),
        _("Runs the WARP; sees what its councils share with it"),
        Place.WARP,
        needs_second_factor=True,
    ),
    Role.WARP_MEMBER: About(_("WARP member"), _("Takes part in the WARP"), Place.WARP),
    Role.PROGRAMME_TEAM: About(
        _("Programme team"),
        _("Sees the results that councils share with the programme"),
        Place.PROGRAMME,
        needs_second_factor=True,
    ),
    Role.PROGRAMME_FINANCE: About(
        _("Programme finance"),
        _("Sees the results that councils share with the programme"),
        Place.PROGRAMME,
        needs_second_factor=True,
    ),
    Role.PROGRAMME_CONTENT: About(
        _("Programme content"),
        _("Keeps the register and the guidance; sees no council's results"),
        Place.PROGRAMME,
        needs_second_factor=True,
    ),
    Role.ADMINISTRATOR: About(
        _("System administrator"),
        _("Keeps the installation; sees no council's results"),
        Place.PLATFORM,
        needs_second_factor=True,
    ),
}

INSIDE_COUNCIL = frozenset({Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER})
READS_ANSWERS = frozenset({Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER})
RUNS_DESK = frozenset({Role.WARP_OPERATOR, Role.PROGRAMME_TEAM, Role.PROGRAMME_CONTENT})
WRITES_ANSWERS = frozenset({Role.LEAD, Role.CONTRIBUTOR})
READS_NATIONAL_RESULTS = frozenset({Role.PROGRAMME_TEAM, Role.PROGRAMME_FINANCE})
KEEPS_REGISTER = frozenset({Role.PROGRAMME_CONTENT, Role.ADMINISTRATOR})
MANAGES_PEOPLE = frozenset({Role.LEAD, Role.WARP_OPERATOR, Role.PROGRAMME_TEAM, Role.ADMINISTRATOR})
ADMITS_FIRST_LEAD = frozenset({Role.PROGRAMME_TEAM, Role.ADMINISTRATOR})


def roles_held_in(place: Place) -> tuple[Role, ...]:
    """Return the roles that a body of this kind may have, in the order they are offered."""
    return tuple(role for role, about in ABOUT.items() if about.held_in is place)


CHOICES = [(role.value, ABOUT[role].title) for role in Role]
