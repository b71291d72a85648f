"""Is every group of products defined once?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Tell each further definition of an id."""
    seen: set[str] = set()
    for path, group in placed("/product_tree/product_groups", sheet.tree.get("product_groups", ())):
        name = group["group_id"]
        if name in seen:
            yield f"{path}/group_id", f"The group of products {name!r} is defined more than once."
        seen.add(name)


RULE = Rule("6.1.5", judge)
