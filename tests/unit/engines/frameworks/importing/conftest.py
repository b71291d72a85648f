"""What do the tests of importing share: a small invented framework, and files of statements for it to damage."""

from collections.abc import Callable

import pytest

from wardmote.engines.frameworks import FrameworkError
from wardmote.engines.frameworks.importing import Wording, read_wording
from wardmote.engines.frameworks.outcomes import Objective, Outcome, OutcomeFramework, Principle, Status

BOTH = {Status.NOT_ACHIEVED: "Nothing.", Status.ACHIEVED: "Everything."}
ALL = {Status.NOT_ACHIEVED: "Nothing.", Status.PARTIALLY_ACHIEVED: "Something.", Status.ACHIEVED: "Everything."}

YAML = """\
objectives:
  A:
    code: A
    principles:
      A1:
        outcomes:
          A1.a:
            code: A1.a
            title: Locks
            indicators:
              partially-achieved: {}
              not-achieved:
                A1.a.1:
                  description: The door stands
                    open at night.
                  ncsc-index: A1.a.NA.1
              achieved:
                A1.a.2:
                  description: Every door is locked.
                  ncsc-index: A1.a.A.1
                A1.a.3:
                  description: Somebody tries the handle.
                  ncsc-index: A1.a.A.2
            min_profile_requirement:
              baseline: Achieved
              enhanced: Achieved
          A1.b:
            title: Keys
            indicators:
              not-achieved:
                A1.b.1:
                  description: Nobody knows who has a key.
              partially-achieved:
                A1.b.2:
                  description: There is a list of keys.
              achieved:
                A1.b.3:
                  description: The list is checked.
            min_profile_requirement:
              baseline: Partially achieved
              enhanced: Achieved
"""

TOML = """\
kind = "statements"
framework = "caf"
version = "9.9"
source = "The porters' handbook"

[[statements]]
outcome = "A1.a"
level = "not-achieved"
id = "night"
says = "The door stands open at night."

[[statements]]
outcome = "A1.a"
level = "achieved"
says = "Every door is locked."

[[statements]]
outcome = "A1.b"
level = "Partially achieved"
says = "There is a list of keys."
"""

CSV = """\
outcome,level,statement
A1.a,not-achieved,The door stands open at night.
A1.a,achieved,Every door is locked.
A1.b,partially-achieved,"There is a list of keys, and
it is kept."
"""

Read = Callable[[str | bytes, str], Wording]


@pytest.fixture
def doors() -> OutcomeFramework:
    """Two outcomes of an invented version of the CAF; the first has no level between."""
    locks = Outcome("A1.a", "Locks", "Is it locked?", BOTH)
    keys = Outcome("A1.b", "Keys", "Who has a key?", ALL)
    principle = Principle("A1", "Doors", (locks, keys))
    return OutcomeFramework("caf", "9.9", "Doors", "Ours.", (Objective("A", "House", "Shut.", False, (principle,)),))


@pytest.fixture
def read(doors: OutcomeFramework) -> Read:
    """Read a file against the invented framework, which alone exists."""

    def outline_of(key: str, version: str) -> OutcomeFramework:
        if (key, version) != (doors.key, doors.version):
            raise FrameworkError(f'There is no framework "{key}" version "{version}".')
        return doors

    def reads(content: str | bytes, file_name: str) -> Wording:
        given = content.encode() if isinstance(content, str) else content
        return read_wording(given, file_name, outline_of)

    return reads


@pytest.fixture
def yaml_text() -> str:
    """A sound file as WebCAF builds them."""
    return YAML


@pytest.fixture
def toml_text() -> str:
    """A sound file of our own."""
    return TOML


@pytest.fixture
def csv_text() -> str:
    """A sound table."""
    return CSV
