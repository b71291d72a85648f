import pytest

from wardmote.engines.advisories.csaf.ranges import spans_of, version_of
from wardmote.engines.advisories.facts import ANY, Span

READ = {
    "vers:all/*": (ANY,),
    "All versions": (ANY,),
    "<V1.2": (Span(high="1.2"),),
    "<= 7.20": (Span(high="7.20", high_included=True),),
    ">=V8.3": (Span(low="8.3"),),
    "> 2": (Span(low="2", low_included=False),),
    ">= 11.0.0 | <= 11.0.5": (Span(low="11.0.0", high="11.0.5", high_included=True),),
    "vers:all/>=V2.0<V2.1": (Span(low="2.0", high="2.1"),),
    "vers:all/<V17 Update 6": (Span(high="17 Update 6"),),
    "vers:generic/>=2.9|<=4.1": (Span(low="2.9", high="4.1", high_included=True),),
    "vers:pypi/>=1.0|<2.0": (Span("pypi", "1.0", True, "2.0"),),
    "<1.2, >=2.0 <2.4": (Span(high="1.2"), Span(low="2.0", high="2.4")),
    "5.1 and earlier": (Span(high="5.1", high_included=True),),
    "prior to 4.2": (Span(high="4.2"),),
    "4.2 or later": (Span(low="4.2"),),
    "All versions < V1.0 SP2 Update 2": (Span(high="1.0 SP2 Update 2"),),
    "3.2.5.75": (Span.one("3.2.5.75"),),
}
UNREAD = (
    "",
    "<=LF",
    "All BIOS versions < V1.0.212N",
    "<= 3.3-006 (with <= bacnetstac 4.2.1)",
    "All versions with Nozomi Guardian / CMC before V22.6.2",
    ">= 6.1.0.0 | <= 6.4.0.0 (CVE-2022-37434 only)",
    "28 - 32",
    ">=1.0 >=2.0",
    "vers:pypi/>=",
    "<" * 499,
    "and earlier " * 40,
)


@pytest.mark.parametrize(("words", "spans"), READ.items(), ids=READ)
def test_a_range_is_read_as_it_is_meant(words: str, spans: tuple[Span, ...]) -> None:
    assert spans_of(words) == spans


@pytest.mark.parametrize("words", UNREAD)
def test_a_range_that_leaves_something_over_is_not_guessed_at(words: str) -> None:
    assert spans_of(words) == ()


@pytest.mark.parametrize(("words", "version"), {"V1.2": "1.2", "Version 9 SP 1": "9 SP 1", "Vista": "", "": ""}.items())
def test_a_version_loses_the_letter_before_its_number_only(words: str, version: str) -> None:
    assert version_of(words) == version
