"""Does every case in tests/cases/frameworks give the score, rating and next steps that it says?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wardmote.engines.frameworks import Answer, Area, judge, load

CASES = Path(__file__).parents[3] / "cases" / "frameworks"


def each_case() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        if file["kind"] == "questionnaire":
            for case in file["cases"]:
                yield pytest.param(file, case, id=f"{path.stem}: {case['name']}")


def answers_of(area: Area, case: dict[str, Any]) -> dict[str, Answer]:
    given = dict(case["given"])
    if "rest" in case:
        given = {question.id: case["rest"] for question in area.questions} | given
    return {id_: Answer(None if level == "don't know" else level) for id_, level in given.items()}


@pytest.mark.parametrize(("file", "case"), list(each_case()))
def test_the_case_is_judged_as_it_says(file: dict[str, Any], case: dict[str, Any]) -> None:
    framework = load(file["framework"], file["version"])
    area = framework.area(file["area"])

    result = judge(framework, area.id, answers_of(area, case))

    assert result.score == case["score"]
    assert result.rating == case.get("rating")
    assert result.answered == case.get("answered", len(area.questions))
    assert result.total == len(area.questions)
    assert list(result.unknown) == case.get("unknown", [])
    assert result.keep_up == (area.keep_up if case.get("keeps_up") else None)
    if "next_steps" in case:
        assert [step.question_id for step in result.next_steps] == case["next_steps"]
    if "gains" in case:
        assert [step.gain for step in result.next_steps] == case["gains"]
    if "does" in case:
        assert result.next_steps[0].does.startswith(case["does"])
