"""Is every product that the document names by its id defined in it?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet


def judge(sheet: Sheet) -> Failures:
    """Look each id up among the full product names."""
    defined = {product["product_id"] for _, product in sheet.products}
    for path, name in sheet.product_references:
        if name not in defined:
            yield path, f"The product {name!r} isn't defined in the product tree."


RULE = Rule("6.1.1", judge)
