"""Is a text that looks like a formula kept from being one, and given back as it was?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.cells import STARTS_FORMULA, as_written, harmless


@pytest.mark.parametrize("start", STARTS_FORMULA)
def test_what_starts_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"  {start}1+1").startswith("'")


def test_ordinary_words_stay_as_they_are() -> None:
    assert harmless("St Mary's = parish") == "St Mary's = parish"
    assert as_written("'tis") == "'tis"


@given(st.text())
def test_what_was_made_harmless_comes_back_exactly(text: str) -> None:
    assert as_written(harmless(text)) == text or text.startswith("'")
