"""Which frameworks of outcomes do councils assess by here, with which official words and profiles?"""

from functools import lru_cache
from typing import Any

from wardmote.engines.frameworks import (
    OutcomeFramework,
    Profile,
    Statement,
    Status,
    load_outline,
    outlines,
    profiles,
    with_statements,
)

from .models import ImportedFramework, ImportKind

DEFAULT_PROFILE = "baseline"


def framework_of(key: str, version: str) -> OutcomeFramework:
    """Return the framework with its official statements where they were imported (one small query)."""
    return framework_and_profile(key, version, "")[0]


def framework_and_profile(key: str, version: str, profile: str) -> tuple[OutcomeFramework, Profile | None]:
    """Return both with one query. The profile is None where there is no target, or where it is gone."""
    current = _current(key, version)
    return _framework(key, version, current), _one_profile(key, version, profile, current) if profile else None


def profiles_for(key: str, version: str) -> tuple[Profile, ...]:
    """Return the profiles to choose from: imported ones first, a shipped one of the same key left out."""
    current = _current(key, version)
    imported = {found: _imported_profile(pk) for (kind, found), pk in current.items() if kind == ImportKind.PROFILE}
    shipped = tuple(profile for profile in profiles(key, version) if profile.key not in imported)
    return (*imported.values(), *shipped)


def _current(key: str, version: str) -> dict[tuple[str, str], int]:
    rows = ImportedFramework.objects.filter(framework=key, version=version, is_current=True)
    return {(kind, found): pk for kind, found, pk in rows.order_by("key").values_list("kind", "key", "pk")}


def _framework(key: str, version: str, current: dict[tuple[str, str], int]) -> OutcomeFramework:
    wording = current.get((ImportKind.WORDING.value, ""))
    return _worded(key, version, wording) if wording else load_outline(key, version)


def _one_profile(key: str, version: str, profile: str, current: dict[tuple[str, str], int]) -> Profile | None:
    imported = current.get((ImportKind.PROFILE.value, profile))
    if imported:
        return _imported_profile(imported)
    return next((found for found in profiles(key, version) if found.key == profile), None)


def editions() -> tuple[OutcomeFramework, ...]:
    """Return every framework of outcomes that ships, newest version of each last."""
    return tuple(load_outline(edition.key, edition.version) for edition in outlines())


@lru_cache(maxsize=16)
def _worded(key: str, version: str, imported: int) -> OutcomeFramework:
    """Put the statements in. A row is never changed once imported, so its number may be remembered."""
    row = ImportedFramework.objects.get(pk=imported)
    return with_statements(load_outline(key, version), statements_in(row.content), row.source)


def statements_in(content: dict[str, Any]) -> dict[str, tuple[Statement, ...]]:
    """Read what `actions/import_wording.py` stored: outcome id to a list of [id, level, words]."""
    return {
        outcome: tuple(Statement(sid, Status(level), says) for sid, level, says in rows)
        for outcome, rows in content["statements"].items()
    }


@lru_cache(maxsize=32)
def _imported_profile(imported: int) -> Profile:
    row = ImportedFramework.objects.get(pk=imported)
    content = row.content
    return Profile(
        key=row.key,
        framework=row.framework,
        version=row.version,
        title=content["title"],
        note=content["note"],
        is_stand_in=bool(content["is_stand_in"]),
        minimum={outcome: Status(level) for outcome, level in content["minimum"].items()},
    )
