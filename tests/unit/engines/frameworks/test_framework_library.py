"""Can every shipped framework be found and loaded by its key and version alone?"""

from pathlib import Path

import pytest

from wardmote.engines.frameworks import Edition, FrameworkError, available, explain, library, load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder in place of the shipped one, and a `load` that remembers nothing."""
    monkeypatch.setattr(library, "_DATA", tmp_path)
    monkeypatch.setattr(library, "load", library.load.__wrapped__)
    return tmp_path


def test_the_stocktake_is_available() -> None:
    assert Edition("stocktake", "1") in available()


@pytest.mark.parametrize("edition", available(), ids=lambda edition: f"{edition.key}-{edition.version}")
def test_every_available_edition_loads_under_its_own_name(edition: Edition) -> None:
    framework = load(*edition)

    assert (framework.key, framework.version) == edition


def test_loading_twice_gives_the_same_object() -> None:
    assert load("stocktake", "1") is load("stocktake", "1")


@pytest.mark.parametrize(("key", "version"), [("stocktake", "99"), ("../stocktake", "1"), ("", "")])
def test_a_framework_that_is_not_there_is_refused_with_what_there_is(key: str, version: str) -> None:
    with pytest.raises(FrameworkError, match=r"There is: .*stocktake 1"):
        load(key, version)


def test_adding_a_framework_is_adding_its_file(folder: Path, sound: str) -> None:
    (folder / "small-1.toml").write_text(sound, encoding="utf-8")

    assert available() == (Edition("small", "1"),)
    assert library.load("small", "1").title == "A small questionnaire"


def test_editions_come_by_key_and_then_by_version_as_numbers(folder: Path) -> None:
    for name in ("b-10.toml", "b-9.toml", "a-b-3.2.toml", "notes.txt", "b-x.toml"):
        (folder / name).touch()

    assert available() == (Edition("a-b", "3.2"), Edition("b", "9"), Edition("b", "10"))


def test_a_file_that_says_it_is_another_framework_is_refused(folder: Path, sound: str) -> None:
    (folder / "large-2.toml").write_text(sound, encoding="utf-8")

    with pytest.raises(FrameworkError, match=r'large-2\.toml: the file says that it is "small" version "1"'):
        library.load("large", "2")


def test_the_explanation_gives_the_formula_and_the_thresholds_of_the_data() -> None:
    framework = load("stocktake", "1")

    said = " ".join(explain(framework))

    assert "multiply level by weight" in said
    assert "red from 0 to below 20, amber-red from 20 to below 40" in said
    assert "amber-green from 60 to below 80, green from 80" in said
    assert framework.unknown_note in said
    assert framework.estimate_note in said
