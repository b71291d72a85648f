"""Is a file that was built to exhaust us refused at once?"""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks import FrameworkError
from wardmote.engines.frameworks.importing import LARGEST_FILE, Wording, read_wording
from wardmote.engines.frameworks.importing.yaml_nodes import nodes_of
from wardmote.engines.frameworks.outcomes import OutcomeFramework

NAME = "caf-v9.9.yaml"
Read = Callable[[str | bytes, str], Wording]

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a bomb of aliases": (BOMB, "the file stands for more than 50,000 entries"),
    "brackets without end": ("a: " + "[" * 500_000, "entries are nested more than 20 deep"),
    "braces without end": ("a: " + "{a: " * 300_000, "entries are nested more than 20 deep"),
    "dashes without end": ("- " * 500_000, "entries are nested more than 20 deep"),
    "a long list": ("a: [" + "x," * 500_000 + "]", "the file stands for more than 50,000 entries"),
    "many aliases": ("a: &a x\nb: [" + "*a," * 5_000 + "]", "the file repeats itself by more than 2,000 aliases"),
    "a ring": ("objectives: &a {A: {principles: *a}}", "must hold entries|is missing"),
}


@pytest.mark.parametrize(("text", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_no_time(read: Read, text: str, says: str) -> None:
    before = time.process_time()

    with pytest.raises(FrameworkError, match=says):
        read(text, NAME)

    assert time.process_time() - before < 2


def test_a_file_over_2_mb_is_refused_unread(read: Read) -> None:
    with pytest.raises(FrameworkError, match="the file has more than 2 MB"):
        read(b"\xff" * (LARGEST_FILE + 1), NAME)


@pytest.mark.parametrize("name", ["caf-9.9.pdf", "caf-9.9", "", "yaml.exe"])
def test_a_file_of_another_kind_is_refused(read: Read, name: str) -> None:
    with pytest.raises(FrameworkError, match=r"the name must end in \.yaml, \.toml or \.csv"):
        read("objectives:", name)


def test_text_that_is_not_utf_8_is_refused_by_its_line(read: Read) -> None:
    with pytest.raises(FrameworkError, match=r"caf-v9\.9\.yaml, line 2: the text is not UTF-8"):
        read(b"objectives:\n  A: \x93\n", NAME)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused(read: Read, yaml_text: str, encoding: str) -> None:
    with pytest.raises(FrameworkError, match="the text is UTF-16"):
        read(yaml_text.encode(encoding), NAME)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@, \n\t~<?0", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(FrameworkError):
        assert nodes_of(text, NAME).line == 1


@given(st.binary(max_size=200), st.sampled_from(["caf-9.9.csv", "caf-9.9.toml", "caf-9.9.yaml"]))
def test_any_bytes_are_refused_in_a_sentence(content: bytes, name: str) -> None:
    def no_outline(key: str, version: str) -> OutcomeFramework:
        raise FrameworkError(f"{name}: no {key} {version}.")

    with pytest.raises(FrameworkError) as refusal:
        read_wording(content, name, no_outline)
    assert str(refusal.value).startswith(name)


def test_the_quick_reader_of_yaml_is_there() -> None:
    assert yaml.__with_libyaml__, "without libyaml, 2 MB take seconds"
