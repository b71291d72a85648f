"""Does no product have two statuses that exclude each other?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_GROUPS = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "under_investigation": "under investigation",
    "unknown": "of unknown status",
}


def judge(sheet: Sheet) -> Failures:
    """Compare the four groups of statuses within each vulnerability; "recommended" says nothing about it."""
    for path, vulnerability in sheet.vulnerabilities:
        first: dict[str, str] = {}
        for status, products in vulnerability.get("product_status", {}).items():
            group = _GROUPS.get(status)
            for at, name in enumerate(products if group else ()):
                if first.setdefault(name, str(group)) != group:
                    place = f"{path}/product_status/{status}/{at}"
                    yield place, f"The product {name!r} is said to be both {first[name]} and {group}."


RULE = Rule("6.1.6", judge)
