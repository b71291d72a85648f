"""Does a VEX say of each vulnerability which products have it, don't, or may?"""

from wardmote.engines.advisories.csaf.rule import VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_STATUSES = {"fixed", "known_affected", "known_not_affected", "under_investigation"}


def judge(sheet: Sheet) -> Failures:
    """Look for one of four statuses in each vulnerability."""
    for path, vulnerability in sheet.vulnerabilities:
        if _STATUSES.isdisjoint(vulnerability.get("product_status", {})):
            says = "No product is fixed, known to be affected or not to be, or under investigation."
            yield f"{path}/product_status", says


RULE = Rule("6.1.27.7", judge, profiles=frozenset({VEX}))
