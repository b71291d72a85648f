"""Is every product id defined once?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Tell each further definition of an id."""
    seen: set[str] = set()
    for path, product in sheet.products:
        name = product["product_id"]
        if name in seen:
            yield f"{path}/product_id", f"The product {name!r} is defined more than once."
        seen.add(name)


RULE = Rule("6.1.2", judge)
