"""Does a security advisory or VEX have notes on each vulnerability?"""

from wardmote.engines.advisories.csaf.rule import ADVISORY, VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each vulnerability without any."""
    for path, vulnerability in sheet.vulnerabilities:
        if "notes" not in vulnerability:
            yield f"{path}/notes", "There are no notes on this vulnerability."


RULE = Rule("6.1.27.5", judge, profiles=frozenset({ADVISORY, VEX}))
