"""Does a security advisory or VEX name products?"""

from wardmote.engines.advisories.csaf.rule import ADVISORY, VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look whether it has any."""
    if "product_tree" not in sheet.whole:
        yield "/product_tree", "There is no product tree."


RULE = Rule("6.1.27.4", judge, profiles=frozenset({ADVISORY, VEX}))
