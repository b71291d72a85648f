"""Is no product defined by itself?"""

from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed


def judge(sheet: Sheet) -> Failures:
    """Take away what is defined by others only, from both ends; what is left stands in a circle."""
    made_of: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for path, item in placed("/product_tree/relationships", sheet.tree.get("relationships", ())):
        _add(made_of, places, path, item, {item["product_reference"], item["relates_to_product_reference"]})
    for path, item in placed("/product_tree/product_paths", sheet.tree.get("product_paths", ())):
        steps = {step["next_product_reference"] for step in item["subpaths"]}
        _add(made_of, places, path, item, {item["beginning_product_reference"], *steps})
    left = _not_ending(_not_ending(made_of))
    for name, path in places.items():
        if name in left:
            yield path, f"The product {name!r} is defined by itself, straight away or through others."


def _add(made_of: dict[str, set[str]], places: dict[str, str], path: str, item: Json, parts: set[str]) -> None:
    name = item["full_product_name"]["product_id"]
    made_of.setdefault(name, set()).update(parts)
    places.setdefault(name, path)


def _not_ending(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the arrows that don't end somewhere, turned round; each is looked at once."""
    to: dict[str, set[str]] = {}
    for start, ends in arrows.items():
        for end in ends:
            to.setdefault(end, set()).add(start)
    open_ends = {start: len(ends) for start, ends in arrows.items()}
    waiting = [end for end in to if not open_ends.get(end)]
    while waiting:
        for start in to.pop(waiting.pop(), ()):
            open_ends[start] -= 1
            if not open_ends[start]:
                waiting.append(start)
    return to


RULE = Rule("6.1.3", judge)
