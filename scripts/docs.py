"""What do the pages in docs/reference say, taken from the code that they describe?

`make docs` writes them; `--check` writes nothing and ends with exit code 1 where one is out of date. The same
code always gives the same pages: no date, no name of a machine, nothing from the environment.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "*Made from the code by `make docs`: change the code, not this page.*"
API_PATH = "/api/v1/"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only say which are out of date."""
    if arguments not in ([], ["--check"]):
        sys.exit("make docs takes no argument but --check.")
    start_django()
    stale = out_of_date()
    if arguments:
        for name in stale:
            print(f"docs/reference/{name} is out of date. Run: make docs")
        return 1 if stale else 0
    for name in stale:
        write(name)
    print(f"{len(stale)} pages written, {len(pages()) - len(stale)} were right already.")
    return 0


def start_django() -> None:
    """Load the applications; which settings they get makes no difference to the pages."""
    os.environ.setdefault("WARDMOTE_MODE", "local")
    os.environ.setdefault("WARDMOTE_HOME", str(ROOT / ".wardmote"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardmote.config.settings")
    import django

    django.setup()


def out_of_date() -> list[str]:
    """Return the names of the pages that don't say what the code says, and of those that nothing makes."""
    made = pages()
    kept = {file.name: file.read_text(encoding="utf-8") for file in REFERENCE.glob("*.md")}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def write(name: str) -> None:
    """Write one page, or remove one that nothing makes any more."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    text = pages().get(name)
    if text is None:
        (REFERENCE / name).unlink()
        return
    (REFERENCE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    from django.utils import translation

    with translation.override("en-gb"):
        made = {name: (title, "\n".join(body())) for name, (title, body) in BODIES.items()}
    texts = {name: page(title, body) for name, (title, body) in made.items()}
    index = [f"- [{title}]({name})" for name, (title, _body) in made.items()]
    return texts | {"README.md": page("Reference", "\n".join(index))}


def page(title: str, body: str) -> str:
    """Return a whole page."""
    return f"# {title}\n\n{MADE}\n\n{body.strip()}\n"


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table."""
    heads = list(columns)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell(value) for value in row)} |"
    yield ""


def cell(value: object) -> str:
    """Return a value as a table's cell takes it."""
    return " ".join(str(value).split()).replace("|", "\\|")


def yes(is_so: bool) -> str:
    """Return a claim as a word."""
    return "yes" if is_so else "no"


def roles() -> Iterator[str]:
    """Yield what each role is, where it is held, and what it may do."""
    from wardmote.kernel import roles as kept

    yield "Each role is held in one body. The keys are stored and never change."
    yield ""
    yield from table(
        ("Role", "Key", "Held in a", "What it does", "Second factor required"),
        ((a.title, f"`{r}`", a.held_in, a.does, yes(a.needs_second_factor)) for r, a in kept.ABOUT.items()),
    )
    yield "## What roles may do"
    yield ""
    may = {
        "Belong to a council from inside": kept.INSIDE_COUNCIL,
        "Read the council's answers": kept.READS_ANSWERS,
        "Answer questions": kept.WRITES_ANSWERS,
        "Decide who belongs to their own body": kept.MANAGES_PEOPLE,
        "Let in a council's first lead": kept.ADMITS_FIRST_LEAD,
        "Read the results that councils share with the programme": kept.READS_NATIONAL_RESULTS,
        "Change the register": kept.KEEPS_REGISTER,
    }
    yield from table(
        ("May", "Roles"),
        ((what, ", ".join(f"`{role}`" for role in kept.Role if role in who)) for what, who in may.items()),
    )


def stocktake() -> Iterator[str]:
    """Yield every question of the stocktake with its levels and next steps."""
    from wardmote.assess.public import stocktake as present
    from wardmote.engines.frameworks import explain

    framework = present()
    yield f"{framework.title}, version {framework.version}."
    yield ""
    yield "## How a rating is worked out"
    yield ""
    for paragraph in explain(framework):
        yield f"{paragraph}\n"
    yield from table(
        ("Rating", "Starts at a score of"), ((b.rating.words, f"{b.starts_at:g}") for b in framework.bands)
    )
    for area in framework.areas:
        yield f"## {area.title}\n"
        yield f"{area.summary}\n"
        if not area.questions:
            yield "This area has no questions yet.\n"
        for question in area.questions:
            yield from question_lines(question, framework.caf_version)


