"""Does a VEX give each vulnerability an id?"""

from wardmote.engines.advisories.csaf.rule import VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each vulnerability without a CVE or another id."""
    for path, vulnerability in sheet.vulnerabilities:
        if "cve" not in vulnerability and "ids" not in vulnerability:
            yield path, "The vulnerability has neither a CVE nor another id."


RULE = Rule("6.1.27.8", judge, profiles=frozenset({VEX}))
