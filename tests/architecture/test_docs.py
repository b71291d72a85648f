"""Is what the documentation says complete, up to date, and joined up?"""

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wardmote"
PRODUCTION = ROOT / "docs" / "how-to" / "run-in-production.md"
# What puts rooms together rather than being one: docs/rooms/README.md says what each is for.
NOT_ROOMS = {"config", "reactions"}
DECISION_LINES = 40

READ = re.compile(r"\b(?:env\.\w+|read_flag|read_number)\(\s*\"([A-Z][A-Z_]+)\"")
OURS = re.compile(r"\bWARDMOTE_[A-Z]+(?:_[A-Z]+)*\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def documents() -> list[Path]:
    """Return every page that we write for people, the generated ones included."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def rooms() -> list[str]:
    """Return every package that is a room or a row of the house."""
    packages = {folder.parent.name for folder in SOURCE.glob("*/__init__.py")}
    return sorted(packages - NOT_ROOMS)


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_a_page_that_the_index_names(room: str) -> None:
    """Find the page and the link to it."""
    assert (ROOT / "docs" / "rooms" / f"{room}.md").is_file()
    assert f"({room}.md)" in (ROOT / "docs" / "rooms" / "README.md").read_text(encoding="utf-8")


def test_every_variable_that_the_settings_read_is_in_the_production_guide() -> None:
    """Compare the settings' calls with the guide's table."""
    files = (SOURCE / "config" / "settings").glob("*.py")
    read = {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}
    assert {"DATABASE_URL", "WARDMOTE_MODE", "WARDMOTE_BEHIND_PROXY", "WARDMOTE_IDLE_MINUTES"} <= read
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", PRODUCTION.read_text(encoding="utf-8"), re.MULTILINE))
    assert read - rows == set()


def test_every_variable_in_the_documentation_exists_in_the_code() -> None:
    """Look for a variable that nothing reads."""
    written = {name for page in documents() for name in OURS.findall(page.read_text(encoding="utf-8"))}
    code = "\n".join(file.read_text(encoding="utf-8") for file in code_files())
    assert written - set(OURS.findall(code)) == set()


def code_files() -> Iterator[Path]:
    """Yield everything that may read a variable."""
    yield ROOT / "Makefile"
    yield ROOT / "hatch_build.py"
    for folder in ("src", "scripts", "tests", "benchmarks"):
        yield from (ROOT / folder).rglob("*.py")


def test_the_reference_pages_say_what_the_code_says() -> None:
    """Make every page in memory and compare; `make docs` writes them."""
    assert maker().out_of_date() == []


def maker() -> ModuleType:
    """Return scripts/docs.py, which belongs to no package."""
    spec = spec_from_file_location("wardmote_docs", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """Follow each link to a file of ours, and to its heading."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    broken = [link for link in LINK.findall(text) if not leads_somewhere(page, link)]
    assert broken == []


def leads_somewhere(page: Path, link: str) -> bool:
    """Say whether a link leads to a file in the checkout; addresses elsewhere aren't followed."""
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/adr/0*.md")), ids=lambda page: page.stem)
def test_a_decision_says_context_decision_and_cost_in_40_lines(page: Path) -> None:
    """Hold decisions to their shape."""
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "What it costs us"]
    assert len(text.splitlines()) <= DECISION_LINES
    assert f"({page.name})" in (page.parent / "README.md").read_text(encoding="utf-8")
