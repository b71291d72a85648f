"""Are versions either all whole numbers or all semantic versions?"""

from wardmote.engines.advisories.csaf.revisions import Version
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Compare each revision with the document's version."""
    is_semantic = Version.of(sheet.tracking["version"]).is_semantic
    for revision in sheet.revisions:
        if revision.version.is_semantic != is_semantic:
            yield f"{revision.path}/number", "Whole numbers and semantic versions are mixed."


RULE = Rule("6.1.30", judge)
