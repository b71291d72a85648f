"""Is an informational advisory free of vulnerabilities?"""

from wardmote.engines.advisories.csaf.rule import INFORMATIONAL, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look whether it has any."""
    if "vulnerabilities" in sheet.whole:
        yield "/vulnerabilities", "An informational advisory speaks of no vulnerabilities."


RULE = Rule("6.1.27.3", judge, profiles=frozenset({INFORMATIONAL}))
