"""Does this text hold a whole, sound framework?"""

import tomllib
from itertools import pairwise

from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Advice, Area, Framework, Level, Question
from wardmote.engines.frameworks.rating import Band, Rating
from wardmote.engines.frameworks.table import FrameworkError, Table

KIND = "questionnaire"
_ABOUT = ("key", "version", "title", "attribution", "unknown_note", "estimate_note", "caf_version")
_WORDS = ("id", "title", "asks", "why", "good", "domain_ref")
_REST = ("weight", "levels", "next_steps", "find_out", "caf")


def read(text: str, where: str) -> Framework:
    """Read a framework from TOML; FrameworkError names the first fault and its place in the file `where`."""
    try:
        root = Table(where, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{where}: this is not valid TOML: {error}.") from error
    root.holds("kind", *_ABOUT, "rating_starts_at", "areas")
    if root.text("kind") != KIND:
        raise root.refuse(f'"kind" must be "{KIND}", not "{root.text("kind")}"')
    framework = Framework(
        key=root.id("key"),
        version=root.text("version"),
        title=root.text("title"),
        attribution=root.text("attribution"),
        unknown_note=root.text("unknown_note"),
        estimate_note=root.text("estimate_note"),
        caf_version=root.text("caf_version"),
        bands=_bands(root.table("rating_starts_at", "rating thresholds")),
        areas=tuple(_area(table) for table in root.tables("areas", "area")),
    )
    _check_ids_are_unique(root, framework)
    return framework


def _bands(table: Table) -> tuple[Band, ...]:
    """Red starts at 0 by itself; the other four come from the file and must rise to at most 100."""
    red, *others = Rating
    table.holds(*others)
    bands = (Band(red, 0.0), *(Band(rating, table.number(rating)) for rating in others))
    for lower, higher in pairwise(bands):
        if higher.starts_at <= lower.starts_at:
            raise table.refuse(f'"{higher.rating}" must start above "{lower.rating}"')
    if bands[-1].starts_at > 100:
        raise table.refuse(f'"{bands[-1].rating}" must start at 100 or below')
    return bands


def _area(table: Table) -> Area:
    table.holds("id", "title", "summary", "keep_up", optional=["questions"])
    questions = table.tables("questions", "question") if "questions" in table.entries else []
    return Area(
        id=table.id(),
        title=table.text("title"),
        summary=table.text("summary"),
        keep_up=table.text("keep_up"),
        questions=tuple(_question(question) for question in questions),
    )


def _question(table: Table) -> Question:
    table.holds(*_WORDS, *_REST)
    return Question(
        id=table.id(),
        title=table.text("title"),
        asks=table.text("asks"),
        why=table.text("why"),
        weight=table.whole_number("weight", 1, 5),
        levels=_levels(table),
        good=table.text("good"),
        advice=_advice(table),
        find_out=_find_out(table.table("find_out", "find_out")),
        caf=table.texts("caf"),
        domain_ref=table.text("domain_ref"),
    )


def _levels(table: Table) -> tuple[Level, ...]:
    says = table.texts("levels")
    if len(says) != TOP_LEVEL + 1:
        raise table.refuse(f'"levels" must describe the levels from 0 to {TOP_LEVEL}, not {len(says)} of them')
    return tuple(Level(value, words) for value, words in enumerate(says))


def _advice(table: Table) -> tuple[Advice, ...]:
    """Every level below the top needs exactly one next step."""
    steps = table.tables("next_steps", "next step")
    for step in steps:
        step.holds("from", "does", "who", optional=["effort_days"])
    covered = [level for step in steps for level in step.items("from")]
    for start in covered:
        if type(start) is not int or start not in range(TOP_LEVEL):
            raise table.refuse(f"a next step can't start from level {start!r}")
    for level in range(TOP_LEVEL):
        if covered.count(level) != 1:
            raise table.refuse(f"level {level} must have one next step, not {covered.count(level)}")
    return tuple(_one_advice(step, tuple(n for n in range(TOP_LEVEL) if n in step.items("from"))) for step in steps)


def _find_out(table: Table) -> Advice:
    """A "don't know" scores as level 0, so that is where finding out starts."""
    table.holds("does", "who", optional=["effort_days"])
    return _one_advice(table, (0,))


def _one_advice(table: Table, levels: tuple[int, ...]) -> Advice:
    if not levels:
        raise table.refuse('"from" must name a level')
    effort_days = table.number("effort_days") if "effort_days" in table.entries else None
    return Advice(levels, table.text("does"), effort_days, table.text("who"))


def _check_ids_are_unique(root: Table, framework: Framework) -> None:
    """Question ids are unique in the whole framework, so that a stored answer needs no area beside it."""
    areas = [area.id for area in framework.areas]
    questions = [question.id for area in framework.areas for question in area.questions]
    for called, ids in (("area", areas), ("question", questions)):
        for one in ids:
            if ids.count(one) > 1:
                raise root.refuse(f'the {called} id "{one}" is used {ids.count(one)} times')
