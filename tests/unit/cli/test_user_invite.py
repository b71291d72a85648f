"""Can whoever installs Wardmote let the first people in?"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.worlds import World
from wardmote.kernel.moments import now
from wardmote.register.actions.accept_invitation import find_invitation
from wardmote.register.models import Invitation


def test_an_invitation_is_stored_and_its_link_shown(wardmote: Callable[..., Any], elmton: World) -> None:
    done = wardmote("user", "invite", "Ada@elmton.gov.uk", "--role", "lead", "--council", "elmton", "--json").json
    secret = done["link"].rstrip("/").rpartition("/")[2]
    assert find_invitation(secret, now()).email == "ada@elmton.gov.uk"


def test_the_programme_and_the_platform_have_their_own_roles(wardmote: Callable[..., Any], elmton: World) -> None:
    elmton.platform("wardmote")
    elmton.programme("national-programme")
    for role, code in (("administrator", "wardmote"), ("programme-team", "national-programme")):
        assert wardmote("user", "invite", "ada@elmton.gov.uk", "--role", role, "--council", code).code == 0
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("email", "role", "code", "words"),
    [
        ("ada", "lead", "ELMTON", "isn't an e-mail address"),
        ("ada@elmton.gov.uk", "king", "ELMTON", "Its roles: lead"),
        ("ada@elmton.gov.uk", "administrator", "ELMTON", "has no role"),
        ("ada@elmton.gov.uk", "lead", "NOWHERE", "register search"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_way_out(
    wardmote: Callable[..., Any], elmton: World, email: str, role: str, code: str, words: str
) -> None:
    refused = wardmote("user", "invite", email, "--role", role, "--council", code)
    assert refused.code == 1
    assert words in refused.err
    assert not Invitation.objects.exists()


def test_the_demonstration_takes_no_real_address(wardmote: Callable[..., Any], world: World) -> None:
    world.council("DEMO", demonstration=True)
    refused = wardmote("user", "invite", "ada@elmton.gov.uk", "--role", "lead", "--council", "DEMO")
    assert ".example" in refused.err
