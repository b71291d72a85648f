"""Is every group of products that the document names by its id defined in it?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look each id up among the groups."""
    for path, name in sheet.group_references:
        if name not in sheet.groups:
            yield path, f"The group of products {name!r} isn't defined in the product tree."


RULE = Rule("6.1.4", judge)