def question_lines(question: Any, caf_version: str) -> Iterator[str]:
    """Yield one question."""
    yield f"### {question.title}\n"
    yield f"**{question.asks}**\n"
    yield f"{question.why}\n"
    bears = f" Bears on CAF {caf_version}: {', '.join(question.caf)}." if question.caf else ""
    yield f"Id `{question.id}`, weight {question.weight}.{bears}\n"
    rows = [(level.value, level.says, advice_from(question, level.value)) for level in question.levels]
    yield from table(("Level", "What it looks like", "What to do next"), rows)
    yield f"Don't know: {question.find_out.does}\n"
    yield f"Good looks like this: {question.good}\n"


def advice_from(question: Any, level: int) -> str:
    """Return what to do from a level, with who and how long by our estimate; nothing at the top."""
    if level == question.levels[-1].value:
        return ""
    advice = question.advice_from(level)
    days = "" if advice.effort_days is None else f", about {advice.effort_days:g} days"
    return f"{advice.does} ({advice.who}{days})"


def commands() -> Iterator[str]:
    """Yield every command of `wardmote`, as its own help says it."""
    from wardmote.cli import program

    yield "Every command ends with exit code 0 when it is done, 1 when it refused or failed (standard error says"
    yield "why and what to do), 2 when it was typed wrongly and 130 when it was interrupted."
    yield "`wardmote check` has codes of its own."
    yield ""
    for name, command in all_commands(program(), "wardmote"):
        yield f"## {name}\n"
        yield f"{(command.help or '').strip()}\n"
        if isinstance(command, click.Group):
            continue
        context = click.Context(command, info_name=name)
        yield f"```\n{name} {' '.join(command.collect_usage_pieces(context))}\n```\n"
        options = [one for one in command.params if isinstance(one, click.Option)]
        if options:
            rows = ((option_name(one), option_help(one)) for one in options)
            yield from table(("Option", "What it does"), rows)


def all_commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command and group below this one, with its whole name."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from all_commands(command, f"{path} {name}")


def option_name(option: click.Option) -> str:
    """Return how an option is typed."""
    takes = "" if option.is_flag else f" {option.metavar or what_it_takes(option.type)}"
    return f"`{', '.join(option.opts)}{takes}`"


def what_it_takes(kind: object) -> str:
    """Return the word for an option's value, where the option doesn't name it itself."""
    match kind:
        case click.DateTime():
            return "DATE"
        case click.IntRange():
            return "NUMBER"
    return "TEXT"


def option_help(option: click.Option) -> str:
    """Return what an option does, with its default and its variable where it has them."""
    parts = [option.help or ""]
    if option.required:
        parts.append("Required.")
    if option.show_default and option.default is not None:
        parts.append(f"Default: {option.default}.")
    if isinstance(option.envvar, str):
        parts.append(f"Also from the variable `{option.envvar}`.")
    return " ".join(part for part in parts if part)


def api() -> Iterator[str]:
    """Yield every operation of the REST interface, from its own OpenAPI document."""
    from wardmote.api.site import api as site

    schema = site.get_openapi_schema(path_prefix=API_PATH)
    yield f"{schema['info']['description']}\n"
    yield f"The whole OpenAPI document is at `{API_PATH}openapi.json` of any installation.\n"
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append((path, method.upper(), operation))
    for tag in sorted(by_tag):
        yield f"## {tag}\n"
        for path, method, operation in sorted(by_tag[tag], key=lambda one: one[:2]):
            yield from operation_lines(path, method, operation)


