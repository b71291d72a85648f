"""Does the history leave no version out?"""

from itertools import pairwise

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look at the first number of each: it starts at 0 or 1 and rises by one."""
    first = sheet.revisions[0]
    if first.version.numbers[0] > 1:
        yield f"{first.path}/number", f"The history starts with {first.number}; the revisions before it are missing."
    for before, after in pairwise(sheet.revisions):
        step = after.version.numbers[0] - before.version.numbers[0]
        if step > 1:
            yield f"{after.path}/number", f"There is no revision between {before.number} and {after.number}."


RULE = Rule("6.1.21", judge)
