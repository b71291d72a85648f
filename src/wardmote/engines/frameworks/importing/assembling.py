"""Which statements of a file can be kept, and what has to be said of the others?"""

import unicodedata
from collections.abc import Iterable, Iterator

from wardmote.engines.frameworks.importing.draft import Draft, Line, refuse
from wardmote.engines.frameworks.importing.naming import LONGEST_ID, named
from wardmote.engines.frameworks.importing.published import published_counts
from wardmote.engines.frameworks.importing.wording import Fault, Wording
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Statement, Status

LONGEST_STATEMENT = 4_000
MOST_FAULTS = 200


def assemble(draft: Draft, outline: OutcomeFramework, file_name: str, digest: str) -> Wording:
    """Hold the draft against the framework; FrameworkError for an outcome that isn't in it, or for no statement."""
    titles = list(_check_outcomes(draft, outline, file_name))
    for line in draft.lines:
        _check_text(line, file_name)
    left_out: list[Fault] = []
    kept = list(_kept(draft.lines, outline, left_out))
    if not kept:
        raise refuse(file_name, 0, "there is no statement in the file")
    renamed: list[Fault] = []
    statements: dict[str, list[Statement]] = {outcome: [] for outcome in outline.outcomes}
    for line, name in named(kept, renamed):
        statements[line.outcome].append(Statement(name, line.level, line.says))
    return Wording(
        framework=draft.framework,
        version=draft.version,
        source=file_name,
        digest=digest,
        statements={outcome: tuple(several) for outcome, several in statements.items() if several},
        faults=_in_order([*draft.faults, *titles, *left_out, *renamed, *_gaps(draft, outline, kept)]),
        minimums=draft.minimums,
        attribution=draft.attribution,
    )


def _check_outcomes(draft: Draft, outline: OutcomeFramework, file_name: str) -> Iterator[Fault]:
    """Refuse an outcome of another framework or version; say where only its title differs."""
    name = f"{outline.key} {outline.version}"
    for outcome, (line, title) in draft.outcomes.items():
        if outcome not in outline.outcomes:
            says = f'there is no outcome "{outcome}" in {name}; check the framework and the version'
            raise refuse(file_name, line, says)
        ours = outline.outcomes[outcome].title
        if title and _plain(title) != _plain(ours):
            says = f'{outcome} is "{title}" in this file and "{ours}" in {name}: check that the version is right.'
            yield Fault(line, says)


def _plain(title: str) -> str:
    """The title without what printing changes: capitals, dashes, apostrophes and spaces."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _check_text(line: Line, file_name: str) -> None:
    """Refuse what no database and no page can hold, wherever the format lets it through."""
    for words, longest in ((line.says, LONGEST_STATEMENT), (line.id, LONGEST_ID)):
        if len(words) > longest:
            raise refuse(file_name, line.number, f"the text has more than {longest:,} characters")
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\r\t" for letter in words):
            raise refuse(file_name, line.number, "the text holds a control character")


def _kept(lines: Iterable[Line], outline: OutcomeFramework, faults: list[Fault]) -> Iterator[Line]:
    """The statements that can be answered: with words, and at a level that their outcome has."""
    for line in lines:
        called = f'Statement "{line.id}" of {line.outcome}' if line.id else f"A statement of {line.outcome}"
        if not line.says:
            faults.append(Fault(line.number, f"{called} has no text. It is left out."))
            continue
        if line.level not in outline.outcomes[line.outcome].levels:
            says = f'{called} stands at "{line.level.words.lower()}", a level that {line.outcome} doesn\'t have.'
            faults.append(Fault(line.number, f"{says} It is left out."))
            continue
        yield line


def _gaps(draft: Draft, outline: OutcomeFramework, kept: list[Line]) -> Iterator[Fault]:
    """What the file lacks against the published counts or, where nobody has counted, against the levels."""
    published = published_counts(draft.framework, draft.version)
    for outcome in outline.outcomes.values():
        levels = [line.level for line in kept if line.outcome == outcome.id]
        at = draft.outcomes.get(outcome.id, (0, ""))[0]
        for level in Status:
            has = levels.count(level)
            wanted = published.get(outcome.id, {}).get(level)
            if wanted is not None and has != wanted:
                counted = f"{wanted} {level.words.lower()} statement{'' if wanted == 1 else 's'}"
                yield Fault(at, f"{outcome.id}: the published framework has {counted}, this file has {has}.")
            elif wanted is None and not has and level in outcome.levels:
                yield Fault(at, f'{outcome.id} has no statement at "{level.words.lower()}" in this file.')


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults by line; beyond a number that anybody would read, only how many there are."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    if len(ordered) <= MOST_FAULTS:
        return tuple(ordered)
    return (*ordered[:MOST_FAULTS], Fault(0, f"There are {len(ordered) - MOST_FAULTS:,} more faults like these."))
