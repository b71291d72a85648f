"""Is a record written so that it can be pasted, however long and odd its text?"""

import dns.rdata
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.lines import plain, txt_line


def test_a_text_stands_between_quotation_marks() -> None:
    assert txt_line("example.gov.uk", "v=spf1 -all") == 'example.gov.uk. TXT "v=spf1 -all"'


def test_a_long_text_stands_in_several_strings() -> None:
    line = txt_line("example.gov.uk", "x" * 300)

    assert line == f'example.gov.uk. TXT "{"x" * 255}" "{"x" * 45}"'


@pytest.mark.parametrize(
    ("text", "shown"), [('say "hi"', r"say \"hi\""), ("a\\b", r"a\\b"), ("\x1b[31m", r"\027[31m"), ("é", r"\233")]
)
def test_what_could_act_on_a_terminal_or_end_a_string_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=600))
def test_a_zone_file_with_the_line_holds_the_text(text: str) -> None:
    _, _, strings = txt_line("example.gov.uk", text).partition(" TXT ")

    wire = dns.rdata.from_text("IN", "TXT", strings).to_wire()

    assert wire is not None
    read, place = b"", 0
    while place < len(wire):
        read += wire[place + 1 : place + 1 + wire[place]]
        place += 1 + wire[place]
    assert read == text.encode("latin-1")
