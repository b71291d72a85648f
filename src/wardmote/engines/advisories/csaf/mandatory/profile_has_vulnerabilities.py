"""Does a security advisory or VEX name vulnerabilities?"""

from wardmote.engines.advisories.csaf.rule import ADVISORY, VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look whether it has any."""
    if "vulnerabilities" not in sheet.whole:
        yield "/vulnerabilities", "There are no vulnerabilities."


RULE = Rule("6.1.27.11", judge, profiles=frozenset({ADVISORY, VEX}))
