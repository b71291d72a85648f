"""Is the house kept as its plan says: doors between rooms, words for files, one way to write?"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import wardmote

SOURCE = Path(wardmote.__file__).parent
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and "__pycache__" not in path.parts
)
ROOMS = ("register", "estate", "assess", "watch", "warn", "oversee")
# Not rooms with a door: what every room stands on, and the roof that knows all rooms.
OPEN_TO_ALL = ("kernel", "engines")
# Which room enters another past its door, by which way, and why that is right.
EXCEPTIONS = {
    ("reactions", "register.events"): "a reaction is connected to the event itself",
    ("reactions", "assess.events"): "a reaction is connected to the event itself",
    ("reactions", "estate.events"): "a reaction is connected to the event itself",
    ("reactions", "watch.events"): "a reaction is connected to the event itself",
    ("cli", "warn.actions"): "commands call actions as jobs do, for the installation itself",
    ("cli", "warn.file_taking"): "the command reads files as those that are given on a page",
    ("cli", "warn.matching"): "the command makes every match anew",
    ("cli", "warn.queries"): "the commands show sources, and explain a match",
    ("cli", "warn.shipped_sources"): "an upgrade brings the sources that ship",
    ("cli", "watch.jobs"): "the command begins a night as the daily duty does",
    ("cli", "watch.queries"): "the command shows how far a night is",
    ("config", "api.site"): "the addresses name the API",
    ("cli", "register.actions"): "a command calls actions as a view does, without a person of the site",
    ("cli", "register.policies"): "the command that invites says the same refusals as the page",
    ("cli", "register.queries"): "commands show the register and what a table would change",
    ("cli", "register.tables"): "the import reads the same tables as the page",
    ("demonstration", "register.actions"): "the story is told through the actions that people use",
    ("demonstration", "assess.actions"): "the story is told through the actions that people use",
    ("demonstration", "assess.queries"): "its people get an assessment before them as a page would put it there",
    ("demonstration", "assess.policies_of_plans"): "an action takes what is written on a line of the plan from there",
    ("demonstration", "estate.catalogue"): "its councils tick services that their kind normally gives",
    ("demonstration", "estate.actions"): "the story is told through the actions that people use",
    ("demonstration", "estate.line_facts"): "an action takes what is written on a line of a list from there",
    ("demonstration", "warn.actions"): "the story is told through the actions that people use",
    ("demonstration", "warn.ingesting"): "its advisories come in as those of a real source",
    ("demonstration", "warn.matching_jobs"): "its warnings are raised as real ones are, at the story's moment",
    ("demonstration", "watch.actions"): "the story is told through the actions that people use",
    ("demonstration", "watch.events"): "its nights tell of what they changed as real ones do",
    ("demonstration", "watch.intervals"): "its nights hand over what the checks said as real ones do",
    ("demonstration", "watch.queries"): "its figures count the councils that real ones would count",
    ("demonstration", "watch.report_reading"): "its reports are read as those that come in",
    ("demonstration", "watch.standing"): "its standings are worked out as real ones are",
}
NO_SUBJECT = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers", "base", "tools"}
# Acts that leave no entry of their own, and why.
UNAUDITED = {
    "warn/actions/open_notice.py": "when a warning was first read is on its row, and who read it isn't kept",
    "warn/actions/settle_notices.py": "thousands on some days: each notice is a row that stays, with what decided it",
    "warn/actions/tell_channels.py": "the calls are rows that stay",
    "warn/actions/tell_notices.py": "the letters and what each told are rows that stay",
    "register/actions/grant_membership.py": "part of an act that is audited: accepting, letting in, handing over",
    "register/actions/load_register.py": "apply_register and plan_successors, which it calls, are audited",
    "watch/actions/record_offers.py": "what is offered is a row that stays, and what a council decides is audited",
    "watch/actions/record_visits.py": "thousands a night: the round has its entries, each visit is a row that stays",
    "watch/actions/tell_changes.py": "the letters are rows that stay, and each change says when it was told",
    "register/actions/log_reading.py": "the reading is itself the log that the council sees",
}
# Acts that nobody does, or that a person does before they belong anywhere.
WITHOUT_BY = {
    "load_catalogue": "the installation itself",
    "load_register": "the installation itself",
    "plan_successors": "the installation itself",
    "load_demonstration": "the installation itself",
    "issue_links": "the installation itself",
    "begin_round": "the installation itself",
    "finish_round": "the installation itself",
    "record_offers": "the installation itself",
    "record_visits": "the installation itself",
    "settle_notices": "the installation itself",
    "tell_changes": "the installation itself",
    "tell_channels": "the installation itself",
    "tell_notices": "the installation itself",
    "use_link": "whoever holds the link: the act says who that is",
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return a module's place in the house: register/actions/invite.py."""
    return path.relative_to(SOURCE).as_posix()


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, inner ones too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def imports_of(path: Path) -> Iterator[str]:
    """Yield what a module imports of this package: register.public.name_of, without `wardmote.`."""
    package = ["wardmote", *path.relative_to(SOURCE).with_suffix("").parts[:-1]]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, node.module] if node.module else start)
            found = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.removeprefix("wardmote.") for name in found if name.startswith("wardmote."))


