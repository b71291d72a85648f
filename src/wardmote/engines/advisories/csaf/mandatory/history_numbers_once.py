"""Is every number in the history used once?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each further use of a number."""
    seen: set[str] = set()
    for revision in sheet.revisions:
        if revision.number in seen:
            yield f"{revision.path}/number", f"The number {revision.number} is used more than once."
        seen.add(revision.number)


RULE = Rule("6.1.22", judge)
