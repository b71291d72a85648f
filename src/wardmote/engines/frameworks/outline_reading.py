"""Does this text hold a whole, sound framework of outcomes, and which official statements belong in it?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wardmote.engines.frameworks import entries
from wardmote.engines.frameworks.outcomes import Objective, Outcome, OutcomeFramework, Principle, Statement, Status
from wardmote.engines.frameworks.table import Table

KIND = "outcomes"
_LEVELS = {status.replace("-", "_"): status for status in Status}
_ALWAYS = ("not_achieved", "achieved")


def read_outline(text: str, where: str) -> OutcomeFramework:
    """Read a framework of outcomes from TOML; FrameworkError names the first fault and its place in `where`."""
    root = entries.opened(text, where, KIND)
    root.holds("kind", "key", "version", "title", "attribution", "objectives")
    outline = OutcomeFramework(
        key=root.id("key"),
        version=entries.version(root),
        title=root.text("title"),
        attribution=root.text("attribution"),
        objectives=tuple(_objective(table) for table in entries.some_tables(root, "objectives", "objective")),
    )
    _check_ids_are_unique(root, outline)
    return outline


def with_statements(
    outline: OutcomeFramework, statements: Mapping[str, tuple[Statement, ...]], wording: str
) -> OutcomeFramework:
    """The outline with official statements by outcome id; `wording` names where they were imported from.

    ValueError for an outcome that the outline doesn't have, a level that the outcome doesn't have, a statement
    id that is used twice in the whole framework, and a source without a name. An outcome that `statements`
    leaves out keeps those that it has.
    """
    if not wording.strip():
        raise ValueError("Official statements need the name of their source.")
    for outcome_id, given in statements.items():
        _check_statements_fit(outline, outcome_id, given)
    filled = replace(
        outline,
        wording=wording,
        objectives=tuple(_filled(objective, statements) for objective in outline.objectives),
    )
    _check_statement_ids_are_unique(filled)
    return filled


def _objective(table: Table) -> Objective:
    table.holds("id", "title", "summary", "is_per_system", "principles")
    return Objective(
        id=entries.code(table),
        title=table.text("title"),
        summary=table.text("summary"),
        is_per_system=entries.claim(table, "is_per_system"),
        principles=tuple(_principle(inner) for inner in entries.some_tables(table, "principles", "principle")),
    )


def _principle(table: Table) -> Principle:
    table.holds("id", "title", "outcomes")
    return Principle(
        id=entries.code(table),
        title=table.text("title"),
        outcomes=tuple(_outcome(inner) for inner in entries.some_tables(table, "outcomes", "outcome")),
    )


def _outcome(table: Table) -> Outcome:
    table.holds("id", "title", "asks", *_ALWAYS, optional=["partially_achieved", "evidence", "improve"])
    return Outcome(
        id=entries.code(table),
        title=table.text("title"),
        asks=table.text("asks"),
        looks={status: table.text(name) for name, status in _LEVELS.items() if name in table.entries},
        evidence=table.texts("evidence") if "evidence" in table.entries else (),
        improve=entries.optional_text(table, "improve"),
    )


def _check_ids_are_unique(root: Table, outline: OutcomeFramework) -> None:
    principles = [principle for objective in outline.objectives for principle in objective.principles]
    entries.refuse_repeats(root, "objective id", (objective.id for objective in outline.objectives))
    entries.refuse_repeats(root, "principle id", (principle.id for principle in principles))
    entries.refuse_repeats(root, "outcome id", (outcome.id for outcome in _each_outcome(outline)))


def _check_statements_fit(outline: OutcomeFramework, outcome_id: str, given: tuple[Statement, ...]) -> None:
    if outcome_id not in outline.outcomes:
        raise ValueError(f'{outline.title} version {outline.version} has no outcome "{outcome_id}".')
    levels = outline.outcomes[outcome_id].levels
    for statement in given:
        if statement.level not in levels:
            raise ValueError(f'Outcome {outcome_id} has no level "{statement.level}" for "{statement.id}".')


def _check_statement_ids_are_unique(outline: OutcomeFramework) -> None:
    seen: dict[str, str] = {}
    for outcome in _each_outcome(outline):
        for statement in outcome.statements:
            if statement.id in seen:
                raise ValueError(f'The statement id "{statement.id}" is in {seen[statement.id]} and {outcome.id}.')
            seen[statement.id] = outcome.id


def _each_outcome(outline: OutcomeFramework) -> Iterator[Outcome]:
    """Every outcome, also one whose id is there twice and which the outline can find only once."""
    return (outcome for objective in outline.objectives for outcome in objective.outcomes)


def _filled(objective: Objective, statements: Mapping[str, tuple[Statement, ...]]) -> Objective:
    principles = tuple(
        replace(
            principle,
            outcomes=tuple(
                replace(outcome, statements=tuple(statements.get(outcome.id, outcome.statements)))
                for outcome in principle.outcomes
            ),
        )
        for principle in objective.principles
    )
    return replace(objective, principles=principles)
