"""Does the history leave out versions that prepare a release?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each revision with a part like "-rc.1"."""
    for revision in sheet.revisions:
        if revision.version.before:
            yield f"{revision.path}/number", f"Revision {revision.number} only prepared a release."


RULE = Rule("6.1.19", judge)
