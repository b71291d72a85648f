"""Does a VEX say what to do about each affected product?"""

from wardmote.engines.advisories.csaf.rule import VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look for a remediation for each such product."""
    for path, vulnerability in sheet.vulnerabilities:
        told: set[str] = set()
        for item in vulnerability.get("remediations", ()):
            told |= sheet.concerned(item)
        for at, name in enumerate(vulnerability.get("product_status", {}).get("known_affected", ())):
            if name not in told:
                place = f"{path}/product_status/known_affected/{at}"
                yield place, f"Nothing says what to do about the product {name!r}."


RULE = Rule("6.1.27.10", judge, profiles=frozenset({VEX}))
