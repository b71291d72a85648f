"""Is a damaged outline, profile or mapping refused with a sentence that names the place and the fault?"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wardmote.engines.frameworks import (
    Fit,
    FrameworkError,
    Status,
    library,
    read_mapping,
    read_outline,
    read_profile,
)

SMALL = Path(__file__).parents[3] / "cases" / "frameworks" / "small"
OUTLINE = (SMALL / "outlines/small-1.toml").read_text(encoding="utf-8")
PROFILE = (SMALL / "profiles/small-1-least.toml").read_text(encoding="utf-8")
BETWEEN = (SMALL / "mappings/small-1--small-2.toml").read_text(encoding="utf-8")
OUTSIDE = (SMALL / "mappings/small-1--locks-7.toml").read_text(encoding="utf-8")

FRONT = 'damaged.toml, objective "A", principle "A1", outcome "A1.a"'

OUTLINE_DAMAGE = {
    "text that is not TOML": ('title = "Doors"', "title = Doors", "damaged.toml: this is not valid TOML"),
    "another kind of file": ('"outcomes"', '"questionnaire"', 'damaged.toml: "kind" must be "outcomes", not'),
    "no kind": ('kind = "outcomes"\n', "", 'damaged.toml: "kind" must be "outcomes", not None'),
    "no version": ('version = "1"\n', "", 'damaged.toml: "version" is missing'),
    "a version in words": ('version = "1"', 'version = "one"', '"version" must be whole numbers joined by full stops'),
    "a key with a capital": ('key = "small"', 'key = "Small"', 'damaged.toml: "key" must be small letters'),
    "a name nobody reads": ('title = "A small', 'name = "x"\ntitle = "A small', '"name" is not an entry that belongs'),
    "a word for a claim": ("is_per_system = true", 'is_per_system = "yes"', '"is_per_system" must be true or false'),
    "a claim left out": ("is_per_system = false\n", "", 'objective "A": "is_per_system" is missing'),
    "an id with spaces": ('id = "A1.b"', 'id = "A1 b"', '"id" must be letters and digits joined by full stops'),
    "an id that is a number": ('id = "A1.b"', "id = 3", 'outcome "3": "id" must be text'),
    "an objective id twice": ('id = "B"', 'id = "A"', 'damaged.toml: the objective id "A" is used 2 times'),
    "a principle id twice": ('id = "B1"', 'id = "A1"', 'damaged.toml: the principle id "A1" is used 2 times'),
    "an outcome id twice": ('id = "B1.a"', 'id = "A1.a"', 'damaged.toml: the outcome id "A1.a" is used 2 times'),
    "an outcome without an id": ('id = "A1.a"\n', "", 'principle "A1", outcome 1: "id" is missing'),
    "no words for achieved": ('achieved = "Bricked up."\n', "", 'outcome "A1.b": "achieved" is missing'),
    "no words for not achieved": ('not_achieved = "Wet."\n', "", 'outcome "B1.a": "not_achieved" is missing'),
    "an empty level": ('"Locked."', '" "', f'{FRONT}: "partially_achieved" must be text'),
    "a misspelt level": ("partially_achieved =", "partly_achieved =", f'{FRONT}: "partly_achieved" is not an entry'),
    "an empty question": ('"Is it locked?"', '""', f'{FRONT}: "asks" must be text'),
    "evidence that is no list": ('["The lock.", "The log of checks."]', '"x"', f'{FRONT}: "evidence" must be a list'),
    "empty evidence": ('"The log of checks."', '""', f'{FRONT}: "evidence 2" must be text'),
    "empty advice": ('"Buy a lock."', '""', f'{FRONT}: "improve" must be text'),
}

PROFILE_DAMAGE = {
    "text that is not TOML": ("is_stand_in = true", "is_stand_in = yes", "damaged.toml: this is not valid TOML"),
    "another kind of file": ('"profile"', '"outcomes"', 'damaged.toml: "kind" must be "profile", not'),
    "no note": ('note = "Ours."\n', "", 'damaged.toml: "note" is missing'),
    "a claim as a number": ("is_stand_in = true", "is_stand_in = 1", '"is_stand_in" must be true or false, not 1'),
    "another version": ('version = "1"', 'version = "2"', 'of "small" version "2", not of "small" version "1"'),
    "another framework": ('framework = "small"', 'framework = "large"', 'this is a profile of "large" version "1"'),
    "an outcome that isn't there": ('"B1.a"', '"B1.z"', 'minimum: A small framework version 1 has no outcome "B1.z"'),
    "an outcome that isn't quoted": ('"B1.a" =', "B1.a =", 'minimum: "B1" must be text'),
    "a level that isn't there": ('"A1.b" = "achieved"', '"A1.b" = "partially-achieved"', 'outcome "A1.b" can\'t be'),
    "a word that is no level": ('"not-achieved"', '"none"', 'minimum: "B1.a" must be one of not-achieved, partially'),
    "no minimum": ("[minimum]", "[least]", 'damaged.toml: "minimum" is missing'),
}

MAPPING_DAMAGE = {
    "text that is not TOML": ('fit = "part"', "fit = part", "damaged.toml: this is not valid TOML"),
    "another kind of file": ('"mapping"', '"profile"', 'damaged.toml: "kind" must be "mapping", not'),
    "a side without a version": ('"small-2"', '"small"', '"target" must be a key and a version such as "caf-3.2"'),
    "one side twice": ('"small-2"', '"small-1"', '"source" and "target" are both "small-1"'),
    "a side that isn't ours": ('"small-2"', '"small-9"', 'damaged.toml, pair 1: "A1.a" is not an item of small-9'),
    "a source that isn't there": ('source = "B1.a"', 'source = "B1.z"', 'pair 3: "B1.z" is not an item of small-1'),
    "a target that isn't there": ('target = "A1.c"', 'target = "A1.z"', 'pair 2: "A1.z" is not an item of small-2'),
    "a fit that is no word of ours": ('fit = "part"', 'fit = "most"', 'pair 1: "fit" must be one of same, part'),
    "a pair twice": (
        'source = "B1.a"\ntarget = "B1.a"',
        'source = "A1.a"\ntarget = "A1.a"',
        'pair 3: "A1.a" and "A1.a" are a pair already',
    ),
    "an empty note": ('"The lock is checked more often."', '""', 'pair 1: "note" must be text'),
    "a name nobody reads": ('fit = "part"', 'fit = "part"\nwhy = "x"', 'pair 1: "why" is not an entry'),
    "items of a framework of ours": (
        "[[pairs]]",
        '[[items]]\nid = "A1.a"\ntitle = "Door"\n\n[[pairs]]',
        '"items" don\'t belong here',
    ),
}

OUTSIDE_DAMAGE = {
    "a target that no item names": ('target = "bolts"', 'target = "keys"', 'pair 1: "keys" is not an item of locks-7'),
    "an item id twice": ('id = "bells"', 'id = "bolts"', 'damaged.toml: the item id "bolts" is used 2 times'),
    "an item without a title": ('title = "Bells"\n', "", 'damaged.toml, item "bells": "title" is missing'),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The small frameworks in place of the shipped ones."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(library, "_DATA", tmp_path)
    library.load_outline.cache_clear()
    yield
    library.load_outline.cache_clear()


def refusal_of(read: Callable[[str], object], text: str, old: str, new: str) -> str:
    """What the reader says of a text with one part replaced wherever the part first is."""
    assert old in text
    with pytest.raises(FrameworkError) as refusal:
        read(text.replace(old, new, 1))
    return str(refusal.value)


@pytest.mark.parametrize(("old", "new", "says"), OUTLINE_DAMAGE.values(), ids=OUTLINE_DAMAGE.keys())
def test_a_damaged_outline_is_refused_by_its_place_and_fault(old: str, new: str, says: str) -> None:
    refusal = refusal_of(lambda text: read_outline(text, "damaged.toml"), OUTLINE, old, new)

    assert says in refusal
    assert refusal.startswith("damaged.toml")


@pytest.mark.parametrize(("old", "new", "says"), PROFILE_DAMAGE.values(), ids=PROFILE_DAMAGE.keys())
def test_a_damaged_profile_is_refused_by_its_place_and_fault(old: str, new: str, says: str) -> None:
    outline = read_outline(OUTLINE, "small-1.toml")

    refusal = refusal_of(lambda text: read_profile(text, "damaged.toml", outline), PROFILE, old, new)

    assert says in refusal
    assert refusal.startswith("damaged.toml")


@pytest.mark.parametrize(("old", "new", "says"), MAPPING_DAMAGE.values(), ids=MAPPING_DAMAGE.keys())
def test_a_damaged_mapping_is_refused_by_its_place_and_fault(old: str, new: str, says: str) -> None:
    refusal = refusal_of(lambda text: read_mapping(text, "damaged.toml"), BETWEEN, old, new)

    assert says in refusal
    assert refusal.startswith("damaged.toml")


@pytest.mark.parametrize(("old", "new", "says"), OUTSIDE_DAMAGE.values(), ids=OUTSIDE_DAMAGE.keys())
def test_a_damaged_mapping_to_the_outside_is_refused_by_its_place_and_fault(old: str, new: str, says: str) -> None:
    refusal = refusal_of(lambda text: read_mapping(text, "damaged.toml"), OUTSIDE, old, new)

    assert says in refusal


@pytest.mark.parametrize(
    ("start", "says"),
    [
        ("[[objectives]]", 'damaged.toml: "objectives" must hold at least one objective.'),
        ("[[objectives.principles]]", 'objective "A": "principles" must hold at least one principle.'),
        ("[[objectives.principles.outcomes]]", 'principle "A1": "outcomes" must hold at least one outcome.'),
    ],
)
def test_an_outline_with_nothing_in_it_is_refused(start: str, says: str) -> None:
    name = start.strip("[]").rpartition(".")[2]
    cut = f"{OUTLINE[: OUTLINE.index(start)]}{name} = []\n"

    with pytest.raises(FrameworkError) as refusal:
        read_outline(cut, "damaged.toml")

    assert str(refusal.value).endswith(says)


def test_a_mapping_without_pairs_is_refused() -> None:
    with pytest.raises(FrameworkError, match=r'damaged\.toml: "pairs" must hold at least one pair'):
        read_mapping(f"{BETWEEN[: BETWEEN.index('[[pairs]]')]}pairs = []\n", "damaged.toml")


def test_a_sound_outline_is_read_whole() -> None:
    outline = read_outline(OUTLINE, "small-1.toml")
    front, back, _ = outline.outcomes.values()

    assert list(outline.outcomes) == ["A1.a", "A1.b", "B1.a"]
    assert (outline.key, outline.version, outline.attribution) == ("small", "1", "Ours.")
    assert front.looks == {
        Status.NOT_ACHIEVED: "Open.",
        Status.PARTIALLY_ACHIEVED: "Locked.",
        Status.ACHIEVED: "Locked and checked.",
    }
    assert front.evidence == ("The lock.", "The log of checks.")
    assert front.improve == "Buy a lock."
    assert front.levels == tuple(Status)
    assert back.levels == (Status.NOT_ACHIEVED, Status.ACHIEVED)
    assert (back.evidence, back.improve, back.statements) == ((), "", ())
    assert outline.objective_of["B1.a"].is_per_system
    assert not outline.objective_of["A1.a"].is_per_system
    assert outline.principle_of["B1.a"].title == "Barrels"
    assert not outline.has_statements


def test_a_sound_profile_is_read_whole() -> None:
    profile = read_profile(PROFILE, "small-1-least.toml", read_outline(OUTLINE, "small-1.toml"))

    assert profile.is_stand_in
    assert profile.minimum == {
        "A1.a": Status.PARTIALLY_ACHIEVED,
        "A1.b": Status.ACHIEVED,
        "B1.a": Status.NOT_ACHIEVED,
    }
    assert profile.is_met("A1.a", Status.ACHIEVED)
    assert not profile.is_met("A1.a", Status.NOT_ACHIEVED)
    assert profile.is_met("Z9.z", Status.NOT_ACHIEVED)


def test_a_profile_is_read_without_an_outline_when_there_is_none() -> None:
    profile = read_profile(PROFILE.replace("B1.a", "Z9.z"), "own.toml", None)

    assert "Z9.z" in profile.minimum


def test_a_sound_mapping_is_read_whole_and_from_either_side() -> None:
    mapping = read_mapping(BETWEEN, "small-1--small-2.toml")
    outside = read_mapping(OUTSIDE, "small-1--locks-7.toml")

    assert [pair.target for pair in mapping.from_source("A1.b")] == ["A1.c"]
    assert [pair.fit for pair in mapping.from_target("A1.a")] == [Fit.PART]
    assert mapping.from_target("A1.b") == ()
    assert outside.title_of("bells") == "Bells"
    assert outside.title_of("A1.a") == "A1.a"
