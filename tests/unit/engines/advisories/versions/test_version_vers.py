"""Are vers URIs read as their specification says?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from univers.version_range import VersionRange
from univers.versions import PypiVersion

from wardmote.engines.advisories.facts import ANY, Span
from wardmote.engines.advisories.versions import holds, spans_of_vers

READ = (
    ("vers:npm/1.2.3", (Span.one("1.2.3", "npm"),)),
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", (Span.one("1.2.3", "npm"), Span("npm", "2.0.0", True, "5.0.0", False))),
    ("vers:pypi/>=1.0|<2.0", (Span("pypi", "1.0", True, "2.0", False),)),
    ("vers:pypi/<2.0|>=1.0", (Span("pypi", "1.0", True, "2.0", False),)),
    ("vers:pypi/<2.0", (Span("pypi", "", True, "2.0", False),)),
    ("vers:pypi/>2.0", (Span("pypi", "2.0", False),)),
    ("vers:pypi/*", (Span("pypi"),)),
    ("vers:all/*", (ANY,)),
    ("vers:none/*", ()),
    (
        "vers:npm/1.0.0|>=2.0.0|<3.0.0|>=4.0.0|<=4.2.0|6.0.0",
        (
            Span.one("1.0.0", "npm"),
            Span("npm", "2.0.0", True, "3.0.0", False),
            Span("npm", "4.0.0", True, "4.2.0", True),
            Span.one("6.0.0", "npm"),
        ),
    ),
    (
        "vers:pypi/!=1.5",
        (Span("pypi", "", True, "1.5", False), Span("pypi", "1.5", False)),
    ),
    (
        "vers:pypi/>=1.0|!=1.5|<2.0",
        (Span("pypi", "1.0", True, "1.5", False), Span("pypi", "1.5", False, "2.0", False)),
    ),
    ("vers:pypi/>1.0|>=1.5|<2.0|<3.0", (Span("pypi", "1.0", False, "3.0", False),)),
    ("vers:deb/<1%3A2.0-1", (Span("deb", "", True, "1:2.0-1", False),)),
    ("vers: npm / >= 1.0.0 | < 2.0.0", (Span("npm", "1.0.0", True, "2.0.0", False),)),
    ("VERS:NPM/1.0.0", (Span.one("1.0.0", "npm"),)),
    ("vers:all/<V17 Update 6", (Span("generic", "", True, "V17 Update 6", False),)),
    ("vers:gem/||1.0||", (Span.one("1.0", "gem"),)),
)
REFUSED = ("", "1.0", "vers:npm", "vers:npm/", "vers:/1.0", "vers:npm/*|1.0", "vers:npm/>=", "vers:npm/1.0|>1.0.0")


@pytest.mark.parametrize(("text", "spans"), READ)
def test_a_range_is_read(text: str, spans: tuple[Span, ...]) -> None:
    assert spans_of_vers(text) == spans


@pytest.mark.parametrize("text", [*REFUSED, "vers:npm/" + "|".join(f">{number}" for number in range(600))])
def test_a_range_that_says_nothing_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        spans_of_vers(text)


@given(some.text(max_size=80) | some.text("versnpm:/*|<>=!.0123", max_size=40).map("vers:npm/".__add__))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        spans = spans_of_vers(text)
    except ValueError:
        return
    assert all(isinstance(span, Span) for span in spans)


RANGES = (
    "vers:pypi/1.1|>=1.3|<1.6",
    "vers:pypi/<1.2|>=1.4|!=1.5|<=1.7",
    "vers:pypi/<=1.3|>1.6",
)


@pytest.mark.parametrize("text", RANGES)
def test_a_range_holds_what_univers_says_it_holds(text: str) -> None:
    theirs, spans = VersionRange.from_string(text), spans_of_vers(text)  # type: ignore[no-untyped-call]
    for version in [f"1.{minor}" for minor in range(10)]:
        assert any(holds(span, version) for span in spans) is (PypiVersion(version) in theirs), version
