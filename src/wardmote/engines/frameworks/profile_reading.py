"""Does this text hold a sound profile: a lowest status for outcomes that exist?"""

from wardmote.engines.frameworks import entries
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Profile
from wardmote.engines.frameworks.table import Table

KIND = "profile"


def read_profile(text: str, where: str, outline: OutcomeFramework | None) -> Profile:
    """Read a profile from TOML; FrameworkError names the first fault and its place in the file `where`.

    With an outline, the profile must be of that edition and ask only for outcomes and levels that it has.
    """
    root = entries.opened(text, where, KIND)
    root.holds("kind", "key", "framework", "version", "title", "note", "is_stand_in", "minimum")
    minimum = root.table("minimum", "minimum")
    profile = Profile(
        key=root.id("key"),
        framework=root.id("framework"),
        version=entries.version(root),
        title=root.text("title"),
        note=root.text("note"),
        is_stand_in=entries.claim(root, "is_stand_in"),
        minimum={outcome: entries.status(minimum, outcome) for outcome in minimum.entries},
    )
    if outline:
        _check_it_fits(root, minimum, profile, outline)
    return profile


def _check_it_fits(root: Table, minimum: Table, profile: Profile, outline: OutcomeFramework) -> None:
    if (profile.framework, profile.version) != (outline.key, outline.version):
        raise root.refuse(
            f'this is a profile of "{profile.framework}" version "{profile.version}", '
            f'not of "{outline.key}" version "{outline.version}"'
        )
    for outcome, status in profile.minimum.items():
        if outcome not in outline.outcomes:
            raise minimum.refuse(f'{outline.title} version {outline.version} has no outcome "{outcome}"')
        if status not in outline.outcomes[outcome].levels:
            raise minimum.refuse(f'outcome "{outcome}" can\'t be "{status}"')
