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
    current = ImportedFramework.objects.filter(
        kind=ImportKind.WORDING, framework=key, version=version, key="", is_current=True
    ).values_list("pk", flat=True)
    found = current.first()
    return _worded(key, version, found) if found else load_outline(key, version)


def profiles_for(key: str, version: str) -> tuple[Profile, ...]:
    """Return the profiles to choose from: imported ones first, a shipped one of the same key left out."""
    rows = ImportedFramework.objects.filter(
        kind=ImportKind.PROFILE, framework=key, version=version, is_current=True
    ).order_by("key")
    imported = tuple(_profile(row) for row in rows)
    keys = {profile.key for profile in imported}
    return imported + tuple(profile for profile in profiles(key, version) if profile.key not in keys)


def profile_of(key: str, version: str, profile: str) -> Profile | None:
    """Return one profile, or None where the assessment has no target or its profile is gone."""
    shipped = next((found for found in profiles(key, version) if found.key == profile), None)
    row = (
        ImportedFramework.objects.filter(
            kind=ImportKind.PROFILE, framework=key, version=version, key=profile, is_current=True
        ).first()
        if profile
        else None
    )
    return _profile(row) if row else shipped


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


def _profile(row: ImportedFramework) -> Profile:
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
