"""Does the register answer everybody, about the real world, by pages?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, BodyRecord, Succession


def codes(response: object) -> list[str]:
    return [item["code"] for item in response.json()["items"]]  # type: ignore[attr-defined]


def test_anybody_lists_the_live_councils_of_the_real_world(anybody: Any, world: Any) -> None:
    print(anybody.get("/councils").json())
    assert codes(anybody.get("/councils")) == ["ELMTON", "OAKHAM"]