def ways_into_other_rooms() -> Iterator[tuple[str, str, str]]:
    """Yield (module, its room, the part of another room that it enters)."""
    for path in MODULES:
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for name in imports_of(path):
            other, _, rest = name.partition(".")
            if other != room and other not in OPEN_TO_ALL and rest:
                yield name_of(path), room, f"{other}.{rest.split('.')[0]}"


def test_rooms_enter_other_rooms_by_their_door_only() -> None:
    past = {
        (module, part)
        for module, room, part in ways_into_other_rooms()
        if part.split(".")[1] not in ("public", "models", "apps") and (room, part) not in EXCEPTIONS
    }
    assert past == set()


def test_every_exception_to_the_doors_is_still_needed() -> None:
    used = {(room, part) for _, room, part in ways_into_other_rooms()}
    assert set(EXCEPTIONS) - used == set()


def test_a_room_never_writes_another_rooms_models() -> None:
    """Through the door come models to ask and actions to act; `reactions` and `web` act through actions too."""
    writers = set()
    for path in MODULES:
        room = path.relative_to(SOURCE).parts[0]
        theirs = {n.rsplit(".", 1)[1] for n in imports_of(path) if ".models." in n and not n.startswith(f"{room}.")}
        theirs -= {"DoneOnce", "Letter", "WorkerPulse", "AuditEntry"}
        for call in writes_in(path):
            if set(theirs) & {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}:
                writers.add(name_of(path))
    assert writers - WRITES_FOR_OTHERS.keys() == set()


WRITES_FOR_OTHERS = {
    "demonstration/actions/issue_links.py": "sign-in links are kept with people, and only this room uses them",
    "demonstration/actions/use_link.py": "sign-in links are kept with people, and only this room uses them",
    "demonstration/story/answering.py": "the story's second round of a year opens afresh",
    "demonstration/story/bodies.py": "fictional bodies have no register to be imported from",
    "demonstration/story/counting.py": "a year's figures are written at once, as its nights would have left them",
    "demonstration/story/warning.py": "the made-up source is no real one, which an action would have called",
    "demonstration/story/watching.py": "a year's looks get the moments at which they would have happened",
    "demonstration/story/world.py": "fictional people don't register",
    "web/middleware.py": "when a person was last here is the session's to say",
}


