"""Does the command line notice that the audit log was shortened since it last looked?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import LazySettings

from tests.worlds import World
from wardmote.kernel.audit import record
from wardmote.kernel.moments import now


def add_entries(count: int) -> None:
    """Write some entries."""
    for _ in range(count):
        record(by=None, body=None, action="trial.done", subject="trial", at=now())


def remembered(settings: LazySettings) -> Path:
    """Return where the newest entry that was seen is noted."""
    return Path(settings.WARDMOTE_HOME) / "audit-head.json"


def test_an_intact_chain_is_said_and_remembered(
    wardmote: Callable[..., Any], world: World, settings: LazySettings
) -> None:
    add_entries(3)
    checked = wardmote("audit", "verify")
    assert (checked.code, checked.out.split(".")[0]) == (0, "✔ 3 entries in one unbroken chain")
    assert json.loads(remembered(settings).read_text())["sequence"] == 3


def test_entries_that_were_there_last_time_are_missed(
    wardmote: Callable[..., Any], world: World, settings: LazySettings
) -> None:
    add_entries(2)
    wardmote("audit", "verify")
    head = json.loads(remembered(settings).read_text())
    remembered(settings).write_text(json.dumps(head | {"sequence": 5}))
    refused = wardmote("audit", "verify")
    assert refused.code == 1
    assert "entries 3 to 5 were there and are gone" in refused.err
    assert json.loads(remembered(settings).read_text())["sequence"] == 5


def test_a_head_that_was_noted_elsewhere_must_still_be_there(wardmote: Callable[..., Any], world: World) -> None:
    add_entries(2)
    head = wardmote("audit", "verify", "--json").json["head"]
    assert wardmote("audit", "verify", "--expect", f"{head['sequence']}:{head['digest']}").code == 0
    refused = wardmote("audit", "verify", "--expect", f"2:{'0' * 64}", "--json")
    assert refused.code == 1
    assert refused.json["fault"]["sequence"] == 2


def test_a_head_that_is_no_head_is_refused(wardmote: Callable[..., Any], world: World) -> None:
    assert "--expect takes" in wardmote("audit", "verify", "--expect", "last one").err
