"""What does a YAML file of the CAF, as the Cabinet Office's WebCAF keeps it, say?

objectives > principles > outcomes > indicators > level > statement id > description. The file's name says the
version, unless a line `version:` at the top does.
"""

import re
from collections.abc import Iterator

from wardmote.engines.frameworks.importing.draft import Draft, Line, status_named
from wardmote.engines.frameworks.importing.edition import version_in
from wardmote.engines.frameworks.importing.wording import Fault
from wardmote.engines.frameworks.importing.yaml_nodes import Entry, nodes_of
from wardmote.engines.frameworks.outcomes import Status

FRAMEWORK = "caf"
_INDEX = re.compile(r"(?P<outcome>[A-Z]\d+\.[a-z]+)\.(?P<level>NA|PA|A)\.\d+")
_INDEX_LEVELS = {"NA": Status.NOT_ACHIEVED, "PA": Status.PARTIALLY_ACHIEVED, "A": Status.ACHIEVED}


def read_webcaf(text: str, file_name: str) -> Draft:
    """Read the statements, titles and profiles of the file; FrameworkError for one that isn't built as expected."""
    root = nodes_of(text, file_name)
    fields = root.fields()
    if "objectives" not in fields:
        raise root.refuse('"objectives" is missing: this is not a file of the Cyber Assessment Framework')
    version = fields["version"].text if "version" in fields else version_in(file_name)
    if not version:
        raise root.refuse('the file doesn\'t say its version: put it in the name, such as "caf-v3.2.yaml"')
    outcomes = list(_outcomes(fields["objectives"]))
    faults: list[Fault] = []
    lines = tuple(line for outcome in outcomes for line in _lines(outcome, faults))
    minimums = _minimums(outcomes, faults)
    return Draft(
        framework=FRAMEWORK,
        version=version,
        lines=lines,
        outcomes={outcome.key: (outcome.line, _title(outcome)) for outcome in outcomes},
        faults=tuple(faults),
        minimums=minimums,
    )


def _outcomes(objectives: Entry) -> Iterator[Entry]:
    """Every outcome of the file; one that stands twice refuses it, since only one could be meant."""
    found: dict[str, int] = {}
    for objective in objectives.fields().values():
        for principle in _inner(objective, "principles").fields().values():
            for outcome in _inner(principle, "outcomes").fields().values():
                if outcome.key in found:
                    raise outcome.refuse(f'outcome "{outcome.key}" is on line {found[outcome.key]} too')
                found[outcome.key] = outcome.line
                yield outcome


def _inner(entry: Entry, name: str) -> Entry:
    fields = entry.fields()
    if name not in fields:
        raise entry.refuse(f'"{name}" is missing from "{entry.key}"')
    return fields[name]


def _title(outcome: Entry) -> str:
    fields = outcome.fields()
    return fields["title"].text if "title" in fields else ""


def _lines(outcome: Entry, faults: list[Fault]) -> Iterator[Line]:
    for level in _inner(outcome, "indicators").fields().values():
        status = status_named(level.key)
        if status is None:
            known = ", ".join(f'"{one}"' for one in Status)
            raise level.refuse(f'"{level.key}" of {outcome.key} is not a level; the levels are {known}')
        for statement in level.entries():
            fields = statement.fields()
            says = fields["description"].text if "description" in fields else ""
            _check_index(statement, fields, status, outcome.key, faults)
            yield Line(statement.line, outcome.key, status, statement.key, says)


def _check_index(statement: Entry, fields: dict[str, Entry], status: Status, outcome: str, faults: list[Fault]) -> None:
    """The source's own index (A1.a.NA.1) says outcome and level once more, and may disagree with the place."""
    index = fields.get("ncsc-index")
    match = _INDEX.fullmatch(index.text) if index else None
    if index is None or match is None:
        return
    if match["outcome"] != outcome or _INDEX_LEVELS[match["level"]] is not status:
        says = (
            f'Statement "{statement.key}" stands under {outcome}, {status.words.lower()}, but its index is '
            f'"{index.text}". It is kept where it stands.'
        )
        faults.append(Fault(index.line, says))


def _minimums(outcomes: list[Entry], faults: list[Fault]) -> dict[str, dict[str, Status]]:
    """The least status that each profile of the file asks of each outcome."""
    minimums: dict[str, dict[str, Status]] = {}
    for outcome in outcomes:
        asked = outcome.fields().get("min_profile_requirement")
        for profile in asked.fields().values() if asked else ():
            status = status_named(profile.text)
            if status is None:
                says = f'{outcome.key}: profile "{profile.key}" asks for "{profile.text}", which is not a status.'
                faults.append(Fault(profile.line, f"{says} It is left out."))
                continue
            minimums.setdefault(profile.key, {})[outcome.key] = status
    return minimums
