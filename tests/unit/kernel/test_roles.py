"""Does the table of roles say of each where it is held, and who must prove themselves twice?"""

import pytest

from wardmote.kernel import roles
from wardmote.kernel.roles import ABOUT, INSIDE_COUNCIL, Place, Role, roles_held_in

SETS = [
    roles.INSIDE_COUNCIL,
    roles.READS_ANSWERS,
    roles.WRITES_ANSWERS,
    roles.READS_NATIONAL_RESULTS,
    roles.KEEPS_REGISTER,
    roles.MANAGES_PEOPLE,
    roles.ADMITS_FIRST_LEAD,
]


def test_the_stored_words_never_change() -> None:
    assert [role.value for role in Role] == [
        "lead",
        "contributor",
        "leader",
        "councillor",
        "viewer",
        "assurer",
        "warp-operator",
        "warp-member",
        "programme-team",
        "programme-finance",
        "programme-content",
        "administrator",
    ]


def test_every_role_has_a_title_and_says_what_it_does() -> None:
    assert set(ABOUT) == set(Role)
    assert all(str(about.title) and str(about.does) for about in ABOUT.values())
    assert len({str(about.title) for about in ABOUT.values()}) == len(Role)


def test_every_place_has_roles_and_every_role_one_place() -> None:
    held = [role for place in Place for role in roles_held_in(place)]
    assert sorted(held) == sorted(Role)


def test_every_role_that_sees_more_than_its_own_council_needs_a_second_factor() -> None:
    own_council_only = INSIDE_COUNCIL - {Role.LEAD} | {Role.WARP_MEMBER}
    without = {role for role in Role if not ABOUT[role].needs_second_factor}
    assert without == own_council_only


def test_who_writes_also_reads_and_who_reads_belongs_inside() -> None:
    assert roles.WRITES_ANSWERS < roles.READS_ANSWERS < INSIDE_COUNCIL


def test_an_assurer_is_held_in_a_council_but_never_counts_as_inside() -> None:
    assert ABOUT[Role.ASSURER].held_in is Place.COUNCIL
    assert Role.ASSURER not in INSIDE_COUNCIL


def test_neither_content_nor_administrators_read_results() -> None:
    assert not roles.READS_NATIONAL_RESULTS & roles.KEEPS_REGISTER


@pytest.mark.parametrize("named", SETS)
def test_every_set_names_roles_that_exist(named: frozenset[Role]) -> None:
    assert named
    assert named <= set(Role)


def test_the_choices_offered_are_the_roles() -> None:
    assert [value for value, _title in roles.CHOICES] == [role.value for role in Role]
