"""Import official statements (the CAF's YAML, our TOML or CSV) or a profile (TOML); what it adds is shown first."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.engines.frameworks import Profile
    from wardmote.engines.frameworks.importing import Wording, WordingChange

MOST_FAULTS = 50


@click.command(name="import", help=__doc__)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", "is_agreed", is_flag=True, help="Import without asking.")
@as_json
def command(file: Path, is_agreed: bool, is_json: bool) -> None:
    """Read the file, show what it would add and what is odd about it, and import it when agreed."""
    with started():
        from wardmote.engines.frameworks import FrameworkError
        from wardmote.engines.frameworks.importing import LARGEST_FILE

        if file.stat().st_size > LARGEST_FILE:
            raise Trouble(f"{file.name} has more than {LARGEST_FILE // 1_000_000} MB. Import the framework's own file.")
        content = file.read_bytes()
        try:
            said = _import_profile(file, content, is_agreed, is_json) if _is_profile(file, content) else None
            said = said or _import_wording(file, content, is_agreed, is_json)
        except FrameworkError as fault:
            raise Trouble(str(fault)) from fault
    if is_json:
        show_json(said)


def _is_profile(file: Path, content: bytes) -> bool:
    return file.suffix == ".toml" and b'"profile"' in content.split(b"[", 1)[0]


def _import_wording(file: Path, content: bytes, is_agreed: bool, is_json: bool) -> dict[str, Any]:
    from wardmote.assess.public import import_wording, wording_change
    from wardmote.engines.frameworks import load_outline
    from wardmote.engines.frameworks.importing import read_wording
    from wardmote.kernel.moments import now

    wording = read_wording(content, file.name, load_outline)
    change = wording_change(wording)
    if not is_json:
        _show_wording(wording, change)
    applies = not change.is_nothing and (is_agreed or (not is_json and click.confirm("Import this?", err=True)))
    if applies:
        import_wording(by=None, wording=wording, at=now())
        if not is_json:
            say("✔ Imported. Councils now answer statement by statement.")
    return {
        "kind": "wording",
        "framework": wording.framework,
        "version": wording.version,
        "statements": wording.total,
        "counts": {status.value: count for status, count in wording.counts.items()},
        "change": asdict(change),
        "faults": [asdict(fault) for fault in wording.faults],
        "is_imported": applies,
    }


def _show_wording(wording: "Wording", change: "WordingChange") -> None:
    counts = ", ".join(f"{count} {status.words.lower()}" for status, count in wording.counts.items())
    name = f"{wording.framework.upper()} {wording.version}"
    say(f"{name}: {wording.total} statements of {len(wording.statements)} outcomes ({counts}).")
    if change.is_nothing:
        say("They are imported already; nothing would change.")
    else:
        rows = [(what.title(), len(ids), ", ".join(ids[:8])) for what, ids in asdict(change).items() if ids]
        show_table(("Change", "Statements", "For example"), rows)
    if wording.faults:
        say(f"Odd in the file, {len(wording.faults)} in all. Nothing is lost; please read:")
        show_table(("Line", "What"), [(fault.line or "", fault.says) for fault in wording.faults[:MOST_FAULTS]])


def _import_profile(file: Path, content: bytes, is_agreed: bool, is_json: bool) -> dict[str, Any]:
    from wardmote.assess.public import import_profile
    from wardmote.kernel.moments import now

    profile = _read_profile(file, content)
    if not is_json:
        say(f"{profile.title}: levels for {len(profile.minimum)} outcomes of {profile.framework} {profile.version}.")
    applies = is_agreed or (not is_json and click.confirm("Import this?", err=True))
    if applies:
        import_profile(by=None, profile=profile, source=file.name, content=content, at=now())
        if not is_json:
            say("✔ Imported. Councils can choose it when they start an assessment.")
    return {
        "kind": "profile",
        "key": profile.key,
        "framework": profile.framework,
        "version": profile.version,
        "outcomes": len(profile.minimum),
        "is_imported": applies,
    }


def _read_profile(file: Path, content: bytes) -> "Profile":
    from wardmote.engines.frameworks import load_outline, read_profile

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Trouble(f"{file.name} isn't UTF-8 text. Save it as UTF-8.") from fault
    unchecked = read_profile(text, file.name, None)
    return read_profile(text, file.name, load_outline(unchecked.framework, unchecked.version))
