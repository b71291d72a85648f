"""Does a security advisory say of each vulnerability which products it concerns?"""

from wardmote.engines.advisories.csaf.rule import ADVISORY, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each vulnerability without a product's status."""
    for path, vulnerability in sheet.vulnerabilities:
        if "product_status" not in vulnerability:
            yield f"{path}/product_status", "No product has a status for this vulnerability."


RULE = Rule("6.1.27.6", judge, profiles=frozenset({ADVISORY}))
