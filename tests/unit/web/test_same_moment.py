"""What does the slower of two people read, when the database lets only one of them?"""

from typing import Any

import pytest
from django.db import IntegrityError

from tests.worlds import World, signed_in


def test_the_slower_of_two_is_told_that_nothing_was_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A constraint that refuses the second of two equal acts isn't a fault of ours."""

    def refuse(**_: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed: register_invitation.email")

    monkeypatch.setattr("wardmote.register.views.tokens.revoke_token", refuse)
    answer = signed_in(world.person("Ann Asker")).post("/tokens/1/revoke/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else did that at the same moment" in page
    assert "UNIQUE" not in page
