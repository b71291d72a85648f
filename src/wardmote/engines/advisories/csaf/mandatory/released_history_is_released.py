"""Does the history of a released document leave out what was before the first release?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each revision 0 or 0.y.z."""
    for revision in sheet.revisions if sheet.tracking["status"] != "draft" else ():
        if revision.version.is_zero:
            yield f"{revision.path}/number", f"Revision {revision.number} was before the first release."


RULE = Rule("6.1.18", judge)
