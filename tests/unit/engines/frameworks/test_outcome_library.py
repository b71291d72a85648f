"""Can every shipped outline, profile and mapping be found and loaded, and does adding one mean adding its file?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from wardmote.engines.frameworks import (
    Edition,
    Fit,
    FrameworkError,
    Status,
    available,
    distribution,
    library,
    load,
    load_outline,
    mapping_library,
    mappings,
    mappings_of,
    outlines,
    profiles,
    stocktake_mapping,
)

SMALL = Path(__file__).parents[3] / "cases" / "frameworks" / "small"


def forget() -> None:
    for cached in (library.load_outline, library.profiles, mapping_library.mappings):
        cached.cache_clear()


def read_everything() -> None:
    for edition in outlines():
        profiles(*edition)
    mappings()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small frameworks in place of the shipped ones."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(library, "_DATA", tmp_path)
    forget()
    yield tmp_path
    forget()


def test_two_versions_of_the_caf_ship_and_no_questionnaire_is_among_them() -> None:
    assert outlines() == (Edition("caf", "3.2"), Edition("caf", "4.0"))
    assert {edition.key for edition in available()} == {"stocktake"}


@pytest.mark.parametrize(("version", "count", "absent"), [("3.2", 39, "A2.c"), ("4.0", 41, "C2.b")])
def test_each_version_has_its_outcomes(version: str, count: int, absent: str) -> None:
    outline = load_outline("caf", version)

    assert (outline.key, outline.version) == ("caf", version)
    assert len(outline.outcomes) == count
    assert absent not in outline.outcomes
    assert [objective.id for objective in outline.objectives] == ["A", "B", "C", "D"]
    assert not outline.has_statements


@pytest.mark.parametrize(("version", "count"), [("3.2", 11), ("4.0", 9)])
def test_the_outcomes_without_a_partially_level_are_as_many_as_published(version: str, count: int) -> None:
    without = [
        outcome.id
        for outcome in load_outline("caf", version).outcomes.values()
        if Status.PARTIALLY_ACHIEVED not in outcome.levels
    ]

    assert len(without) == count


def test_an_outcome_id_can_name_another_outcome_in_the_next_version() -> None:
    assert load_outline("caf", "3.2").outcomes["A2.b"].title == "Assurance"
    assert load_outline("caf", "4.0").outcomes["A2.b"].title == "Understanding Threat"
    assert load_outline("caf", "4.0").outcomes["A2.c"].title == "Assurance"


@pytest.mark.parametrize("version", ["3.2", "4.0"])
def test_every_shipped_outcome_says_what_shows_it_and_what_to_do_first(version: str) -> None:
    for outcome in load_outline("caf", version).outcomes.values():
        assert outcome.evidence, outcome.id
        assert outcome.improve, outcome.id


@pytest.mark.parametrize(("key", "achieved", "partially"), [("baseline", 10, 27), ("enhanced", 24, 13)])
def test_the_government_profiles_have_their_published_totals(key: str, achieved: int, partially: int) -> None:
    profile = next(profile for profile in profiles("caf", "3.2") if profile.key == key)

    assert distribution(profile.minimum.values()) == {
        Status.NOT_ACHIEVED: 2,
        Status.PARTIALLY_ACHIEVED: partially,
        Status.ACHIEVED: achieved,
    }
    assert profile.minimum.keys() == load_outline("caf", "3.2").outcomes.keys()
    assert profile.is_stand_in


def test_the_enhanced_profile_never_asks_for_less_than_the_baseline() -> None:
    baseline, enhanced = profiles("caf", "3.2")

    for outcome, status in baseline.minimum.items():
        assert enhanced.minimum[outcome].step >= status.step


def test_every_shipped_mapping_is_sound_and_named_after_its_sides() -> None:
    assert {(mapping.source, mapping.target) for mapping in mappings()} >= {
        ("caf-3.2", "caf-4.0"),
        ("caf-3.2", "cyber-essentials-3.3"),
        ("caf-3.2", "lga-ten-1"),
        ("caf-3.2", "stocktake-1"),
    }


def test_the_two_versions_are_mapped_so_that_assurance_keeps_its_answers() -> None:
    (mapping,) = [mapping for mapping in mappings_of("caf-4.0") if mapping.source == "caf-3.2"]

    assert [pair.source for pair in mapping.from_target("A2.c") if pair.fit is Fit.SAME] == ["A2.b"]
    assert "A2.b" not in [pair.target for pair in mapping.from_source("A2.b") if pair.fit is Fit.SAME]


def test_mappings_are_found_from_either_side() -> None:
    assert stocktake_mapping() in mappings_of("stocktake-1")
    assert stocktake_mapping() in mappings_of("caf-3.2")
    assert mappings_of("stocktake-99") == ()


def test_the_stocktake_is_mapped_by_what_its_own_questions_say() -> None:
    mapping = stocktake_mapping()
    questions = [question for area in load("stocktake", "1").areas for question in area.questions]

    for question in questions:
        assert tuple(pair.source for pair in mapping.from_target(question.id)) == question.caf
        assert mapping.title_of(question.id) == question.title
    assert {pair.source for pair in mapping.pairs} <= load_outline("caf", "3.2").outcomes.keys()
    assert {pair.fit for pair in mapping.pairs} == {Fit.RELATED}


def test_loading_twice_gives_the_same_object() -> None:
    assert load_outline("caf", "3.2") is load_outline("caf", "3.2")
    assert profiles("caf", "3.2") is profiles("caf", "3.2")


@pytest.mark.parametrize(("key", "version"), [("caf", "99"), ("stocktake", "1"), ("../caf", "3.2"), ("", "")])
def test_an_outline_that_is_not_there_is_refused_with_what_there_is(key: str, version: str) -> None:
    for ask in (load_outline, profiles):
        with pytest.raises(FrameworkError, match=r"There is: caf 3\.2, caf 4\.0"):
            ask(key, version)


def test_an_outline_is_no_questionnaire() -> None:
    with pytest.raises(FrameworkError, match=r'no framework "caf" version "3\.2"'):
        load("caf", "3.2")


def test_adding_a_framework_a_profile_or_a_mapping_is_adding_its_file(folder: Path) -> None:
    assert outlines() == (Edition("small", "1"), Edition("small", "2"))
    assert [profile.key for profile in profiles("small", "1")] == ["least"]
    assert profiles("small", "2") == ()
    assert [mapping.target for mapping in mappings()] == ["locks-7", "small-2"]
    assert available() == ()


def test_an_edition_has_one_name_for_mappings_and_files() -> None:
    assert Edition("caf", "3.2").name == "caf-3.2"


def test_there_is_nothing_where_there_are_no_folders(folder: Path) -> None:
    shutil.rmtree(folder)

    assert (outlines(), mappings(), available()) == ((), (), ())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("outlines/small-1.toml", "outlines/large-1.toml", r'large-1\.toml: .* "small" version "1"'),
        ("profiles/small-1-least.toml", "profiles/small-1-most.toml", r'small-1-most\.toml: .* the profile "least"'),
        ("mappings/small-1--small-2.toml", "mappings/a.toml", r"a\.toml: .* maps small-1 to small-2"),
    ],
)
def test_a_file_that_says_it_is_another_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    (folder / old).rename(folder / new)

    with pytest.raises(FrameworkError, match=says):
        read_everything()
