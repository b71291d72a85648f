"""Is what strangers say harmless to look at?"""

import pytest

from wardmote.engines.checks.shown import LONGEST, shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("220 mx.example.net ESMTP", "220 mx.example.net ESMTP"),
        ("Bürgermeister “A”", "Bürgermeister “A”"),
        ("\x1b[31mred\r\n\x00", "\N{REPLACEMENT CHARACTER}[31mred" + "\N{REPLACEMENT CHARACTER}" * 3),
        ("right\u202eleft", "right\N{REPLACEMENT CHARACTER}left"),
        ("x" * 1_000, "x" * LONGEST),
    ],
)
def test_nothing_that_steers_a_terminal_is_left(text: str, seen: str) -> None:
    assert shown(text) == seen