def writes_in(path: Path) -> Iterator[ast.Call]:
    """Yield the calls that write to the database, as far as their names tell."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            text = ast.unparse(node.func.value)
            if text == "router":
                continue
            if "objects" in text or node.func.attr in ("save", "delete", "bulk_create", "bulk_update"):
                yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_what_it_is_for(path: Path) -> None:
    words = ast.get_docstring(tree_of(path)) or ""
    assert len(words) > 10
    assert words.rstrip().endswith((".", "?", ")")), words


def test_every_public_function_and_class_says_what_it_gives() -> None:
    silent = []
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                silent += [f"{name_of(path)}:{node.name}"] if not ast.get_docstring(node) else []
    assert silent == []


def test_every_file_and_class_has_a_subject() -> None:
    names = {(name_of(path), part) for path in MODULES for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert {place for place, part in names if set(part.split("_")) & NO_SUBJECT} == set()
    suffix = re.compile(r"(Utils?|Helpers?|Manager|Base|Mixin|Misc)$")
    classes = [
        f"{name_of(path)}:{node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and suffix.search(node.name)
    ]
    assert classes == []


ACTIONS = [path for path in MODULES if "actions" in path.parts and path.name != "__init__.py"]


def acts_of(path: Path) -> list[ast.FunctionDef]:
    """Return a module's public functions."""
    return [n for n in tree_of(path).body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def commits(act: ast.FunctionDef) -> bool:
    """Say whether a public function of an action's module is an act (it takes a moment) or looks something up."""
    return any(argument.arg == "at" for argument in act.args.kwonlyargs) or bool(act.args.kwonlyargs)


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_an_action_is_named_as_its_file_and_takes_who_and_when_by_name(path: Path) -> None:
    acts = [act for act in acts_of(path) if commits(act)]
    assert path.stem in {act.name for act in acts}
    for act in acts:
        assert not act.args.args, f"{act.name} takes values by position"
        assert not act.args.posonlyargs
        named = {argument.arg for argument in act.args.kwonlyargs}
        assert "at" in named, act.name
        assert ("by" in named) != (act.name in WITHOUT_BY), act.name


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_an_act_is_atomic_and_leaves_one_kind_of_entry(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if name_of(path) in UNAUDITED:
        assert "audit.record(" not in text
        return
    if "apply_register(" in text and path.stem != "apply_register":
        return  # audited there
    assert "transaction.atomic()" in text
    assert "audit.record(" in text


def test_every_exception_to_the_audit_is_a_file() -> None:
    assert set(UNAUDITED) <= {name_of(path) for path in ACTIONS}


READERS = [path for path in MODULES if {"views", "queries"} & set(path.parts) or path.stem in ("views", "rest")]
READS_THAT_WRITE = {
    "register/queries/tokens.py": "the day of a token's last use: the token's own wear, no act of its person",
}


@pytest.mark.parametrize("path", READERS, ids=name_of)
def test_a_view_or_a_query_never_writes(path: Path) -> None:
    found = [ast.unparse(call) for call in writes_in(path)]
    if name_of(path) in READS_THAT_WRITE:
        assert len(found) == 1
        return
    assert found == []


TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt"))
QUERY = re.compile(r"\.(objects|filter|exclude|all|get_queryset|order_by|count|exists|first|select_related)\s*\(")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_asks_the_database_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert QUERY.findall(text) == []
    assert "|safe" not in text
    assert "autoescape false" not in text or path.suffix == ".txt", "letters are plain text, pages are not"


# The map's tiles and rows, put together by the thousand; a name that is code is tried in test_import_pages.py.
MADE_HERE = {"oversee/drawing.py", "oversee/queries/map_page.py"}


def test_no_text_is_marked_as_safe_unless_it_was_made_here() -> None:
    marked = {name_of(path) for path in MODULES if re.search(r"\bmark_safe\(|\bMarkup\(", path.read_text())}
    assert marked <= MADE_HERE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_and_its_functions_can_be_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    long = {
        node.name: lines
        for node in functions_of(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


LAST_RESORTS = {
    "kernel/private_files.py": "a file that wasn't kept goes again, whatever stopped it, and the fault is raised again",
    "cli/__init__.py": "what it can't explain in a sentence it raises again",
    "cli/children.py": "a child process says what happened and ends",
    "engines/checks/rounds.py": "one judge's fault costs no other finding: it is told, and leaves its check unknown",
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_fault_is_swallowed_and_nothing_is_left_for_later(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            is_broad = caught in ("everything", "Exception", "BaseException")
            assert not is_broad or name_of(path) in LAST_RESORTS, node.lineno
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8"))


def test_engines_ask_no_clock_and_no_chance_of_their_own() -> None:
    own = re.compile(r"\b(datetime\.now|date\.today|time\.time|random\.random|random\.choice|default_rng\(\))")
    found = {name_of(p) for p in MODULES if "engines" in p.parts and own.search(p.read_text(encoding="utf-8"))}
    assert found == set()


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    out = StringIO()
    rooms = [room for room in ("kernel", *ROOMS) if (SOURCE / room / "migrations").exists()]
    call_command("makemigrations", *rooms, check_changes=True, dry_run=True, interactive=False, stdout=out)
    assert "No changes detected" in out.getvalue()


def test_migrations_are_numbered_without_gaps_or_forks() -> None:
    for room in ("kernel", *ROOMS):
        numbers = [path.name[:4] for path in sorted((SOURCE / room / "migrations").glob("0*.py"))]
        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)], room
