"""Is a product's version one version rather than a range?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet

_WORDS = {"after", "all", "before", "earlier", "later", "prior", "versions"}


def judge(sheet: Sheet) -> Failures:
    """Look for signs and words of ranges in branches of the category product_version."""
    for path, branch in sheet.branches:
        name = branch["name"]
        if branch["category"] == "product_version" and (
            "<" in name or ">" in name or not _WORDS.isdisjoint(name.lower().split())
        ):
            yield f"{path}/name", f"{name[:200]!r} is a range: use product_version_range."


RULE = Rule("6.1.31", judge)
