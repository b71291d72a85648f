"""Which mappings ship with Wardmote, and which of them speak of one edition?"""

from functools import cache

from wardmote.engines.frameworks.library import available, load, names_in, text_of
from wardmote.engines.frameworks.mapping import Fit, Item, Mapping, Pair
from wardmote.engines.frameworks.mapping_reading import read_mapping
from wardmote.engines.frameworks.questionnaire import Framework
from wardmote.engines.frameworks.table import FrameworkError

_FOLDER = "mappings"
_NOTE = "A question informs these outcomes. An answer to the question does not answer an outcome."


@cache
def mappings() -> tuple[Mapping, ...]:
    """Every mapping, checked whole, by file name; then one for each questionnaire, from its own questions."""
    questionnaires = (load(*edition) for edition in available())
    return (
        *(_shipped(name) for name in names_in(_FOLDER)),
        *(_informs(questionnaire) for questionnaire in questionnaires),
    )


def mappings_of(edition: str) -> tuple[Mapping, ...]:
    """The mappings that have the edition (`caf-3.2`) on either side."""
    return tuple(mapping for mapping in mappings() if edition in (mapping.source, mapping.target))


@cache
def speaks_to(edition: str, item: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What else one item bears on outside our own frameworks of outcomes: each mapping's title, and titles there."""
    found = ((mapping.title, mapping, mapping.from_source(item)) for mapping in mappings() if mapping.source == edition)
    return tuple(
        (title, tuple(mapping.title_of(pair.target) for pair in pairs))
        for title, mapping, pairs in found
        if pairs and mapping.items
    )


def stocktake_mapping() -> Mapping:
    """Which outcomes each question of the newest stocktake informs, as its questions say themselves."""
    newest = [edition for edition in available() if edition.key == "stocktake"][-1]
    return _informs(load(*newest))


def _shipped(name: str) -> Mapping:
    mapping = read_mapping(text_of(_FOLDER, name), name)
    if name != f"{mapping.source}--{mapping.target}.toml":
        raise FrameworkError(f"{name}: the file says that it maps {mapping.source} to {mapping.target}.")
    return mapping


def _informs(questionnaire: Framework) -> Mapping:
    questions = [question for area in questionnaire.areas for question in area.questions]
    return Mapping(
        source=f"caf-{questionnaire.caf_version}",
        target=f"{questionnaire.key}-{questionnaire.version}",
        title=f"Cyber Assessment Framework {questionnaire.caf_version} and {questionnaire.title}",
        note=_NOTE,
        pairs=tuple(Pair(outcome, question.id, Fit.RELATED) for question in questions for outcome in question.caf),
        items=tuple(Item(question.id, question.title) for question in questions),
    )
