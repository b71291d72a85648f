"""Are the words of sources understood as ranges of versions, and left to an editor where they aren't?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.facts import ANY, Span
from wardmote.engines.advisories.reading.version_words import after_series, is_version, scheme_of, spans_of_words


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("10.2.9-h1", Span.one("10.2.9-h1")),
        ("V2.3", Span.one("2.3")),
        ("R2023b", Span.one("R2023b")),
        ("9.0 SP1", Span.one("9.0 SP1")),
        ("15.1(2)T", Span.one("15.1(2)T")),
        ("<= 3.4", Span(high="3.4", high_included=True)),
        ("≥ 3.4", Span(low="3.4")),
        (">1.0 <2.0", Span(low="1.0", low_included=False, high="2.0")),
        ("= 1.2.3", Span.one("1.2.3")),
        ("prior to version 4.0", Span(high="4.0")),
        ("4.0 or later", Span(low="4.0")),
        ("up to 4.0", Span(high="4.0", high_included=True)),
        ("from 1.0 to 2.0", Span(low="1.0", high="2.0", high_included=True)),
        ("5.4.x", Span(low="5.4", high="5.5")),
        ("2.*", Span(low="2", high="3")),
        ("any version", ANY),
    ],
)
def test_words_mean_a_span(words: str, span: Span) -> None:
    assert spans_of_words(words) == (span,)


@pytest.mark.parametrize(
    "words", ["", "n/a", "main", "Windows 10", "1.0, 2.0", "= 1.0, = 2.0", "< the next", "1.0 and some", "x" * 300]
)
def test_other_words_mean_none(words: str) -> None:
    assert spans_of_words(words) == ()


@given(st.text(alphabet="0.19vVspx*<>=, -toandbefr()", max_size=200))
def test_no_words_break_it_or_take_long(words: str) -> None:
    assert all(isinstance(span, Span) for span in spans_of_words(words))


def test_a_series_ends_before_the_next() -> None:
    assert (after_series("5.4.*"), after_series("9.x"), after_series("5.4"), after_series("*")) == ("5.5", "10", "", "")


def test_schemes_are_named_as_vers_names_them() -> None:
    assert [scheme_of(kind) for kind in ("semver", "Python", "custom", "")] == ["semver", "pypi", "generic", "generic"]
    assert is_version("1.0")
    assert not is_version("1.0 of something")
