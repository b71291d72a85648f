"""What do the framework tests share: a small, sound questionnaire, as text to damage."""

import pytest

from wardmote.engines.frameworks import Framework, read

SOUND = """
kind = "questionnaire"
key = "small"
version = "1"
title = "A small questionnaire"
attribution = "Ours."
unknown_note = "Don't know scores 0."
estimate_note = "Our estimates."
caf_version = "3.2"

[rating_starts_at]
amber-red = 20
amber = 40
amber-green = 60
green = 80

[[areas]]
id = "doors"
title = "Doors"
summary = "Who locks up."
keep_up = "Keep locking up."

[[areas.questions]]
id = "front-door"
title = "The front door"
asks = "Is it locked?"
why = "So that we sleep."
weight = 5
levels = ["Gone.", "Open.", "Shut.", "Locked.", "Locked and checked."]
good = "Locked."
caf = ["A1.a"]
domain_ref = "A1"
next_steps = [
  { from = [0, 1], does = "Shut it.", who = "Porter" },
  { from = [2], does = "Lock it.", who = "Porter", effort_days = 1 },
  { from = [3], does = "Check it.", who = "Porter" },
]
find_out = { does = "Find out.", who = "Porter", effort_days = 0.5 }

[[areas]]
id = "windows"
title = "Windows"
summary = "No questions yet."
keep_up = "Keep them shut."
"""


@pytest.fixture(scope="session")
def sound() -> str:
    """The text of the small questionnaire."""
    return SOUND


@pytest.fixture(scope="session")
def small(sound: str) -> Framework:
    """The small questionnaire, read."""
    return read(sound, "small-1.toml")