def operation_lines(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    """Yield one operation."""
    yield f"### `{method} {path}`\n"
    yield f"{operation['summary']}. {operation.get('description', '')}".strip() + "\n"
    yield f"{token_needed(operation)}\n"
    if operation["parameters"]:
        yield from table(
            ("Parameter", "In", "What it is"),
            ((f"`{p['name']}`", p["in"], p["schema"].get("description", "")) for p in operation["parameters"]),
        )
    yield f"Answers: {', '.join(operation['responses'])}.\n"


def token_needed(operation: dict[str, Any]) -> str:
    """Return which token an operation asks for."""
    if "security" not in operation:
        return "Open to all: no token."
    scope = operation["security"][0]["token"][0]
    return "Any token." if scope == "any" else f"Token with the scope `{scope}`."


def audit_actions() -> Iterator[str]:
    """Yield what each audited act is called, stored and shown."""
    from wardmote.register.words import ACTION_WORDS

    yield "The audit log keeps each act under a stable key. Pages show the words."
    yield ""
    yield from table(("Key", "Words"), ((f"`{key}`", words) for key, words in sorted(ACTION_WORDS.items())))


def register_words() -> Iterator[str]:
    """Yield the kinds of body, their states and the columns of a register's table."""
    from wardmote.register.models.bodies import COUNCILS, Kind, Status
    from wardmote.register.tables import MOST_BYTES, MOST_ROWS, NEEDED

    yield "## Kinds of body\n"
    rows = ((f"`{kind.value}`", kind.label, yes(kind in COUNCILS)) for kind in Kind)
    yield from table(("Key", "Kind", "Council"), rows)
    yield "## Where a body is in its life\n"
    yield from table(("Key", "Status"), ((f"`{status.value}`", status.label) for status in Status))
    yield "## A register's table\n"
    yield f"A CSV file in UTF-8, of at most {MOST_BYTES:,} bytes and {MOST_ROWS:,} rows. These columns must be"
    yield f"there: {', '.join(f'`{column}`' for column in NEEDED)}. [How to import a newer"
    yield "register](../how-to/import-a-newer-register.md) says what each column holds.\n"


def grades() -> Iterator[str]:
    """Yield how a domain's grade is worked out, with the numbers that the code uses."""
    from wardmote.engines.checks.grading import BANDS, BEST_BESIDE, FULL, LOSSES, UNKNOWN_PART
    from wardmote.engines.checks.verdicts import Severity

    yield f"Every domain starts with {FULL} points, and each weak or bad finding takes some away, by its severity."
    yield "The points give the letter, and the worst finding sets the best letter that can still be had."
    yield f"There is no grade where no check applies, or where more than 1 in {UNKNOWN_PART} of the answers that apply"
    yield "is unknown.\n"
    yield from table(
        ("A finding of this severity", "takes away", "and allows no better than"),
        ((s.name.lower(), f"{points} points", BEST_BESIDE.get(s, BANDS[0][0])) for s, points in LOSSES.items()),
    )
    yield from table(("Letter", "From how many points"), BANDS)
    high, low = LOSSES[Severity.HIGH], LOSSES[Severity.LOW]
    points = FULL - high - 3 * low
    yield f"One finding of high severity and three of low leave {FULL} − {high} − 3 × {low} = {points} points. That"
    yield f"alone would be a {letter_for(points)}, but beside a finding of high severity no letter is better than"
    yield f"{BEST_BESIDE[Severity.HIGH]}.\n"
    yield "Points never go below 0. A check that doesn't apply to a domain counts nothing. An unknown answer takes no"
    yield "points; it counts only towards the part that may be unknown.\n"
    yield "An explained finding counts like any other: the grade says what anybody sees from outside, and a reason"
    yield "changes nothing of that. The reason is shown beside the finding.\n"
    yield "A grade speaks of the checks that were made. Of a run without connections, or of one area, it says nothing"
    yield "about the rest. The numbers are our own judgement; no standard sets them."


def letter_for(points: int) -> str:
    """Return the letter that points alone would earn."""
    from wardmote.engines.checks.grading import BANDS

    return next(letter for letter, begins in BANDS if points >= begins)


BODIES: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "roles.md": ("Roles", roles),
    "stocktake.md": ("The stocktake's questions", stocktake),
    "commands.md": ("Commands", commands),
    "api.md": ("REST interface", api),
    "audit-actions.md": ("Audited acts", audit_actions),
    "grades.md": ("Grades of domains", grades),
    "register.md": ("The register's kinds, states and columns", register_words),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
