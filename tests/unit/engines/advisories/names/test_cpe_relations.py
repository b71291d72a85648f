"""Do attributes and names stand to each other as NISTIR 7696 says?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wardmote.engines.advisories.names import Cpe, Relation, read_cpe, relation, relations, speaks_of
from wardmote.engines.advisories.names.cpe_matching import is_disjoint, is_subset, is_superset

SUPERSET, SUBSET, EQUAL = Relation.SUPERSET, Relation.SUBSET, Relation.EQUAL
DISJOINT, UNDEFINED = Relation.DISJOINT, Relation.UNDEFINED

# Table 6-2, row by row; where the standard says "undefined" for a target with wildcards, ours stands with its reason.
TABLE = (
    ("*", "*", EQUAL),
    ("*", "-", SUPERSET),
    ("*", "i", SUPERSET),
    ("*", "i*", SUPERSET),  # whatever the target's wildcard stands for, ANY takes it
    ("-", "*", SUBSET),
    ("-", "-", EQUAL),
    ("-", "i", DISJOINT),
    ("-", "i*", DISJOINT),  # whatever it stands for, it isn't "there is none"
    ("i", "i", EQUAL),
    ("i", "k", DISJOINT),
    ("i", "i*", UNDEFINED),
    ("i", "-", DISJOINT),
    ("i", "*", SUBSET),
    ("i*", "in", SUPERSET),
    ("i*", "k", DISJOINT),
    ("i*", "-", DISJOINT),
    ("i*", "*", SUBSET),
    ("i*", "i*", EQUAL),
    ("i*", "in*", SUPERSET),
    ("in*", "i*", UNDEFINED),
    ("*x*", "ax?", SUPERSET),
    ("?x", "*x", UNDEFINED),
    ("??x", "?x", SUPERSET),
)
WILDCARDS = (
    ("*a", "banana", True),
    ("*a", "a", True),
    ("*a", "b", False),
    ("b*", "banana", True),
    ("*nan*", "banana", True),
    ("sp?", "sp1", True),
    ("sp?", "sp", True),
    ("sp?", "sp12", False),
    ("sp??", "sp12", True),
    ("??na", "banana", False),
    ("????na", "banana", True),
    (r"8\.*", r"8\.0\.6001", True),
    (r"8\.*", r"80", False),
    (r"*\*", r"8\*", True),
    (r"*\?", r"8\*", False),
    (r"9\.?", r"9\.10", False),
)


@pytest.mark.parametrize(("source", "target", "expected"), TABLE)
def test_values_stand_as_the_table_says(source: str, target: str, expected: Relation) -> None:
    assert relation(source, target) is expected


@pytest.mark.parametrize(("pattern", "value", "taken"), WILDCARDS)
def test_a_wildcard_takes_what_it_stands_for(pattern: str, value: str, taken: bool) -> None:
    assert relation(pattern, value) is (SUPERSET if taken else DISJOINT)


def cpe(text: str) -> Cpe:
    """Read a name that is one."""
    name = read_cpe(text)
    assert name is not None
    return name


def test_the_standards_example_of_one_attribute_after_the_other() -> None:
    source = cpe("cpe:2.3:a:adobe:*:9.*:*:palmos:*:*:*:*:*")
    target = cpe("cpe:2.3:a:*:reader:9.3.2:-:-:*:*:*:*:*")
    found = relations(source, target)
    assert [found[name] for name in Cpe._fields[:7]] == [EQUAL, SUBSET, SUPERSET, SUPERSET, SUPERSET, DISJOINT, EQUAL]
    assert is_disjoint(found.values())


def test_the_standards_examples_of_whole_names() -> None:
    source = cpe("cpe:2.3:a:adobe:reader:9.*:*:*:*:*:*:*:*")
    target = cpe("cpe:2.3:a:adobe:reader:9.3.2:-:-:*:*:*:*:*")
    assert is_superset(source, target)
    assert is_subset(target, source) is False  # 9.3.2 against 9.* is undefined: the target has the wildcard
    assert is_superset(source, source)
    assert is_subset(cpe("cpe:2.3:a:adobe:reader:9.3.2:-:*:*:*:*:*:*"), cpe("cpe:2.3:a:adobe:reader:*:-:*:*:*:*:*:*"))


def test_a_name_without_a_product_meets_no_criterion() -> None:
    everything = Cpe()
    assert not speaks_of(everything, everything)
    assert speaks_of(everything, cpe("cpe:2.3:a:v:p:1:*:*:*:*:*:*:*"))


def test_another_target_keeps_names_apart_and_an_unknown_one_does_not() -> None:
    criterion = cpe("cpe:2.3:a:google:chrome:*:*:*:*:*:android:*:*")
    assert not speaks_of(criterion, cpe("cpe:2.3:a:google:chrome:99:*:*:*:*:windows:*:*"))
    assert speaks_of(criterion, cpe("cpe:2.3:a:google:chrome:99:*:*:*:*:*:*:*"))


text = some.text("ab", min_size=1, max_size=3)
pattern = some.builds("{}{}{}".format, some.sampled_from(["", "*", "?", "??"]), text, some.sampled_from(["", "*", "?"]))


def meant(value: str) -> set[str]:
    """Return the texts of at most five characters that a pattern stands for, one by one."""
    grown = {""}
    for character in value:
        more = {""} if character in "*?" else set()
        more |= set("ab") if character in "?" else set()
        more |= {"a", "b", "aa", "ab", "ba", "bb", "aaa", "bbb", "aba", "bab"} if character == "*" else set()
        grown = {start + end for start in grown for end in (more or {character})}
    return grown


@given(pattern, pattern)
def test_a_superset_holds_all_that_the_other_holds(source: str, target: str) -> None:
    found = relation(source, target)
    if found is SUPERSET:
        assert all(relation(source, value) in (SUPERSET, EQUAL) for value in meant(target))
    if found is DISJOINT:
        assert not meant(source) & meant(target)
