"""Does a VEX say why a product isn't affected?"""

from wardmote.engines.advisories.csaf.rule import VEX, Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look for a flag, or a threat of the category "impact", for each such product."""
    for path, vulnerability in sheet.vulnerabilities:
        told: set[str] = set()
        for item in vulnerability.get("flags", ()):
            told |= sheet.concerned(item)
        for item in vulnerability.get("threats", ()):
            told |= sheet.concerned(item) if item["category"] == "impact" else set()
        for at, name in enumerate(vulnerability.get("product_status", {}).get("known_not_affected", ())):
            if name not in told:
                place = f"{path}/product_status/known_not_affected/{at}"
                yield place, f"Nothing says why the product {name!r} isn't affected."


RULE = Rule("6.1.27.9", judge, profiles=frozenset({VEX}))
