"""Is a damaged file refused with a sentence that names the place and the fault?"""

import pytest

from wardmote.engines.frameworks import FrameworkError, read

QUESTION = 'damaged.toml, area "doors", question "front-door"'

DAMAGE = {
    "text that is not TOML": ('title = "Doors"', "title = Doors", "damaged.toml: this is not valid TOML"),
    "another kind of framework": ('"questionnaire"', '"outcomes"', '"kind" must be "questionnaire"'),
    "no version": ('version = "1"\n', "", 'damaged.toml: "version" is missing'),
    "a key with spaces": ('key = "small"', 'key = "so small"', 'damaged.toml: "key" must be small letters'),
    "an area without a title": (
        'title = "Windows"\n',
        "",
        'damaged.toml, area "windows": "title" is missing',
    ),
    "an area id twice": ('id = "windows"', 'id = "doors"', 'the area id "doors" is used 2 times'),
    "no such threshold": ("amber = 40", "yellow = 40", 'rating thresholds: "amber" is missing'),
    "a threshold too many": (
        "amber = 40",
        "amber = 40\nyellow = 50",
        '"yellow" is not an entry that belongs here',
    ),
    "thresholds that fall": ("amber = 40", "amber = 10", '"amber" must start above "amber-red"'),
    "thresholds that stand still": ("green = 80", "green = 60", '"green" must start above "amber-green"'),
    "a threshold at nothing": ("amber-red = 20", "amber-red = 0", '"amber-red" must be a number above 0'),
    "a threshold without end": ("green = 80", "green = inf", '"green" must be a number above 0'),
    "a threshold out of reach": ("green = 80", "green = 101", '"green" must start at 100 or below'),
    "a question without an id": (
        'id = "front-door"\n',
        "",
        'area "doors", question 1: "id" is missing',
    ),
    "an empty text": ('"Is it locked?"', '" "', f'{QUESTION}: "asks" must be text'),
    "a misspelt name": ("weight = 5", "wieght = 5", f'{QUESTION}: "weight" is missing'),
    "a name nobody reads": ("weight = 5", "weight = 5\nhint = 1", f'{QUESTION}: "hint" is not an entry'),
    "a weight of nothing": (
        "weight = 5",
        "weight = 0",
        f'{QUESTION}: "weight" must be a whole number from 1',
    ),
    "a weight too great": ("weight = 5", "weight = 6", '"weight" must be a whole number from 1 to 5, not 6'),
    "a weight that is a word": ("weight = 5", "weight = true", "not True"),
    "four levels": ('"Gone.", ', "", f'{QUESTION}: "levels" must describe the levels from 0 to 4, not 4'),
    "an empty level": ('"Gone."', '""', f'{QUESTION}: "levels 1" must be text'),
    "a level without a step": (
        "from = [2]",
        "from = [3]",
        f"{QUESTION}: level 2 must have one next step, not 0",
    ),
    "a level with two steps": ("[0, 1]", "[0, 1, 2]", f"{QUESTION}: level 2 must have one next step, not 2"),
    "a step from the top": (
        "from = [3]",
        "from = [3, 4]",
        f"{QUESTION}: a next step can't start from level 4",
    ),
    "a step from nowhere": ("from = [3]", "from = [3, true]", "a next step can't start from level True"),
    "a step for no level": (
        "find_out = {",
        "find_out = { from = [1],",
        f'{QUESTION}, find_out: "from" is not an entry',
    ),
    "an effort that is a word": (
        "effort_days = 1 ",
        "effort_days = true ",
        "must be a number above 0, not True",
    ),
    "no effort at all": ("effort_days = 1 ", "effort_days = 0 ", '"effort_days" must be a number above 0'),
    "CAF ids that are no list": ('["A1.a"]', '"A1.a"', f'{QUESTION}: "caf" must be a list'),
}


@pytest.mark.parametrize(("old", "new", "says"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_refused_by_its_place_and_fault(sound: str, old: str, new: str, says: str) -> None:
    assert old in sound

    with pytest.raises(FrameworkError) as refusal:
        read(sound.replace(old, new), "damaged.toml")

    assert says in str(refusal.value)
    assert str(refusal.value).startswith("damaged.toml")


@pytest.mark.parametrize(
    ("areas", "says"),
    [
        ("areas = 3", 'damaged.toml: "areas" must be a list.'),
        ("areas = [3]", "damaged.toml: area 1 must be a table."),
    ],
)
def test_areas_that_are_no_list_of_tables_are_refused(sound: str, areas: str, says: str) -> None:
    head = sound[: sound.index("[rating_starts_at]")]
    tail = sound[sound.index("[rating_starts_at]") : sound.index("[[areas]]")]

    with pytest.raises(FrameworkError) as refusal:
        read(f"{head}{areas}\n{tail}", "damaged.toml")

    assert str(refusal.value) == says


def test_a_question_id_used_in_two_areas_is_refused(sound: str) -> None:
    question = sound[sound.index("[[areas.questions]]") : sound.index('[[areas]]\nid = "windows"')]

    with pytest.raises(FrameworkError, match='the question id "front-door" is used 2 times'):
        read(sound + question, "damaged.toml")


def test_a_step_that_starts_from_no_level_is_refused(sound: str) -> None:
    extra = '  { from = [], does = "Rest.", who = "Porter" },\n]\nfind_out'

    with pytest.raises(FrameworkError, match='next step 4: "from" must name a level'):
        read(sound.replace("]\nfind_out", extra), "damaged.toml")


def test_a_sound_file_is_read_whole(sound: str) -> None:
    framework = read(sound, "small-1.toml")
    question = framework.area("doors").questions[0]

    assert [area.id for area in framework.areas] == ["doors", "windows"]
    assert [advice.reaches for advice in question.advice] == [2, 3, 4]
    assert [advice.effort_days for advice in question.advice] == [None, 1.0, None]
    assert question.find_out.effort_days == 0.5
    assert [level.value for level in question.levels] == [0, 1, 2, 3, 4]
