"""Does a published warning reach a council's own program: signed, again after a refusal, and never twice?

An operator publishes, the program's own worker does the rest, and a real HTTPS server hears of it. Each life of the
worker is a little more than an hour after the last one, when what failed is due again.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.survival import ROOT
from tests.contracts.called_address import HOST, Address, Posted, called_address
from tests.contracts.killed_installation import Mortal

pytestmark = pytest.mark.xdist_group("survival")

PLACE = "/in?room=7"
TITLE = "Close the gateway"
LIFE_MIN = 61

PUBLISH = """
import json, sys
import django
django.setup()
sys.path.insert(0, sys.argv[1])
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.warn.actions.add_channel import add_channel
from wardmote.warn.actions.publish_bulletin import publish_bulletin
from wardmote.warn.actions.write_bulletin import Wording, write_bulletin
from wardmote.warn.models import Audience, ChannelKind, Priority, Source
with seeing_as_system():
    Domain.objects.all().delete()
    Source.objects.update(is_on=False)
    world = World()
    council, other = world.council("CALLED"), world.council("SILENT")
    warp = world.warp("CALLERS", council, other)
    operator = world.viewer(world.someone(warp, Role.WARP_OPERATOR))
    lead = world.viewer(world.lead_of(council))
    added = add_channel(by=lead, council=council, kind=ChannelKind.WEBHOOK, address=sys.argv[2],
                        least_priority=Priority.PLANNED, at=world.at)
    wording = Wording(title=sys.argv[3], what="Strangers read its memory.", act="Update it to 14.1.", priority=2,
                      label=Label.GREEN, audience=Audience.EVERYONE)
    bulletin = write_bulletin(by=operator, owner=warp, wording=wording, about=None, at=world.at)
    publish_bulletin(by=operator, bulletin=bulletin, revision=bulletin.revision, at=world.at)
print(json.dumps(added.secret))
"""

LOOK = """
import json
import django
django.setup()
from django_tasks_db.models import DBTaskResult
from wardmote.kernel.viewer import seeing_as_system
from wardmote.warn.models import Channel, ChannelCall
with seeing_as_system():
    print(json.dumps({
        "calls": list(ChannelCall.objects.exclude(tries=0).values_list("state", "tries")),
        "trouble": Channel.objects.get().trouble,
        "jobs": sorted(set(DBTaskResult.objects.values_list("status", flat=True))),
    }))
"""


@dataclass
class Calling(Mortal):
    """An installation that may call what `settings` lead it to."""

    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that its processes get."""
        return super().environment | self.settings

    def publish_warning(self) -> str:
        """Have a WARP warn its two members, of which one named its address; returns the secret that it was shown."""
        secret: str = json.loads(self._script(PUBLISH, str(ROOT), f"https://{HOST}{PLACE}", TITLE))
        return secret

    def live(self, number: int) -> None:
        """Let the worker do what is due so many lives from now."""
        self.begin(number * LIFE_MIN, until_idle=True)
        assert self.end() == 0, self.log.read_text()

    def calls(self) -> dict[str, Any]:
        """Return what is kept of the calls."""
        found: dict[str, Any] = json.loads(self._script(LOOK))
        return found


@pytest.fixture
def address(tmp_path: Path) -> Iterator[Address]:
    """The council's program."""
    with called_address(tmp_path) as address:
        yield address


@pytest.fixture
def begin(tmp_path: Path, upgrade: Callable[[Mortal], None]) -> Iterator[Callable[[dict[str, str]], Calling]]:
    """Return what begins an installation with these settings."""
    begun: list[Calling] = []

    def begin(settings: dict[str, str]) -> Calling:
        installation = Calling(tmp_path / "home", settings=settings)
        begun.append(installation)
        upgrade(installation)
        return installation

    yield begin
    for installation in begun:
        installation.stop()


def test_a_warning_arrives_signed_again_after_a_refusal_and_never_twice(
    address: Address, begin: Callable[[dict[str, str]], Calling]
) -> None:
    installation = begin(address.environment)
    address.answers = [500]
    secret = installation.publish_warning()
    installation.live(0)
    assert len(address.posted) == 1
    assert installation.calls()["calls"] == [["failed", 1]]
    assert installation.calls()["trouble"] == f"{HOST} answered with status 500"

    for number in range(1, 4):
        installation.live(number)
    assert len(address.posted) == 2
    assert installation.calls() == {"calls": [["done", 2]], "trouble": "", "jobs": ["SUCCESSFUL"]}

    first, second = address.posted
    assert first.body == second.body
    assert first.headers["Wardmote-Key"] == second.headers["Wardmote-Key"]
    for posted in address.posted:
        assert (posted.path, posted.headers["Host"]) == (PLACE, HOST)
        assert is_signed(posted, secret)
        assert not is_signed(posted, f"{secret}x")
        assert not is_signed(Posted(posted.path, posted.headers, posted.body + b" "), secret)
    assert moment_of(second) - moment_of(first) > 3_600
    said = json.loads(second.body)
    assert (said["type"], said["council"]["code"], said["count"]) == ("warnings.changed", "CALLED", 1)
    [warning] = said["warnings"]
    assert (warning["title"], warning["occasion"], warning["label"]) == (TITLE, "new", "TLP:GREEN")


def test_an_address_inside_is_not_called_where_the_settings_do_not_name_it(
    address: Address, begin: Callable[[dict[str, str]], Calling]
) -> None:
    installation = begin({**address.environment, "WARDMOTE_ALLOW_PRIVATE_TARGETS": ""})
    installation.publish_warning()
    installation.live(0)
    assert address.posted == []
    kept = installation.calls()
    assert kept["calls"] == [["failed", 1]]
    assert kept["trouble"]


def moment_of(posted: Posted) -> int:
    """Return the moment that the signature names."""
    return int(posted.headers["Wardmote-Signature"].partition(",")[0].removeprefix("t="))


def is_signed(posted: Posted, secret: str) -> bool:
    """Check the signature as its receiver does: HMAC-SHA256 with the secret over `MOMENT.BODY`."""
    moment, _, told = posted.headers["Wardmote-Signature"].partition(",v1=")
    signed = f"{moment.removeprefix('t=')}.".encode() + posted.body
    return hmac.compare_digest(hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest(), told)
