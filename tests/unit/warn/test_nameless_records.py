"""Does the record of what somebody does with their own nameless post keep their name out as well?"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.warn.shared_town import SharedTown
from tests.unit.warn.sharing_said import say
from tests.worlds import World
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation
from wardmote.warn.actions.settle_post import settle_post
from wardmote.warn.actions.take_down_post import take_down_post


@pytest.mark.parametrize(("act", "action"), [(take_down_post, "post.taken-down"), (settle_post, "post.settled")])
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_nameless_author_is_in_no_record(
    world: World, act: Callable[..., Any], action: str, is_anonymous: bool
) -> None:
    town = SharedTown(world)
    council = Affiliation.objects.filter(group=town.warp)[0].member
    author = world.someone(council, Role.LEAD, "Nora Nameless")
    post = say(town, author, council, is_anonymous=is_anonymous)
    act(by=world.viewer(author), post=post, at=town.at)
    entry = AuditEntry.objects.get(action=action)
    named = (entry.person_id, entry.body_id)
    assert named == ((None, town.warp.pk) if is_anonymous else (author.pk, council.pk))
