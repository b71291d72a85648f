"""Do the numbers in the revision history rise with their dates?"""

from itertools import pairwise

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Compare each revision with the one before it, by date."""
    for before, after in pairwise(sheet.revisions):
        if after.version.rank < before.version.rank:
            yield (
                f"{after.path}/number",
                f"Revision {after.number} has an earlier number than revision {before.number}, but a later date.",
            )


RULE = Rule("6.1.14", judge)
