"""Is the version of a released document one of a release?"""

from wardmote.engines.advisories.csaf.revisions import Version
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look for a part like "-rc.1" in the version of what isn't a draft."""
    version = sheet.tracking["version"]
    if sheet.tracking["status"] != "draft" and Version.of(version).before:
        yield "/document/tracking/version", f"Version {version} only prepares a release, but this isn't a draft."


RULE = Rule("6.1.20", judge)
